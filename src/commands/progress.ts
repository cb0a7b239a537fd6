import { SingleBar } from "cli-progress";
import type { Asking } from "../pipeline/run/runAsk.ts";
import { dollars } from "../report/numbers.ts";

/** Shows how far a piece of work is: a bar on a terminal, a line at every quarter elsewhere. Writes to stderr only. */
export interface Progress {
  onProgress: (done: number, total: number) => void;
  stop: () => void;
}

/** Shows the asking of a run, and then its grading. */
export interface RunProgress extends Progress {
  onAsking: (asking: Asking) => void;
}

/** A progress display for `what` ("replies graded"); silent when `quiet`. */
export function startProgress(what: string, quiet: boolean): Progress {
  const { show, stop } = startDisplay(what, quiet);
  return { onProgress: (done, total) => show(done, total, ""), stop };
}

/** A progress display for a run whose models are called; silent when `quiet`. */
export function startRunProgress(quiet: boolean): RunProgress {
  const asked = startDisplay("replies", quiet);
  const graded = startDisplay("replies graded", quiet);
  const started = performance.now();
  let toldUntil = 0;
  return {
    onAsking: (asking) => {
      const now = performance.now();
      asked.show(asking.done, asking.total, askingText(asking, now - started, now));
      if (quiet || process.stderr.isTTY || asking.waitingUntil - now < LONG_WAIT_MS) return;
      if (asking.waitingUntil <= toldUntil + LONG_WAIT_MS) return;
      toldUntil = asking.waitingUntil;
      process.stderr.write(`${waitingText(asking, now)}\n`);
    },
    onProgress: (done, total) => {
      asked.stop();
      graded.show(done, total, "");
    },
    stop: () => {
      asked.stop();
      graded.stop();
    },
  };
}

/** A pause that is worth a line of its own in a log. */
const LONG_WAIT_MS = 10_000;

/** " · 8 under way · 3.2/s · $0.0421 paid · 2 retries · waiting 12 s" */
function askingText(asking: Asking, elapsedMs: number, now: number): string {
  const { underWay, asked, paidUsd, retries, batch } = asking;
  const parts = [
    `${underWay} under way`,
    ...(asked === 0 ? [] : [`${((1000 * asked) / elapsedMs).toFixed(1)}/s`]),
    paidUsd === null ? "cost unknown" : `${dollars(paidUsd)} paid`,
    ...(batch ? [`batch ${batch.id}: ${batch.done}/${batch.of}, asked every ${batch.pollMs / 1000} s`] : []),
    ...(retries === 0 ? [] : [`${retries} retries`]),
    ...(asking.waitingUntil > now ? [waitingText(asking, now)] : []),
  ];
  return parts.map((part) => ` · ${part}`).join("");
}

function waitingText({ waitingUntil }: Asking, now: number): string {
  return `waiting ${Math.ceil((waitingUntil - now) / 1000)} s`;
}

interface Display {
  show: (done: number, total: number, more: string) => void;
  stop: () => void;
}

function startDisplay(what: string, quiet: boolean): Display {
  if (quiet) return { show: () => {}, stop: () => {} };
  return process.stderr.isTTY ? bar(what) : plainLines(what);
}

function bar(what: string): Display {
  const single = new SingleBar({
    format: `{bar} {value}/{total} ${what}{more}`,
    barsize: 24,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    show: (done, total, more) => {
      if (!single.isActive || single.getTotal() !== total) single.start(total, done, { more });
      single.update(done, { more });
    },
    stop: () => single.stop(),
  };
}

function plainLines(what: string): Display {
  let told = 0;
  return {
    show: (done, total, more) => {
      const quarter = Math.floor((4 * done) / total);
      if (quarter <= told) return;
      told = quarter;
      process.stderr.write(`${done}/${total} ${what}${more}\n`);
    },
    stop: () => {},
  };
}
