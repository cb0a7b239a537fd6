import { join } from "node:path";
import type { EndedRun, FinishedRun } from "../pipeline.ts";
import { EXIT } from "../records/errors.ts";
import { summaryToDisk } from "../records/summary.ts";
import { counted } from "../report/numbers.ts";
import { renderTerminal } from "../report/terminal.ts";
import { REPLIES_WORDS } from "../report/words.ts";

/**
 * Prints a finished run; the last line is the path of its HTML report. The exit code becomes 4 when not one reply
 * could be scored: a run without a score is a failed run, never "0 %". A shard into which no reply falls is none.
 */
export function printFinished(finished: FinishedRun, options: { json?: boolean | undefined }): void {
  const { folder, run, summary } = finished;
  const report = join(folder, "report.html");
  const isEmptyShard = run.shard !== undefined && run.counts.planned === 0;
  const isScored = summary.models.some(({ dimensions }) => dimensions.some(({ scored }) => scored > 0));
  if (!isScored && !isEmptyShard) process.exitCode = EXIT.incomplete;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ run: run.id, folder, report, status: run.status, summary: summaryToDisk(summary) })}\n`,
    );
    return;
  }
  if (isEmptyShard) {
    const { index, of } = run.shard ?? {};
    process.stdout.write(
      `Shard ${index}/${of} holds none of the run's replies, which fall into parts by chance; dealbench merge takes it as it is.\n${report}\n`,
    );
    return;
  }
  process.stdout.write(`${REPLIES_WORDS[run.provenance.replies].means}\n`);
  if (run.status === "partial") {
    const { transcripts, planned } = run.counts;
    process.stdout.write(`Partial run: ${transcripts} of ${planned} planned replies are there.\n`);
  }
  for (const note of run.provenance.notes) process.stdout.write(`${note}\n`);
  process.stdout.write(
    `\n${renderTerminal(summary, { colour: process.stdout.isTTY && !process.env["NO_COLOR"] })}\n`,
  );
  process.stdout.write(`${report}\n`);
}

/** Says what a run waits for, and how to go on. The exit code becomes 4, for it is not complete, unless it was interrupted. */
export function printWaiting(
  { folder, run, ending }: EndedRun,
  options: { json?: boolean | undefined },
): void {
  process.exitCode = ending.kind === "interrupted" ? EXIT.interrupted : EXIT.incomplete;
  if (ending.kind === "stopped") process.stderr.write(`dealbench: ${ending.error.message}\n`);
  const { requests = 0, where = "", next = [] } = ending.left ?? {};
  const { transcripts, planned } = run.counts;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ run: run.id, folder, report: null, status: run.status, waiting_for: requests })}\n`,
    );
    return;
  }
  const finished = `${transcripts} of ${counted(planned, "conversation")} finished`;
  process.stdout.write(
    `${[`${finished}; ${counted(requests, "request")} to be answered ${where}`, ...next].join("\n")}\n`,
  );
}
