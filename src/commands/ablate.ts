import { Command } from "commander";
import { EXIT, type ExitCode } from "../records/errors.ts";
import type { AblationReport } from "../records/trial.ts";
import { ablationOutcome } from "../report/trials/outcome.ts";
import { aboutAblation } from "../report/trials/words.ts";
import { positiveInteger, projectFile } from "./options.ts";
import { askedOf, withRegressionOptions } from "./regressionOptions.ts";
import {
  collected,
  planTrials,
  print,
  refuseTrialOptions,
  showTrials,
  type TrialsOptions,
} from "./trials.ts";

interface AblateOptions extends TrialsOptions {
  level: number;
}

/** `dealbench ablate`: which sections of the persona earn their tokens. */
export function ablateCommand(): Command {
  const command = new Command("ablate")
    .description("leave out each section of the persona in turn, and see which are missed")
    .option(
      "--persona <source>",
      "the persona that is taken apart: a file or a git ref",
      projectFile("persona/enterprise-sales-director.md"),
    )
    .requiredOption("--model <id>", "who answers: <provider>:<model>, or simulated:director (a stand-in)")
    .option("--level <n>", "headings that begin a section: 2 = ##, 3 = ###", positiveInteger, 2)
    .option("--only <id>", "only this section, by its name in --list (repeatable)", collected, [])
    .option("--list", "list the sections with their tokens, and ask nobody")
    .option("--out <folder>", "where the report is written (default: under <reports>/ablations)");
  return withRegressionOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  dealbench ablate --model anthropic:claude-sonnet-5 --list
  dealbench ablate --model anthropic:claude-sonnet-5 --plan
  dealbench ablate --model anthropic:claude-sonnet-5 --level 3 --only industry-verticals --only deal-types --budget-usd 10

Each section is one regression (see dealbench regress), so --max-calls is of each; --budget-usd is of all together. They are read
together, so they share the gate's error rates, and each takes some more calls. "Not missed" is said of these scenarios and this gate
alone: a section may serve what no scenario asks for. docs/trials.md says more.

Exit codes: 0 every section is decided · 3 some are open · 2 wrong use or bad input · 4 every call of a trial failed ·
            130 interrupted: the same command goes on`,
    )
    .action(ablateAction);
}

async function ablateAction(options: AblateOptions, command: Command): Promise<void> {
  refuseTrialOptions(options, command);
  const { ablatePersona, planAblations } = await import("../pipeline/trials/ablate.ts");
  const planned = await planAblations(options);
  if (options.list) return list(planned, options);
  const { ablations } = planned;
  if (options.plan || options.dryRun)
    return planTrials({ ...planned, candidates: ablations }, options, ablations.length);
  await showTrials(options, ablations.length, {
    start: (settings) => ablatePersona(planned, askedOf(options), settings),
    exitOf: exitCode,
  });
}

type Planned = Awaited<ReturnType<typeof import("../pipeline/trials/ablate.ts").planAblations>>;

function list({ tokens, ablations }: Planned, { json = false }: { json?: boolean }): void {
  if (json)
    return print(
      JSON.stringify({
        tokens,
        sections: ablations.map(({ id, title, tokens: own, share }) => ({ id, title, tokens: own, share })),
      }),
    );
  const width = Math.max(...ablations.map(({ id }) => id.length));
  const lines = ablations.map((section) => `${section.id.padEnd(width)}  ${aboutAblation(section)}`);
  print([...lines, `The prompt: about ${tokens.toLocaleString("en-GB")} tokens`].join("\n"));
}

/** @see the help. */
function exitCode({ trials }: AblationReport): ExitCode {
  if (trials.some(({ state }) => state === "failed")) return EXIT.incomplete;
  const isOpen = trials.some((trial) => ablationOutcome(trial).tone === "open");
  return isOpen ? EXIT.inconclusive : EXIT.fine;
}
