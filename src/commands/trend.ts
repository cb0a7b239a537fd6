import { join } from "node:path";
import { Command, Option } from "commander";
import { writeAtomic } from "../files/write.ts";
import { DealbenchError } from "../records/errors.ts";
import { trendToDisk } from "../records/trend.ts";
import { renderTrendHtml } from "../report/trend/page.ts";
import { renderTrendTerminal } from "../report/trend/terminal.ts";
import { readTrend } from "../runs/trend.ts";

/** `dealbench trend`: scores over all runs and baselines, and an index page of them. */
export function trendCommand(): Command {
  return new Command("trend")
    .description("scores by persona version over all runs and baselines, and an index page of them")
    .option("--reports <folder>", "where runs and baselines are", "reports")
    .addOption(new Option("--json", "print one JSON object instead of a table"))
    .addHelpText(
      "after",
      `
Reads run folders, blessed baselines, and baselines that git remembers; writes index.html beside them.

Example:
  dealbench trend && open reports/index.html`,
    )
    .action(trend);
}

async function trend(options: { reports: string; json?: boolean }): Promise<void> {
  const found = await readTrend(options.reports, process.cwd());
  if (found.points.length === 0) {
    throw new DealbenchError(
      `${options.reports}: holds no graded run and no baseline; make one with: dealbench run`,
    );
  }
  const page = join(options.reports, "index.html");
  writeAtomic(page, renderTrendHtml(found));
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...(trendToDisk(found) as object), page })}\n`);
    return;
  }
  const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(`${renderTrendTerminal(found, { colour })}\n${page}\n`);
}
