import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { runCommand as newRunCommand } from "../../src/commands/run.ts";
import { runCommand } from "../commands/inProcess.ts";
import { type CliResult, ROOT, temporaryFolder } from "./cli.ts";
import type { MessagesServer } from "./messagesServer.ts";
import { cacheWithSharedGrades } from "./sharedGrades.ts";

export const MODEL = "anthropic:claude-sonnet-5";

/** A place for live runs against a stub: a folder of their own for reports, cache and whatever else. */
export interface Workplace {
  folder: string;
  reports: string;
  env: Record<string, string>;
}

/** Makes a workplace whose models are the stub's. Its grades are shared with other tests, unless they are to be its own. */
export function workplace(
  server: Pick<MessagesServer, "url">,
  { ownGrades = false }: { ownGrades?: boolean } = {},
): Workplace {
  const folder = temporaryFolder();
  const env = {
    ANTHROPIC_BASE_URL: server.url,
    ANTHROPIC_API_KEY: "sk-test",
    DEALBENCH_CACHE: ownGrades ? join(folder, "replies.sqlite") : cacheWithSharedGrades(folder),
  };
  return { folder, reports: join(folder, "reports"), env };
}

/** `dealbench run` on the stub, two deals unless told otherwise, in this process; what it says on stderr is kept as well. */
export async function runLive(place: Workplace, ...args: string[]): Promise<CliResult> {
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  let told = "";
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += String(text);
    return true;
  });
  try {
    const result = await runCommand(newRunCommand(), liveArguments(place, args).slice(1));
    return { ...result, stderr: told + result.stderr };
  } finally {
    stderr.mockRestore();
    vi.unstubAllEnvs();
  }
}

/** The same in a process of its own, which can be sent signals, and whose files may be kept from growing beyond a number of KiB. */
export function spawnLive(place: Workplace & { fileLimitKiB?: number }, ...args: string[]) {
  const limit = `ulimit -f ${place.fileLimitKiB ?? "unlimited"}; exec "$0" "$@"`;
  const command = [process.execPath, join(ROOT, "bin", "dealbench.js"), ...liveArguments(place, args)];
  const child = spawn("bash", ["-c", limit, ...command], {
    cwd: ROOT,
    env: { ...process.env, ...place.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // A test that fails before it has ended its process leaves none behind.
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  const ended = new Promise<CliResult & { signal: string | null }>((done) => {
    child.on("close", (code, signal) => done({ code: code ?? -1, signal, stdout, stderr }));
  });
  return { child, ended, told: () => stderr };
}

/** Every option that a test does not give itself; where replies are handed in, or a folder is continued by named models, it tells the rest. */
function liveArguments({ reports }: Workplace, args: readonly string[]): string[] {
  const given = new Set(args);
  const isToldByFolder = given.has("--replies") || given.has("--model");
  if (given.has("--resume") && isToldByFolder) return ["run", ...args];
  return [
    "run",
    ...(given.has("--model") ? [] : ["--model", MODEL]),
    ...(given.has("--filter") || given.has("--scenarios") ? [] : ["--filter", "cp01"]),
    ...(given.has("--reports") ? [] : ["--reports", reports]),
    ...args,
  ];
}

// oxlint-disable-next-line typescript/no-explicit-any -- test code walks JSON of every shape
export type Json = any;

/** A JSON file of a run folder. */
export function readJson(folder: string, name = "run.json"): Json {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

/** The lines of a JSONL file of a run folder. */
export function readLines(folder: string, name = "transcripts.jsonl"): Json[] {
  const text = readFileSync(join(folder, name), "utf8").trimEnd();
  return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line));
}

/** The folder of the one run there is. */
export function onlyRun({ reports }: Workplace): string {
  const names = readdirSync(reports);
  expect(names).toHaveLength(1);
  return join(reports, names[0] ?? "");
}
