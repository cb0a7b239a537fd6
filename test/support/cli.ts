import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished, vi } from "vitest";
import { runProgram } from "../../src/commands/program.ts";

export const ROOT = resolve(import.meta.dirname, "..", "..");

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the real command line in a child process, in `cwd` (default: the repository). A start takes a second of a core: where no
 * process of its own is what is tested, take {@link dealbenchHere}.
 */
export function dealbench(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CliResult> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(ROOT, "bin", "dealbench.js"), ...args],
      {
        cwd: options.cwd ?? ROOT,
        env: { ...process.env, NO_COLOR: "1", ...options.env },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 110_000,
        killSignal: "SIGKILL",
      },
      (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

/** The same program in this process: what it writes is kept, and so is the exit code it would leave. Not two at a time. */
export function dealbenchHere(args: readonly string[]): Promise<CliResult> {
  return captured(["stdout", "stderr"], () => runProgram(args));
}

/** Keeps what is written to these streams while `act` runs, and the exit code that it leaves; `act` may add to what was told. */
export async function captured(
  streams: readonly ("stdout" | "stderr")[],
  act: (told: { stdout: string; stderr: string }) => Promise<unknown>,
): Promise<CliResult> {
  const told = { stdout: "", stderr: "" };
  const spies = streams.map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      told[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await act(told);
    return { code: process.exitCode, ...told };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

/** A fresh folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
