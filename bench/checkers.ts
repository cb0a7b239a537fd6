import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { GRADERS } from "../graders/index.ts";
import { wordsOf } from "../graders/text/reply.ts";
import { gradeTranscript } from "../src/grading/grade.ts";
import { decideAll } from "../src/policy/decideAll.ts";
import { loadPolicy } from "../src/policy/load.ts";
import type { Decision } from "../src/records/decision.ts";
import type { Grader } from "../src/records/grade.ts";
import type { Scenario } from "../src/records/scenario.ts";
import { type Transcript, transcriptFromDisk, TranscriptSchema } from "../src/records/transcript.ts";
import { loadScenarios } from "../src/scenarios/load.ts";
import { variantOf } from "./variants.ts";

/**
 * How many replies of about 400 words the checkers grade in a second, all eight dimensions together, on one core, warm:
 * `npm run bench:checkers -- --replies 4000`. The replies are the recorded ones with names, amounts and weekdays changed,
 * each text once, so that nothing is known from before. The yardstick is reading and parsing the same file.
 */
const { values } = parseArgs({
  options: { replies: { type: "string", default: "4000" }, warm: { type: "string", default: "1500" } },
});
const ROOT = join(import.meta.dirname, "..");
const scenarios = loadScenarios(join(ROOT, "scenarios")).map(({ scenario }) => scenario);
const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
const gold = decideAll(scenarios, loadPolicy(join(ROOT, "persona", "policy.yaml")));
const graders = Object.values(GRADERS);

const [warmUp, measured] = distinctTranscripts(Number(values.warm), Number(values.replies));
for (const transcript of warmUp) gradeOne(transcript, graders);

const parseMs = timeReadAndParse(measured);
const perDimension = new Map<string, number>();
const gradeMs = timed(() => {
  for (const transcript of measured) gradeOne(transcript, graders.map(clocked));
});
const alone = new Map(graders.map((grader) => [grader.rubric.dimension, timeAlone(grader)]));
report();

/** Transcripts of texts that are all different: one batch to warm up on, one to measure, by the number of their replies. */
function distinctTranscripts(warm: number, count: number): [Transcript[], Transcript[]] {
  const recorded = readRecordings();
  const seen = new Set<string>();
  let variant = 0;
  let pool: Transcript[] = [];
  const next = (least: number) => {
    const batch: Transcript[] = [];
    for (let replies = 0; replies < least;) {
      if (pool.length === 0) {
        variant++;
        pool = recorded.map(({ transcript, scenario }) => variantOf(transcript, scenario, variant));
      }
      const transcript = pool.shift();
      const text = transcript?.turns.map(({ assistant }) => assistant).join("\n") ?? "";
      if (!transcript || seen.has(text)) continue;
      seen.add(text);
      batch.push(transcript);
      replies += transcript.turns.length;
    }
    return batch;
  };
  return [next(warm), next(count)];
}

function readRecordings(): { transcript: Transcript; scenario: Scenario }[] {
  const folder = join(ROOT, "recordings");
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"));
  return lines.flatMap((line) => {
    const transcript = transcriptFromDisk(TranscriptSchema.parse(JSON.parse(line)));
    const scenario = byId.get(transcript.scenario);
    return scenario ? [{ transcript, scenario }] : [];
  });
}

function gradeOne(transcript: Transcript, by: readonly Grader[]): void {
  const scenario = byId.get(transcript.scenario);
  if (scenario) gradeTranscript(scenario, transcript, goldOf(scenario), by);
}

function goldOf(scenario: Scenario): Decision[] {
  return gold[scenario.id] ?? [];
}

/** The grader, with the time of its checker added to its dimension's sum. */
function clocked({ rubric, check }: Grader): Grader {
  return {
    rubric,
    check: (input) => {
      const from = clock();
      const result = check(input);
      const { dimension } = rubric;
      perDimension.set(dimension, (perDimension.get(dimension) ?? 0) + clock() - from);
      return result;
    },
  };
}

/** Milliseconds for every measured transcript by one dimension alone, which then does all common reading itself. */
function timeAlone(grader: Grader): number {
  return timed(() => {
    for (const transcript of measured) gradeOne(structuredClone(transcript), [grader]);
  });
}

/** Milliseconds of processor time that this thread spends: on a machine that others use too, the clock on the wall says little. */
function timed(work: () => void): number {
  const from = clock();
  work();
  return clock() - from;
}

function clock(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds to read the transcripts from a file of JSON lines and parse each: best of five. */
function timeReadAndParse(transcripts: Transcript[]): number {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-bench-"));
  const file = join(folder, "transcripts.jsonl");
  try {
    writeFileSync(file, transcripts.map((transcript) => JSON.stringify(transcript)).join("\n"));
    const runs = Array.from({ length: 5 }, () =>
      timed(() => {
        for (const line of readFileSync(file, "utf8").split("\n")) JSON.parse(line);
      }),
    );
    return Math.min(...runs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds from nothing to loaded graders, as a process of its own reports it. */
function coldStart(): number {
  const script = `await import(${JSON.stringify(join(ROOT, "graders", "index.ts"))}); process.stdout.write(String(performance.now()))`;
  const runs = Array.from({ length: 3 }, () => {
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });
    return Number(stdout);
  });
  return Math.min(...runs);
}

function report(): void {
  const replies = measured.reduce((sum, { turns }) => sum + turns.length, 0);
  const words = measured
    .flatMap(({ turns }) => turns.map(({ assistant }) => wordsOf(assistant).length))
    .reduce((sum, count) => sum + count, 0);
  const lines = [
    `machine           ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, one core`,
    `replies           ${replies}, all different, ${Math.round(words / replies)} words on average, ${scenarios.length} scenarios`,
    `graded            ${Math.round((1000 * replies) / gradeMs)} replies/s, ${(gradeMs / replies).toFixed(3)} ms each`,
    `read and parsed   ${Math.round((1000 * replies) / parseMs)} replies/s; grading takes ${(gradeMs / parseMs).toFixed(1)} times as long`,
    `cold start        ${Math.round(coldStart())} ms until the graders are loaded`,
    "",
    "dimension             of the run   alone (with all common reading), ms a reply",
    ...[...perDimension].map(
      ([dimension, ms]) =>
        `${dimension.padEnd(20)} ${`${((100 * ms) / gradeMs).toFixed(1)} %`.padStart(11)}   ${((alone.get(dimension as keyof typeof GRADERS) ?? 0) / replies).toFixed(3)}`,
    ),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
