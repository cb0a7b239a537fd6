import { Command } from "commander";
import { DealbenchError } from "../records/errors.ts";
import { newestRun } from "../runs/folder.ts";
import { printFinished } from "./finish.ts";
import { type GradingOptions, withCorpusOptions } from "./options.ts";

/** `dealbench report`: renders a run's reports again; nothing is graded and no model is called. */
export function reportCommand(): Command {
  const command = new Command("report")
    .description("render the reports of a graded run again, as a whole")
    .argument("[run]", "the run folder (default: the newest under --reports)")
    .option("--reports <folder>", "where run folders are", "reports");
  return withCorpusOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  dealbench report\n  dealbench report reports/20261126T110501Z-1.0.0-3f9c",
    )
    .action(report);
}

async function report(
  folder: string | undefined,
  options: Omit<GradingOptions, "suite" | "filter"> & { reports: string },
): Promise<void> {
  const chosen = folder ?? newestRun(options.reports);
  if (chosen === undefined) {
    throw new DealbenchError(`${options.reports}: holds no run; make one with: dealbench run`);
  }
  const { rerender } = await import("../pipeline.ts");
  printFinished(await rerender(chosen, options), options);
}
