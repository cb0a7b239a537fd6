import { Command, Option } from "commander";
import { DealbenchError } from "../records/errors.ts";
import { projectFile } from "./options.ts";

interface BlessOptions {
  as: string;
  scenarios: string;
  policy: string;
  gate: string;
  model?: string;
  reports: string;
  force?: boolean;
  replace?: boolean;
  json?: boolean;
}

/** `dealbench bless`: makes a run the baseline that others are compared with. */
export function blessCommand(): Command {
  return new Command("bless")
    .description("make a run a baseline: reports/baselines/<name>.json, small enough to be committed")
    .argument("<run>", "a graded run folder")
    .option("--as <name>", "the baseline's name", "main")
    .option("--scenarios <path>", "folder of scenarios, or one file", projectFile("scenarios"))
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .option(
      "--gate <file>",
      "the gate policy, for its limit of failed calls and its least number of scenarios",
      projectFile("persona/gate.yaml"),
    )
    .option("--model <id>", "which model, where the run has several")
    .option("--reports <folder>", "where baselines are kept", "reports")
    .option("--replace", "put the run in the place of a baseline of that name")
    .option("--force", "bless a partial, small or faulty run all the same")
    .addOption(new Option("--json", "print one JSON object instead of text"))
    .addHelpText(
      "after",
      `
Examples:
  dealbench bless reports/20261126T110501Z-1.0.0-3f9c
  dealbench bless reports/mine --as release-1.0
  dealbench bless reports/mine --replace

Exit codes: 0 blessed · 2 not blessed: the run is faulty (--force insists), a baseline of that name is there (--replace), or wrong use`,
    )
    .action(bless);
}

async function bless(folder: string, options: BlessOptions): Promise<void> {
  const [{ blessRun, objectionsTo, refuseReplacing }, { loadGate }, { openRun }] = await Promise.all([
    import("../comparison/bless.ts"),
    import("../comparison/loadGate.ts"),
    import("../comparison/open.ts"),
  ]);
  const side = await openRun(folder, options);
  const objections = objectionsTo(side, loadGate(options.gate));
  if (objections.length > 0 && options.force !== true) {
    throw new DealbenchError(
      [
        `${folder}: not blessed:`,
        ...objections.map((text) => `  ${text}`),
        "Mend that, or insist with --force.",
      ].join("\n"),
    );
  }
  refuseReplacing(options.reports, options.as, side.arm.run, options.replace === true);
  const file = blessRun(side, options.reports, options.as, new Date());
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ baseline: options.as, file, run: side.run.id, objections })}\n`);
    return;
  }
  for (const text of objections) process.stdout.write(`Blessed all the same: ${text}\n`);
  process.stdout.write(`${side.summary.headline}\n${file}\n`);
}
