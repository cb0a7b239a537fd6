import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { lastTurn, type MessagesServer, startMessagesServer } from "../test/support/messagesServer.ts";

const ROOT = resolve(import.meta.dirname, "..");
const CONCURRENCY = 8;
const REPEATS = 6;
/** Two deals of one turn each. */
const PLANNED = 2 * REPEATS;

/** What one round found: a run that was killed, again and again, and resumed to its end. */
export interface SoakRound {
  kills: number;
  /** Requests that were sent again though their reply had been kept; 0 or the run wastes money. */
  repeated: number;
  /** Requests that a killed session had sent beyond what it kept: those in flight. */
  lost: number;
  faults: string[];
}

/**
 * Runs two deals `REPEATS` times against a server that counts, kills the process at a random instant, resumes it, kills it again with even
 * odds, and lets it end. Checks that every kept reply stays, that what is asked again are calls that were in flight, and that
 * the grades are byte for byte those of `reference` (null = a run that was never killed makes the reference).
 */
export async function soakRound(
  folder: string,
  random: () => number,
  reference: string | null,
): Promise<SoakRound & { grades: string }> {
  const server = await startMessagesServer({
    reply: (request) => ({
      text: `Walk away: ${lastTurn(request).slice(0, 40)}.`,
      delayMs: 20 + random() * 180,
    }),
    keepRequests: false,
  });
  const out = join(folder, "run");
  const found: SoakRound = { kills: 0, repeated: 0, lost: 0, faults: [] };
  const session = (instant: Instant | null) => runOnce(server, out, instant);
  try {
    let kept: string[] = [];
    let again = reference !== null;
    while (again) {
      const before = server.count();
      const { killed } = await session(randomInstant(PLANNED - kept.length, random));
      const lines = wholeLines(out);
      if (!killed) {
        // It was over before its instant came.
        kept = lines;
        break;
      }
      found.kills += 1;
      found.faults.push(...missing(kept, lines));
      const lost = server.count() - before - (lines.length - kept.length);
      if (lost < 0 || lost > CONCURRENCY)
        found.faults.push(`a killed session lost ${lost} calls, of ${CONCURRENCY} in flight at most`);
      found.lost += lost;
      kept = lines;
      again = random() < 0.5;
    }
    const before = server.count();
    const { code, output } = await session(null);
    found.repeated = server.count() - before - (PLANNED - kept.length);
    if (code !== 0) found.faults.push(`ended with ${code}: ${output.slice(-300)}`);
    const lines = wholeLines(out);
    found.faults.push(...missing(kept, lines));
    const samples = new Set(lines.map(sampleOf)).size;
    if (lines.length !== PLANNED || samples !== PLANNED)
      found.faults.push(`${lines.length} replies to ${samples} samples at the end, not ${PLANNED}`);
    if (found.repeated !== 0) found.faults.push(`${found.repeated} finished replies were asked for again`);
    const grades = readFileSync(join(out, "grades.jsonl"), "utf8");
    if (reference !== null && grades !== reference) found.faults.push("the grades differ from the reference");
    return { ...found, grades };
  } finally {
    await server.close();
  }
}

/** When a session is killed: so many milliseconds after it has sent so many requests. */
interface Instant {
  requests: number;
  afterMs: number;
}

/** Most kills fall among the calls; some before the first of them, some while the run is graded and written. */
function randomInstant(open: number, random: () => number): Instant {
  const where = random();
  if (where < 0.1) return { requests: 0, afterMs: random() * 3_000 };
  if (where > 0.85) return { requests: open, afterMs: 200 + random() * 2_000 };
  return { requests: 1 + Math.floor(random() * open), afterMs: random() * 200 };
}

async function runOnce(
  server: Pick<MessagesServer, "url" | "count">,
  out: string,
  instant: Instant | null,
): Promise<{ code: number; killed: boolean; output: string }> {
  const resume = existsSync(join(out, "run.json")) ? ["--resume", out] : ["--out", out];
  const asked = ["--model", "anthropic:claude-sonnet-5", "--filter", "cp01", "--repeats", String(REPEATS)];
  const how = ["--concurrency", String(CONCURRENCY), "--no-cache"];
  const program = join(ROOT, "bin", "dealbench.js");
  const child = spawn(process.execPath, [program, "run", ...asked, ...how, ...resume], {
    cwd: ROOT,
    env: { ...process.env, ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: "sk-test" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  const ended = new Promise<{ code: number; killed: boolean }>((done) => {
    child.on("close", (code, signal) => done({ code: code ?? -1, killed: signal === "SIGKILL" }));
  });
  if (instant !== null) await killAt(instant, server, child);
  return { ...(await ended), output };
}

async function killAt(
  { requests, afterMs }: Instant,
  server: Pick<MessagesServer, "count">,
  child: ChildProcess,
): Promise<void> {
  const wanted = server.count() + requests;
  while (server.count() < wanted && child.exitCode === null) await setTimeout(5);
  await setTimeout(afterMs);
  child.kill("SIGKILL");
}

/** The whole lines of the journal: a torn last one was in flight. */
function wholeLines(out: string): string[] {
  const file = join(out, "transcripts.jsonl");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").slice(0, -1);
}

/** Which sample a line of the journal is the reply to. */
function sampleOf(line: string): string {
  const { scenario, repeat } = JSON.parse(line) as { scenario: string; repeat: number };
  return `${scenario} ${repeat}`;
}

function missing(kept: readonly string[], lines: readonly string[]): string[] {
  const there = new Set(lines);
  const lost = kept.filter((line) => !there.has(line)).length;
  return lost === 0 ? [] : [`${lost} finished replies are gone`];
}
