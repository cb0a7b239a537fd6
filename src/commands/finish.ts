import { join } from "node:path";
import type { EndedRun, FinishedRun } from "../pipeline.ts";
import { EXIT } from "../records/errors.ts";
import { summaryToDisk } from "../records/summary.ts";
import { counted } from "../report/numbers.ts";
import { renderTerminal } from "../report/terminal.ts";
import { REPLIES_WORDS } from "../report/words.ts";

/**
 * Prints a finished run; the last line is the path of its HTML report. The exit code becomes 4 when not one reply
 * could be scored: a run without a score is a failed run, never "0 %".
 */
export function printFinished(finished: FinishedRun, options: { json?: boolean | undefined }): void {
  const { folder, run, summary } = finished;
  const report = join(folder, "report.html");
  const isScored = summary.models.some(({ dimensions }) => dimensions.some(({ scored }) => scored > 0));
  if (!isScored) process.exitCode = EXIT.incomplete;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ run: run.id, folder, report, status: run.status, summary: summaryToDisk(summary) })}\n`,
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

/** Says what a run waits for, and how to go on. The exit code becomes 4: it is not complete. */
export function printWaiting(
  { folder, run, ending }: Extract<EndedRun, { summary: null }>,
  options: { json?: boolean | undefined },
): void {
  process.exitCode = EXIT.incomplete;
  const { requests, file } = ending;
  const { transcripts, planned } = run.counts;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ run: run.id, folder, report: null, status: run.status, requests: { file, count: requests } })}\n`,
    );
    return;
  }
  const lines = [
    `${transcripts} of ${counted(planned, "conversation")} finished; ${counted(requests, "request")} to be answered in ${file}`,
    "Have each answered, one line a request, in any order:",
    '  {"custom_id": "<that of the request>", "text": "<the reply>"}   (or lines of a Message Batch\'s results)',
    `Then go on with: dealbench run --resume ${folder} --replies replies.jsonl`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
