import { Command, CommanderError, Help, type Option } from "commander";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { VERSION } from "../version.ts";
import { refuseTwice } from "./idleOptions.ts";

/** Every command, loaded only when it is asked for or listed: graders and statistics take time to load. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  run: async () => (await import("./run.ts")).runCommand(),
  merge: async () => (await import("./merge.ts")).mergeCommand(),
  grade: async () => (await import("./grade.ts")).gradeCommand(),
  judge: async () => (await import("./judge.ts")).judgeCommand(),
  report: async () => (await import("./report.ts")).reportCommand(),
  export: async () => (await import("./export.ts")).exportCommand(),
  compare: async () => (await import("./compare.ts")).compareCommand(),
  regress: async () => (await import("./regress.ts")).regressCommand(),
  mutate: async () => (await import("./mutate.ts")).mutateCommand(),
  ablate: async () => (await import("./ablate.ts")).ablateCommand(),
  trend: async () => (await import("./trend.ts")).trendCommand(),
  bless: async () => (await import("./bless.ts")).blessCommand(),
  calibrate: async () => (await import("./calibrate.ts")).calibrateCommand(),
  cache: async () => (await import("./cache.ts")).cacheCommand(),
  decide: async () => (await import("./decide.ts")).decideCommand(),
  scenarios: async () => (await import("./scenarios.ts")).scenariosCommand(),
  persona: async () => (await import("./persona.ts")).personaCommand(),
  vectors: async () => (await import("./vectors.ts")).vectorsCommand(),
  simulate: async () => (await import("./simulate.ts")).simulateCommand(),
  models: async () => (await import("./models.ts")).modelsCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
};

/**
 * Runs the command line `args` (without the program's name) as far as it goes: what a user can act on is told on stderr.
 * The exit code is left in `process.exitCode`, as a command that fails a check leaves it there.
 */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    const line = withoutVainHelp(args);
    await (await programFor(line[0])).parseAsync(line, { from: "user" });
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/** `help nope` is told like `nope`, by name: commander would show the usage as if nothing had been asked. */
function withoutVainHelp(args: readonly string[]): readonly string[] {
  const [first, second] = args;
  const isVain = first === "help" && second !== undefined && !/^(?:help|-.*)$/.test(second);
  return isVain && !Object.hasOwn(COMMANDS, second) ? args.slice(1) : args;
}

/** The program with the command that `first` names, or with all of them. */
async function programFor(first: string | undefined): Promise<Command> {
  const program = new Command("dealbench")
    .description(
      "Tests the enterprise-sales-director persona: runs it over deal scenarios, grades the replies, reports.",
    )
    .version(VERSION)
    .showSuggestionAfterError()
    .showHelpAfterError("(--help shows the options and examples)")
    .addHelpText(
      "after",
      `
Examples:
  dealbench run                                   the persona over all scenarios, on recorded replies; no key needed
  dealbench run --suite pressure --persona git:main
  dealbench grade --scenarios scenarios --responses replies.jsonl --out reports/mine
  dealbench decide deal.json                      what the policy says of one set of facts
  dealbench scenarios check

Exit codes: 0 fine · 1 a check or threshold failed · 2 wrong use or bad input · 3 inconclusive ·
            4 could not be completed · 130 interrupted`,
    );
  for (const load of commandsFor(first)) program.addCommand(await load());
  for (const command of withSubcommands(program)) {
    command.exitOverride();
    command.configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "dealbench: ")) });
    command.configureHelp({ ...command.configureHelp(), optionDescription: describedOption });
    refuseTwice(command);
  }
  return program;
}

/** What help says of an option; one that must be given is marked as such. */
function describedOption(option: Option): string {
  const text = new Help().optionDescription(option);
  return option.mandatory ? `${text} (required)` : text;
}

function commandsFor(first: string | undefined): (() => Promise<Command>)[] {
  if (first === "--version" || first === "-V") return [];
  const wanted =
    first === undefined ? undefined : Object.entries(COMMANDS).find(([name]) => name === first)?.[1];
  return wanted ? [wanted] : Object.values(COMMANDS);
}

/** Prints what a user can act on and returns the exit code; a bug keeps its stack, since only we can act on it. */
function reportFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.badInput;
  if (error instanceof DealbenchError) {
    process.stderr.write(`dealbench: ${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`dealbench: a bug in dealbench, please report it:\n${stackOf(error)}\n`);
  return EXIT.incomplete;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
