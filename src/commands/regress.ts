import { Command, InvalidArgumentError, Option } from "commander";
import type { RegressionTarget } from "../pipeline/regress/prepare.ts";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { EXIT_OF_VERDICT } from "./compare.ts";
import { drainOnSignal } from "./interrupts.ts";
import { refuseIdle } from "./idleOptions.ts";
import { NO_JUDGE } from "./judging.ts";
import { projectFile } from "./options.ts";
import { printComparison } from "./printComparison.ts";
import { startRegressionLine } from "./regressLine.ts";
import { askedOf, type RegressionOptions, withRegressionOptions } from "./regressionOptions.ts";

interface RegressOptions extends RegressionOptions {
  base: string;
  baseline?: string;
  seed?: number;
  includeWeak?: boolean;
}

/** `dealbench regress`: did this edit of the persona break anything? Asks until that is decided, and no longer. */
export function regressCommand(): Command {
  const command = new Command("regress")
    .description("test an edited persona against the one before, with as few calls as decide it")
    .option(
      "--persona <source>",
      "the candidate: a file or a git ref",
      projectFile("persona/enterprise-sales-director.md"),
    )
    .addOption(
      new Option("--base <source>", "the baseline: a git ref such as git:main, or a file").default(
        "git:main",
      ),
    )
    .addOption(
      new Option("--baseline <name>", "the baseline: a blessed run, reports/baselines/<name>.json").conflicts(
        "base",
      ),
    )
    .option(
      "--model <id>",
      "recorded:llm, simulated:director (a stand-in), or <provider>:<model>",
      "recorded:llm",
    )
    .option("--seed <n>", "decides the order of visits (default: made of what is compared)", wholeNumber)
    .option("--include-weak", "decide also on rubric lines whose graders agree too little with labels")
    .option(
      "--out <folder>",
      "where the comparison is written, no run folder (default: under <reports>/comparisons)",
    );
  return withRegressionOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  dealbench regress --model anthropic:claude-sonnet-5          the working tree's persona against git:main
  dealbench regress --base git:HEAD --persona persona/variants/soft.md
  dealbench regress --base git:HEAD --model simulated:director
  dealbench regress --baseline main --model anthropic:claude-sonnet-5 --plan
  dealbench regress --model anthropic:claude-sonnet-5 --judge anthropic:claude-opus-5 --budget-usd 20

With --judge a judge grades what code cannot tell, in the replies of both sides alike; what it answered before, for a run or another
regression, is taken from the response cache. A baseline by name must have been judged by the same judge, as often.

While it asks, a line on stderr says where each gating criterion stands:
  visit 30, 33 calls; Right verdicts drop 2.05/45 none 0.60/20; Directness not regressed
"drop 2.05/45": the replies speak 2.05 times as much for a drop as for chance; at 45 it has regressed. "none 0.60/20": for there being no
drop of the margin, likewise; at 20 it is cleared. docs/gate.md says more, and what its calls and replies count.

Exit codes: 0 not regressed · 1 regressed · 3 inconclusive, or nothing to check with: an edit that nobody recorded, or a stand-in that
            does not read it · 2 wrong use or bad input · 4 every call failed ·
            130 interrupted: what was answered is kept, and the same command goes on`,
    )
    .action(regressAction);
}

async function regressAction(options: RegressOptions, command: Command): Promise<void> {
  if (options.judge === undefined) refuseIdle(command, ["judgeVotes"], NO_JUDGE);
  if (options.model.startsWith("recorded:"))
    refuseIdle(
      command,
      ["maxTokens", "effort"],
      "recorded replies are there already, and nobody is asked for them; expected --model <provider>:<model> with it",
    );
  if (options.plan || options.dryRun) {
    const { printPlan } = await import("./regressPlan.ts");
    await printPlan(targetOf(options), options);
    return;
  }
  const { regress } = await import("../pipeline/regress/regress.ts");
  const line = startRegressionLine(options.json === true);
  const { drain, restore } = drainOnSignal(() => {
    line.stop();
    process.stderr.write("Interrupted: waiting for the calls in flight. Once more ends at once.\n");
  });
  try {
    const finished = await regress(targetOf(options), {
      ...options,
      out: options.out,
      budgetUsd: options.budgetUsd ?? null,
      drain,
      onWarning: (warning) => process.stderr.write(`dealbench: ${warning}\n`),
      onVisit: line.onVisit,
    });
    line.stop();
    const { comparison, folder, failed } = finished;
    process.exitCode = failed ? EXIT.incomplete : EXIT_OF_VERDICT[comparison.decision.verdict];
    printComparison(comparison, folder, options);
  } catch (error) {
    line.stop();
    if (!(error instanceof DealbenchError) || error.exitCode !== EXIT.interrupted) throw error;
    throw new DealbenchError("Interrupted. What was answered is kept; the same command goes on from there.", {
      exitCode: EXIT.interrupted,
    });
  } finally {
    restore();
  }
}

function targetOf(options: RegressOptions): RegressionTarget {
  const { baseline, base, seed = null, includeWeak = false } = options;
  return {
    ...askedOf(options),
    base: baseline === undefined ? { persona: base } : { baseline },
    seed,
    includeWeak,
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new InvalidArgumentError("expected a whole number, 0 or above.");
  return value;
}
