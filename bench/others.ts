import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findPromptfoo, PROMPTFOO_INSTALL } from "../src/providers/promptfoo/module.ts";
import { measured, type Measured } from "./measured.ts";
import { evaliteProgram, findEvalite, installEvalite } from "./others/evalite.ts";
import type { Job, Program } from "./others/job.ts";
import { promptfooProgram } from "./others/promptfoo.ts";
import { PERSONA, startStandIn } from "./standIn.ts";

/**
 * dealbench beside promptfoo and evalite: `npm run bench:others`. The same briefs to the same stand-in for the Messages API by
 * a plain SDK loop, `dealbench run`, promptfoo's own `eval` and evalite, each a process of its own, measured with its
 * children from start to end. What is not installed is left out with the command that installs it; `--install` does so first for
 * evalite, which goes into a folder of the user's cache and never into the project.
 */
const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "1000" },
    scenarios: { type: "string", default: "500" },
    "in-flight": { type: "string", default: "50" },
    "delay-ms": { type: "string", default: "50" },
    /** One short sentence a reply: little to grade, so that the rest is seen. */
    short: { type: "boolean", default: false },
    /** How often all of it is run; told at the end is the middle one of each program by its CPU time. */
    rounds: { type: "string", default: "1" },
    install: { type: "boolean", default: false },
  },
});
const ROOT = join(import.meta.dirname, "..");
const samples = Number(values.samples);
const count = Math.min(Number(values.scenarios), samples);
const repeats = Math.round(samples / count);
const rounds = Number(values.rounds);

if (values.install && findEvalite() === null) installEvalite();
const promptfoo = findPromptfoo();
const evalite = findEvalite();
const rows = new Map<string, Taken[]>();
head();
for (let round = 1; round <= rounds; round++) await inFolder(oneRound);
if (rounds > 1) {
  say(`\nThe middle of ${rounds} by CPU time (load ${loadavg()[0]?.toFixed(1)} at the end):`);
  for (const [name, all] of rows) for (const taken of middle(all)) say(lineOf(name, taken));
}

/** What a program took, and how often it asked the server. */
interface Taken extends Measured {
  calls: number;
}

function head(): void {
  say(
    `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  say(
    `${count} scenarios × ${repeats}, ${values["delay-ms"]} ms a reply, ${values["in-flight"]} in flight` +
      (values.short ? ", one short sentence a reply" : ", recorded replies"),
  );
  say(promptfoo ? `promptfoo ${promptfoo.version}` : `promptfoo is not installed: ${PROMPTFOO_INSTALL}`);
  say(
    evalite
      ? `evalite ${evalite.evalite} on vitest ${evalite.vitest}`
      : "evalite is not installed: npm run bench:others -- --install",
  );
}

async function oneRound(folder: string): Promise<void> {
  const { short, "delay-ms": delayMs } = values;
  const standIn = await startStandIn(folder, { count, repeats, short, delayMs });
  const { server, scenarios, briefsFile, systemFile, vendor } = standIn;
  const jobIn = (name: string): Job => {
    const own = join(folder, name);
    mkdirSync(own);
    return { briefsFile, systemFile, repeats, inFlight: Number(values["in-flight"]), folder: own };
  };
  const take = async (name: string, { args, cwd, env }: Program) => {
    const taken = {
      ...(await measured(args, { cwd, env: { ...vendor, ...env } })),
      calls: await callsOf(server),
    };
    rows.set(name, [...(rows.get(name) ?? []), taken]);
    say(lineOf(name, taken));
  };
  try {
    const own = jobIn("dealbench");
    await take("plain loop", plainLoop(own));
    await take("dealbench run", dealbenchRun(own, scenarios, "first"));
    await take("dealbench run, cached", dealbenchRun(own, scenarios, "again"));
    if (promptfoo !== null) {
      const job = jobIn("promptfoo");
      await take("promptfoo, no cache", promptfooProgram(promptfoo, job, "--no-cache"));
      await take("promptfoo, cache empty", promptfooProgram(promptfoo, job));
      await take("promptfoo, cached", promptfooProgram(promptfoo, job));
    }
    if (evalite !== null) {
      const program = evaliteProgram(jobIn("evalite"));
      await take("evalite", program).finally(() => rmSync(program.cwd, { recursive: true }));
    }
  } finally {
    server.disconnect();
  }
}

/** How many calls the server has had since it was last asked. */
async function callsOf(server: ChildProcess): Promise<number> {
  server.send("calls?");
  const [calls] = (await once(server, "message")) as [number];
  return calls;
}

function plainLoop({ briefsFile, systemFile, inFlight, folder }: Job): Program {
  const program = join(import.meta.dirname, "plainLoop.ts");
  return { args: [program, briefsFile, systemFile, `${repeats}`, `${inFlight}`], cwd: folder, env: {} };
}

function dealbenchRun({ folder, inFlight }: Job, scenarios: string, name: string): Program {
  const what = ["--model", "anthropic:claude-sonnet-5", "--persona", PERSONA, "--scenarios", scenarios];
  const how = ["--repeats", `${repeats}`, "--concurrency", `${inFlight}`, "--out", join(folder, name)];
  return {
    args: [join(ROOT, "bin", "dealbench.js"), "run", ...what, ...how],
    cwd: folder,
    env: { DEALBENCH_CACHE: join(folder, "replies.sqlite") },
  };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-others-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function middle(all: readonly Taken[]): Taken[] {
  const at = Math.floor((all.length - 1) / 2);
  return all.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds).slice(at, at + 1);
}

function lineOf(name: string, { cpuSeconds, seconds, peakMb, calls }: Taken): string {
  const times = `CPU ${cpuSeconds.toFixed(2).padStart(7)} s   ${seconds.toFixed(2).padStart(7)} s`;
  return `${name.padEnd(24)} ${times}   peak ${String(Math.round(peakMb)).padStart(4)} MB   ${calls} calls`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
