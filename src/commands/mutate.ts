import { Command } from "commander";
import { EXIT, type ExitCode } from "../records/errors.ts";
import type { MutationReport } from "../records/trial.ts";
import { mutantOutcome } from "../report/trials/outcome.ts";
import { aboutMutant } from "../report/trials/words.ts";
import { projectFile } from "./options.ts";
import { askedOf, withRegressionOptions } from "./regressionOptions.ts";
import {
  collected,
  planTrials,
  print,
  refuseTrialOptions,
  showTrials,
  type TrialsOptions,
} from "./trials.ts";

interface MutateOptions extends TrialsOptions {
  mutations: string;
}

/** `dealbench mutate`: which planted damage the gate would stop, and which harmless edit it would let pass. */
export function mutateCommand(): Command {
  const command = new Command("mutate")
    .description("plant known damage in the persona, one edit at a time, and see whether the gate stops it")
    .option(
      "--persona <source>",
      "the persona that is damaged: a file or a git ref",
      projectFile("persona/enterprise-sales-director.md"),
    )
    .requiredOption("--model <id>", "who answers: <provider>:<model>, or simulated:director (a stand-in)")
    .option("--mutations <file>", "the edits to plant", projectFile("persona/mutations.yaml"))
    .option("--only <id>", "only this edit (repeatable)", collected, [])
    .option("--list", "list the edits and whether they fit the persona, and ask nobody")
    .option("--out <folder>", "where the report is written (default: under <reports>/mutations)");
  return withRegressionOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  dealbench mutate --model anthropic:claude-sonnet-5 --plan
  dealbench mutate --model anthropic:claude-sonnet-5 --budget-usd 20
  dealbench mutate --model simulated:director --only no-disqualifiers --only soft-voice

Each edit is one regression (see dealbench regress), so --max-calls is of each; --budget-usd is of all together. A test suite is worth
what it notices: damage that passes unseen wants another scenario, another criterion in the gate, or more calls. docs/trials.md says more.

Exit codes: 0 all damage caught, all harmless edits let pass · 1 some damage passed unseen, or a harmless edit was stopped ·
            3 neither, and something is open: undecided, not read by the stand-in, an edit that does not fit ·
            2 wrong use or bad input · 4 every call of a trial failed · 130 interrupted: the same command goes on`,
    )
    .action(mutateAction);
}

async function mutateAction(options: MutateOptions, command: Command): Promise<void> {
  refuseTrialOptions(options, command);
  const { mutatePersona, planMutants } = await import("../pipeline/trials/mutate.ts");
  const planned = await planMutants(options);
  if (options.list) return list(planned.mutants, options);
  if (options.plan || options.dryRun)
    return planTrials({ ...planned, candidates: planned.mutants }, options, 1);
  await showTrials(options, planned.mutants.length, {
    start: (settings) => mutatePersona(planned, askedOf(options), settings),
    exitOf: exitCode,
  });
}

type Planned = Awaited<ReturnType<typeof import("../pipeline/trials/mutate.ts").planMutants>>["mutants"];

function list(mutants: Planned, { json = false }: { json?: boolean }): void {
  const unfit = mutants.flatMap(({ id, edited }) => ("unfit" in edited ? [`${id}: ${edited.unfit}`] : []));
  if (json)
    return print(
      JSON.stringify({
        mutations: mutants.map(({ edited, ...mutant }) => ({
          ...mutant,
          unfit: "unfit" in edited ? edited.unfit : null,
        })),
      }),
    );
  const width = Math.max(...mutants.map(({ id }) => id.length));
  const lines = mutants.map(
    (mutant) => `${mutant.id.padEnd(width)}  ${mutant.title} (${aboutMutant(mutant)})`,
  );
  print([...lines, ...unfit.map((words) => `Does not fit: ${words}`)].join("\n"));
}

/** @see the help. */
function exitCode({ trials }: MutationReport): ExitCode {
  if (trials.some(({ state }) => state === "failed")) return EXIT.incomplete;
  const tones = trials.map((trial) => mutantOutcome(trial).tone);
  if (tones.includes("bad")) return EXIT.failed;
  return tones.includes("open") ? EXIT.inconclusive : EXIT.fine;
}
