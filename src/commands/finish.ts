import { join } from "node:path";
import type { FinishedRun } from "../pipeline.ts";
import { EXIT } from "../records/errors.ts";
import { summaryToDisk } from "../records/summary.ts";
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
