import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measured, type Measured } from "./measured.ts";
import { PERSONA, startStandIn } from "./standIn.ts";

/**
 * A whole run beside a plain loop over the same server: `npm run bench`. A stand-in for the Messages API in a process of its own;
 * the SDK under p-limit; `dealbench run` with journal, caches, grading and reports; the same run again, all of it from
 * the caches; its stored transcripts graded again, with the grades that were kept and, as after an edit of a grader, without them; the start of the command line beside bare Node. Every program is a process
 * of its own, measured from start to end. `--append` adds the figures to bench/RESULTS.md.
 */
const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "5000" },
    scenarios: { type: "string", default: "500" },
    "in-flight": { type: "string", default: "50" },
    "delay-ms": { type: "string", default: "50" },
    /** One short sentence a reply: little to grade, so that the rest is seen. */
    short: { type: "boolean", default: false },
    /** Leaves the plain loop out, and so the ratio. */
    alone: { type: "boolean", default: false },
    append: { type: "boolean", default: false },
  },
});
const ROOT = join(import.meta.dirname, "..");
const CLI = join(ROOT, "bin", "dealbench.js");

const samples = Number(values.samples);
const count = Math.min(Number(values.scenarios), samples);
const repeats = Math.round(samples / count);
const folder = mkdtempSync(join(tmpdir(), "dealbench-bench-"));
const loadBefore = loadavg();
try {
  const { short, "delay-ms": delayMs } = values;
  const standIn = await startStandIn(folder, { count, repeats, short, delayMs });
  const { server, scenarios, briefsFile, systemFile, vendor } = standIn;
  const env = { ...vendor, DEALBENCH_CACHE: join(folder, "replies.sqlite") };
  const inFlight = values["in-flight"];
  const out = (name: string) => join(folder, name);
  const asked = [
    "run",
    "--model",
    "anthropic:claude-sonnet-5",
    "--persona",
    PERSONA,
    "--scenarios",
    scenarios,
  ];
  const run = (name: string) =>
    measured([CLI, ...asked, "--repeats", `${repeats}`, "--concurrency", inFlight, "--out", out(name)], {
      cwd: folder,
      env,
    });
  const lines: [string, Measured][] = [];
  const note = (name: string, took: Measured): Measured => {
    lines.push([name, took]);
    process.stdout.write(`${lineOf(name, took)}\n`);
    return took;
  };
  const plain = values.alone
    ? null
    : note(
        "plain loop",
        await measured(
          [join(import.meta.dirname, "plainLoop.ts"), briefsFile, systemFile, `${repeats}`, inFlight],
          { env },
        ),
      );
  const whole = note("run", await run("first"));
  note("run, all from the caches", await run("again"));
  const grade = (...more: string[]) =>
    measured([CLI, "grade", out("first"), "--scenarios", scenarios, ...more], { cwd: folder, env });
  note("grade again, kept grades", await grade());
  note("grade again, all anew", await grade("--no-cache"));
  server.disconnect();
  note("--version", await fastest([CLI, "--version"]));
  note("bare Node", await fastest(["-e", "0"]));
  if (plain) process.stdout.write(`run / plain loop: ${ratio(whole, plain)}\n`);
  if (values.append)
    appendFileSync(join(ROOT, "bench", "RESULTS.md"), section(lines, plain && ratio(whole, plain)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fastest(args: readonly string[]): Promise<Measured> {
  const runs: Measured[] = [];
  for (let round = 0; round < 5; round++) runs.push(await measured(args));
  return runs.reduce((best, each) => (each.seconds < best.seconds ? each : best));
}

function ratio(whole: Measured, plain: Measured): string {
  return `${(whole.seconds / plain.seconds).toFixed(2)} × the time, ${(whole.cpuSeconds / plain.cpuSeconds).toFixed(2)} × the CPU time`;
}

function lineOf(name: string, { seconds, cpuSeconds, peakMb }: Measured): string {
  return `${name.padEnd(26)} ${seconds.toFixed(2).padStart(8)} s   CPU ${cpuSeconds.toFixed(2).padStart(8)} s   peak ${Math.round(peakMb)} MB`;
}

/** A section of RESULTS.md. */
function section(lines: readonly [string, Measured][], ratios: string | null): string {
  const given = process.argv.slice(2).filter((argument) => argument !== "--append");
  const command = `npm run bench${given.length > 0 ? ` -- ${given.join(" ")}` : ""}`;
  const load = [loadBefore, loadavg()].map(([minute = 0]) => minute.toFixed(1));
  return [
    "",
    `### ${samples} samples, ${values["delay-ms"]} ms a reply, ${values["in-flight"]} in flight${values.short ? ", one short sentence a reply" : ""}`,
    "",
    `\`${command}\` · ${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version} · load ${load.join(" before, ")} after · ${count} scenarios × ${repeats}`,
    "",
    ...lines.map(([name, took]) => `    ${lineOf(name, took)}`),
    ...(ratios === null ? [] : ["", `Run against plain loop: ${ratios}.`]),
    "",
  ].join("\n");
}
