import { Command, CommanderError } from "commander";
import { calibrateCommand } from "./commands/calibrate.ts";
import { decideCommand } from "./commands/decide.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { gradeCommand } from "./commands/grade.ts";
import { personaCommand } from "./commands/persona.ts";
import { reportCommand } from "./commands/report.ts";
import { runCommand } from "./commands/run.ts";
import { scenariosCommand } from "./commands/scenarios.ts";
import { vectorsCommand } from "./commands/vectors.ts";
import { DealbenchError, EXIT } from "./records/errors.ts";
import { VERSION } from "./version.ts";

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

const commands = [
  runCommand(),
  gradeCommand(),
  reportCommand(),
  calibrateCommand(),
  decideCommand(),
  scenariosCommand(),
  personaCommand(),
  vectorsCommand(),
  doctorCommand(),
];
for (const command of commands) program.addCommand(command);
for (const command of withSubcommands(program)) command.exitOverride();

process.on("SIGINT", () => process.exit(EXIT.interrupted));
process.on("SIGTERM", () => process.exit(EXIT.interrupted));
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
