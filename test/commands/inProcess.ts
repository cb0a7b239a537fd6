import { Command } from "commander";
import { DealbenchError } from "../../src/records/errors.ts";
import { captured, type CliResult } from "../support/cli.ts";

/**
 * Runs one command in this process, as the program does: what it prints is kept, and a DealbenchError becomes its exit code
 * and a message on stderr. Anything else that is thrown is thrown on.
 */
export function runCommand(command: Command, args: readonly string[]): Promise<CliResult> {
  return captured(["stdout"], async (told) => {
    try {
      await new Command("dealbench")
        .addCommand(command)
        .parseAsync([command.name(), ...args], { from: "user" });
    } catch (error) {
      if (!(error instanceof DealbenchError)) throw error;
      process.exitCode = error.exitCode;
      told.stderr = error.message;
    }
  });
}
