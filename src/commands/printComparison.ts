import { join } from "node:path";
import { type Comparison, comparisonToDisk } from "../records/comparison.ts";
import { renderComparisonTerminal } from "../report/comparison/terminal.ts";

/** Prints a comparison and where its page stands; with `json`, the comparison alone as one object. */
export function printComparison(
  comparison: Comparison,
  folder: string,
  { json }: { json?: boolean | undefined },
): void {
  if (json) {
    process.stdout.write(`${JSON.stringify(comparisonToDisk(comparison))}\n`);
    return;
  }
  const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${renderComparisonTerminal(comparison, { colour })}\n`);
  process.stdout.write(`${join(folder, "comparison.html")}\n`);
}
