import { Command } from "commander";
import { vi } from "vitest";
import { DealbenchError } from "../../src/records/errors.ts";
import type { CliResult } from "../support/cli.ts";

/**
 * Runs one command in this process, as src/cli.ts does: what it writes is kept, and a DealbenchError becomes its exit code
 * and a message on stderr. Anything else that is thrown is thrown on.
 */
export async function runCommand(command: Command, args: readonly string[]): Promise<CliResult> {
  const result = { code: 0, stdout: "", stderr: "" };
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    result.stdout += String(text);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await new Command("dealbench")
      .addCommand(command)
      .parseAsync([command.name(), ...args], { from: "user" });
    result.code = process.exitCode;
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    result.code = error.exitCode;
    result.stderr = error.message;
  } finally {
    stdout.mockRestore();
    process.exitCode = before;
  }
  return result;
}
