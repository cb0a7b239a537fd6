import { sha256 } from "../files/hash.ts";
import type { Grade } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import type { Scenario } from "../records/scenario.ts";
import { type Transcript, transcriptOutcome, transcriptToDisk } from "../records/transcript.ts";
import { resultOf, rowScore } from "./assertion.ts";
import type { GradingResult } from "./contract.ts";
import { testCase } from "./tests.ts";
import { usageOf } from "./usage.ts";

/** What promptfoo calls a row whose call failed, and one with a failed assertion. */
const FAILURE = { none: 0, assertion: 1, call: 2 } as const;

/** A graded run, one sample after the other. */
export interface ExportedRun {
  run: Run;
  scenarios: readonly Scenario[];
  samples: Iterable<{ transcript: Transcript; grades: readonly Grade[] }>;
}

/**
 * A run as a results file that `promptfoo import` takes and `promptfoo view` then shows. A run keeps the persona's hash and
 * not its text, so the prompt is that hash with the user's first turn.
 */
export function promptfooResults({ run, scenarios, samples }: ExportedRun): unknown {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const models = run.identity.models.map(({ id }) => id);
  const tests = new Map<string, number>();
  const rows = [...samples].flatMap(({ transcript, grades }) => {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) return [];
    const test = JSON.stringify([transcript.scenario, transcript.repeat]);
    if (!tests.has(test)) tests.set(test, tests.size);
    const place = { testIdx: tests.get(test) ?? 0, promptIdx: models.indexOf(transcript.model) };
    return [rowOf(run, scenario, transcript, grades, place)];
  });
  return {
    evalId: `eval-dealbench-${run.id}`,
    results: {
      version: 3,
      timestamp: run.provenance.startedAt,
      prompts: models.map((model, index) =>
        columnOf(
          run,
          model,
          rows.filter(({ promptIdx }) => promptIdx === index),
        ),
      ),
      results: rows,
      stats: { ...endings(rows), tokenUsage: total(rows) },
    },
    config: { description: `dealbench run ${run.id}`, tags: { dealbench: run.provenance.dealbenchVersion } },
    shareableUrl: null,
    vars: ["scenario", "title", "brief"],
  };
}

type Row = ReturnType<typeof rowOf>;

function rowOf(
  run: Run,
  scenario: Scenario,
  transcript: Transcript,
  grades: readonly Grade[],
  place: { testIdx: number; promptIdx: number },
) {
  const test = testCase(scenario);
  const failed = transcriptOutcome(transcript) === "error";
  const components = grades.map((grade) => resultOf(grade, 0));
  const namedScores = Object.assign(
    {},
    ...components.map((component) => component.namedScores ?? {}),
  ) as Record<string, number>;
  const overall = rowScore(namedScores, { componentResults: components });
  const success = !failed && overall.pass;
  const label = labelOf(run);
  return {
    id: sha256(JSON.stringify([run.id, place])).slice(0, 32),
    ...place,
    promptId: sha256(label),
    provider: { id: transcript.model, label: transcript.model },
    prompt: { raw: JSON.stringify([{ role: "user", content: test.vars.brief }]), label },
    vars: test.vars,
    testCase: test,
    response: {
      output: transcript.turns.at(-1)?.assistant ?? "",
      metadata: { dealbench: { transcript: transcriptToDisk(transcript) } },
      ...(transcript.costUsd === null ? {} : { cost: transcript.costUsd }),
    },
    gradingResult: failed ? null : { ...overall, namedScores, componentResults: components.flatMap(flat) },
    namedScores: failed ? {} : namedScores,
    metadata: { ...test.metadata, dealbench: { transcript: transcriptToDisk(transcript) } },
    score: failed ? 0 : overall.score,
    success,
    failureReason: failed ? FAILURE.call : success ? FAILURE.none : FAILURE.assertion,
    ...(success ? {} : { error: failed ? errorOf(transcript) : overall.reason }),
    latencyMs: transcript.turns.reduce((sum, { latencyMs }) => sum + (latencyMs ?? 0), 0),
    cost: transcript.costUsd ?? 0,
    tokenUsage: usageOf(transcript),
  };
}

/** promptfoo shows what a result is made of in one flat list. */
function flat(result: GradingResult): GradingResult[] {
  return [result, ...(result.componentResults ?? [])];
}

function errorOf({ turns }: Transcript): string {
  return turns.find(({ outcome }) => outcome === "error")?.error ?? "the call failed";
}

/** A prompt of promptfoo's table: the persona on one model. */
function columnOf(run: Run, model: string, rows: readonly Row[]) {
  const label = labelOf(run);
  const scores = rows.flatMap(({ namedScores }) => Object.entries(namedScores));
  const named = Map.groupBy(scores, ([dimension]) => dimension);
  const components = rows.flatMap(({ gradingResult }) => gradingResult?.componentResults ?? []);
  const { successes, failures, errors } = endings(rows);
  const counted = Object.fromEntries([...named].map(([dimension, all]) => [dimension, all.length]));
  return {
    raw: label,
    label,
    id: sha256(label),
    provider: model,
    metrics: {
      score: sumOf(rows.map(({ score }) => score)),
      testPassCount: successes,
      testFailCount: failures,
      testErrorCount: errors,
      assertPassCount: components.filter(({ pass }) => pass).length,
      assertFailCount: components.filter(({ pass }) => !pass).length,
      totalLatencyMs: sumOf(rows.map(({ latencyMs }) => latencyMs)),
      tokenUsage: total(rows),
      namedScores: Object.fromEntries(
        [...named].map(([dimension, all]) => [dimension, sumOf(all.map(([, score]) => score))]),
      ),
      namedScoresCount: counted,
      namedScoreWeights: counted,
      cost: sumOf(rows.map(({ cost }) => cost)),
    },
  };
}

function labelOf({ identity: { persona } }: Run): string {
  return `${persona.name} ${persona.version} ${persona.sha256?.slice(0, 12) ?? "of unknown text"}`;
}

function endings(rows: readonly Row[]): { successes: number; failures: number; errors: number } {
  const count = (reason: number) => rows.filter(({ failureReason }) => failureReason === reason).length;
  return { successes: count(FAILURE.none), failures: count(FAILURE.assertion), errors: count(FAILURE.call) };
}

function total(rows: readonly Row[]): Row["tokenUsage"] {
  const of = (part: keyof Row["tokenUsage"]) => sumOf(rows.map(({ tokenUsage }) => tokenUsage[part]));
  return {
    total: of("total"),
    prompt: of("prompt"),
    completion: of("completion"),
    cached: of("cached"),
    numRequests: of("numRequests"),
  };
}

function sumOf(parts: readonly number[]): number {
  return parts.reduce((all, part) => all + part, 0);
}
