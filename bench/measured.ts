import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program took, from its start to its end, all its threads together. */
export interface Measured {
  seconds: number;
  cpuSeconds: number;
  /** Largest resident set, in MiB. */
  peakMb: number;
  stdout: string;
}

/**
 * Runs Node with these arguments and measures it.
 * @throws Error with what it wrote to stderr where it does not end with exit code 0
 */
export async function measured(
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-usage-"));
  const usage = join(folder, "usage.json");
  const hook = new URL("reportUsage.ts", import.meta.url).href;
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", hook, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", BENCH_USAGE_FILE: usage, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  const seconds = (performance.now() - started) / 1000;
  try {
    if (code !== 0 || !existsSync(usage))
      throw new Error(`node ${args.join(" ")} ended with ${code}:\n${said.stderr.slice(-2000)}`);
    const used = JSON.parse(readFileSync(usage, "utf8")) as { cpuSeconds: number; peakMb: number };
    return { seconds, ...used, stdout: said.stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
