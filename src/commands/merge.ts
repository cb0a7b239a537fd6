import { Command } from "commander";
import { printFinished } from "./finish.ts";
import { NO_GRADE_CACHE, projectFile } from "./options.ts";
import { startProgress } from "./progress.ts";

interface MergeArguments {
  out: string;
  scenarios: string;
  policy: string;
  json?: boolean;
  cache: boolean;
}

/** `dealbench merge`: the run folders of all shards → one run folder. */
export function mergeCommand(): Command {
  return new Command("merge")
    .description("join the run folders of all shards of a run, and grade them as one")
    .argument("<folders...>", "run folders made with run --shard 1/n … n/n")
    .requiredOption("--out <folder>", "the new run folder")
    .option(
      "--scenarios <path>",
      "folder of scenarios, or one .csv, .yaml or .json file",
      projectFile("scenarios"),
    )
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .option("--no-cache", NO_GRADE_CACHE)
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      "\nExample:\n  dealbench merge shards/1 shards/2 shards/3 --out reports/all\n\nExit codes: 0 merged · 2 no shards of one run, or a place that cannot be written · 4 the disk filled up: nothing is left behind",
    )
    .action(merge);
}

async function merge(folders: string[], options: MergeArguments): Promise<void> {
  const { mergeRuns } = await import("../pipeline/merge.ts");
  const progress = startProgress("replies graded", options.json === true);
  try {
    const finished = await mergeRuns({
      ...options,
      folders,
      useCache: options.cache,
      onProgress: progress.onProgress,
      onWarning: (warning) => void process.stderr.write(`${warning}\n`),
    });
    progress.stop();
    printFinished(finished, options);
  } finally {
    progress.stop();
  }
}
