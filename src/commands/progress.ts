import { SingleBar } from "cli-progress";

/** Shows how far a run is: a bar on a terminal, a line at every quarter elsewhere. Writes to stderr only. */
export interface Progress {
  onProgress: (done: number, total: number) => void;
  stop: () => void;
}

/** A progress display for `what` ("replies graded"); silent when `quiet`. */
export function startProgress(what: string, quiet: boolean): Progress {
  if (quiet) return { onProgress: () => {}, stop: () => {} };
  return process.stderr.isTTY ? bar(what) : plainLines(what);
}

function bar(what: string): Progress {
  const single = new SingleBar({
    format: `{bar} {value}/{total} ${what}`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    onProgress: (done, total) => {
      if (single.getTotal() !== total) single.start(total, done);
      single.update(done);
    },
    stop: () => single.stop(),
  };
}

function plainLines(what: string): Progress {
  let told = 0;
  return {
    onProgress: (done, total) => {
      const quarter = Math.floor((4 * done) / total);
      if (quarter <= told) return;
      told = quarter;
      process.stderr.write(`${done}/${total} ${what}\n`);
    },
    stop: () => {},
  };
}
