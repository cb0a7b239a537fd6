import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { treeMb } from "./processTree.ts";

/** What a program took, from its start to its end: all its threads, and the processes that it started, together. */
export interface Measured {
  seconds: number;
  cpuSeconds: number;
  /** Most in memory at a time, in MiB: the program's own largest resident set or, looked at each quarter of a second, that of all its processes. */
  peakMb: number;
  stdout: string;
}

const LOOK_EVERY_MS = 250;

/**
 * Runs Node with these arguments and measures it.
 * @throws Error with the end of what it wrote where it does not end with exit code 0
 */
export async function measured(
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-usage-"));
  const hook = new URL("reportUsage.ts", import.meta.url).href;
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", hook, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", BENCH_USAGE_FOLDER: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  let together = 0;
  const looks = setInterval(
    () => (together = Math.max(together, treeMb(child.pid ?? 0) ?? 0)),
    LOOK_EVERY_MS,
  );
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(looks);
  const usage = join(folder, `${child.pid}.json`);
  const seconds = (performance.now() - started) / 1000;
  try {
    if (code !== 0 || !existsSync(usage))
      throw new Error(
        `node ${args.join(" ")} ended with ${code}:\n${(said.stderr + said.stdout).slice(-2000)}`,
      );
    const used = JSON.parse(readFileSync(usage, "utf8")) as { cpuSeconds: number; peakMb: number };
    return { seconds, ...used, peakMb: Math.max(used.peakMb, together), stdout: said.stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
