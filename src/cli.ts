import { Command, CommanderError } from "commander";
import { handleSignals } from "./commands/interrupts.ts";
import { DealbenchError, EXIT } from "./records/errors.ts";
import { VERSION } from "./version.ts";

/** Every command, loaded only when it is asked for or listed: graders and statistics take time to load. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  run: async () => (await import("./commands/run.ts")).runCommand(),
  merge: async () => (await import("./commands/merge.ts")).mergeCommand(),
  grade: async () => (await import("./commands/grade.ts")).gradeCommand(),
  judge: async () => (await import("./commands/judge.ts")).judgeCommand(),
  report: async () => (await import("./commands/report.ts")).reportCommand(),
  export: async () => (await import("./commands/export.ts")).exportCommand(),
  compare: async () => (await import("./commands/compare.ts")).compareCommand(),
  regress: async () => (await import("./commands/regress.ts")).regressCommand(),
  trend: async () => (await import("./commands/trend.ts")).trendCommand(),
  bless: async () => (await import("./commands/bless.ts")).blessCommand(),
  calibrate: async () => (await import("./commands/calibrate.ts")).calibrateCommand(),
  cache: async () => (await import("./commands/cache.ts")).cacheCommand(),
  decide: async () => (await import("./commands/decide.ts")).decideCommand(),
  scenarios: async () => (await import("./commands/scenarios.ts")).scenariosCommand(),
  persona: async () => (await import("./commands/persona.ts")).personaCommand(),
  vectors: async () => (await import("./commands/vectors.ts")).vectorsCommand(),
  simulate: async () => (await import("./commands/simulate.ts")).simulateCommand(),
  models: async () => (await import("./commands/models.ts")).modelsCommand(),
  doctor: async () => (await import("./commands/doctor.ts")).doctorCommand(),
};

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

for (const load of commandsFor(process.argv[2])) program.addCommand(await load());
for (const command of withSubcommands(program)) command.exitOverride();

handleSignals();
// A reader that stops early (`dealbench … | head`) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(EXIT.fine);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
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
