import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import type { OpenedSide } from "../comparison/open.ts";
import type { GateVerdict } from "../records/comparison.ts";
import { refuseUnwritable } from "../files/write.ts";
import { DealbenchError, EXIT, type ExitCode } from "../records/errors.ts";
import { refuseForComparison } from "../runs/folder.ts";
import { type GateOptions, projectFile, withGateOptions } from "./options.ts";
import { printComparison } from "./printComparison.ts";

interface CompareOptions extends GateOptions {
  baseline?: string;
  scenarios: string;
  policy: string;
  model?: string;
  baselineModel?: string;
  reports: string;
  out?: string;
  includeWeak?: boolean;
  json?: boolean;
}

/** The exit code that tells a decision. */
export const EXIT_OF_VERDICT: Record<GateVerdict, ExitCode> = {
  not_regressed: EXIT.fine,
  regressed: EXIT.failed,
  inconclusive: EXIT.inconclusive,
};

/** `dealbench compare`: two runs → paired statistics, flips, the gate's decision. */
export function compareCommand(): Command {
  const command = new Command("compare")
    .description("compare two runs, or a run with a baseline, and decide whether it regressed")
    .argument("[runs...]", "two run folders, baseline first; or one with --baseline")
    .option("--baseline <name>", "a blessed run instead of the first folder: reports/baselines/<name>.json")
    .option("--scenarios <path>", "folder of scenarios, or one file", projectFile("scenarios"))
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"));
  return withGateOptions(command)
    .option("--model <id>", "which model, where a run has several")
    .option("--baseline-model <id>", "which model of the baseline, if another")
    .option("--reports <folder>", "where runs, baselines and comparisons are", "reports")
    .option(
      "--out <folder>",
      "where the comparison is written, no run folder (default: comparisons/<a>-vs-<b> under --reports)",
    )
    .option("--include-weak", "decide also on rubric lines whose graders agree too little with labels")
    .addOption(new Option("--json", "print the comparison as one JSON object instead of text"))
    .addHelpText(
      "after",
      `
Examples:
  dealbench compare reports/before reports/after
  dealbench compare --baseline main reports/after
  dealbench compare reports/both reports/both --baseline-model model-1 --model model-2

Exit codes: 0 not regressed · 1 regressed · 3 inconclusive · 2 the runs cannot be compared, or nothing may be written there`,
    )
    .action(compare);
}

async function compare(runs: string[], options: CompareOptions): Promise<void> {
  const expected = options.baseline === undefined ? 2 : 1;
  if (runs.length !== expected) {
    throw new DealbenchError(
      `found ${runs.length} run folders, expected ${expected === 2 ? "two, baseline first, or one with --baseline NAME" : "one beside --baseline"}; see dealbench compare --help`,
    );
  }
  const [{ compareRuns }, { loadGate }, { openBaseline, openRun }, { writeComparison }] = await Promise.all([
    import("../comparison/compare.ts"),
    import("../comparison/loadGate.ts"),
    import("../comparison/open.ts"),
    import("../comparison/write.ts"),
  ]);
  refuseUnwritable(options.out ?? options.reports);
  if (options.out !== undefined) refuseForComparison(options.out);
  const gate = loadGate(options.gate);
  const before =
    options.baseline === undefined
      ? await openRun(runs[0] ?? "", { ...options, model: options.baselineModel ?? options.model })
      : await openBaseline(options.reports, options.baseline);
  const candidate = await openRun(runs.at(-1) ?? "", options);
  const comparison = compareRuns(
    before,
    candidate,
    { ...gate, estimand: options.estimand ?? gate.estimand },
    { includeWeak: options.includeWeak === true },
  );
  const folder =
    options.out ?? join(options.reports, "comparisons", `${nameOf(before)}-vs-${nameOf(candidate)}`);
  await writeComparison(folder, comparison, { a: before.transcripts, b: candidate.transcripts });
  printComparison(comparison, folder, options);
  process.exitCode = EXIT_OF_VERDICT[comparison.decision.verdict];
}

function nameOf({ source }: OpenedSide): string {
  return source.startsWith("baseline ") ? source.replace(" ", "-") : basename(resolve(source));
}
