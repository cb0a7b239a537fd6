import { sha256 } from "../files/hash.ts";
import type { Grade } from "../records/grade.ts";
import type { Run } from "../records/run.ts";
import type { Scenario } from "../records/scenario.ts";
import { type Transcript, transcriptOutcome, transcriptToDisk } from "../records/transcript.ts";
import { resultOf, rowScore } from "./assertion.ts";
import type { GradingResult, TokenUsage } from "./contract.ts";
import { openCorpus } from "./corpus.ts";
import { testCase } from "./tests.ts";
import { usageOf } from "./usage.ts";

/** What promptfoo calls a row whose call failed, and one with a failed assertion. */
const FAILURE = { none: 0, assertion: 1, call: 2 } as const;
const ENDING = ["testPassCount", "testFailCount", "testErrorCount"] as const;

/** A graded run, one reply after the other. */
export interface GradedReplies {
  run: Run;
  replies: AsyncIterable<{ transcript: Transcript; grades: readonly Grade[] }>;
}

/**
 * A run as a results file that `promptfoo import` takes and `promptfoo view` then shows, piece by piece. A run keeps the
 * persona's hash and not its text, so the prompt is that hash with the user's first turn.
 * @throws InputError / DealbenchError where the run's scenarios cannot be read or lack one that was answered.
 */
export async function* writePromptfoo({ run, replies }: GradedReplies): AsyncGenerator<string> {
  const corpus = openCorpus(run.provenance.scenariosSource, process.cwd());
  const models = run.identity.models.map(({ id }) => id);
  const columns = models.map((model) => startColumn(run, model));
  const tests = new Map<string, number>();
  const head = {
    evalId: `eval-dealbench-${run.id}`,
    config: { description: `dealbench run ${run.id}`, tags: { dealbench: run.provenance.dealbenchVersion } },
    shareableUrl: null,
    vars: ["scenario", "title", "brief"],
  };
  yield `${JSON.stringify(head).slice(0, -1)},"results":{"version":3,"timestamp":${JSON.stringify(run.provenance.startedAt)},"results":[`;
  let first = true;
  for await (const { transcript, grades } of replies) {
    const test = JSON.stringify([transcript.scenario, transcript.repeat]);
    if (!tests.has(test)) tests.set(test, tests.size);
    const place = { testIdx: tests.get(test) ?? 0, promptIdx: models.indexOf(transcript.model) };
    const row = rowOf(run, corpus.scenario(transcript.scenario), transcript, grades, place);
    columns[place.promptIdx]?.take(row);
    yield `${first ? "" : ","}\n${JSON.stringify(row)}`;
    first = false;
  }
  const prompts = columns.map(({ prompt }) => prompt);
  yield `\n],"prompts":${JSON.stringify(prompts)},"stats":${JSON.stringify(statsOf(prompts))}}}\n`;
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

/** A prompt of promptfoo's table, the persona on one model, with the sums over its rows. */
function startColumn(run: Run, model: string) {
  const label = labelOf(run);
  const metrics = {
    score: 0,
    testPassCount: 0,
    testFailCount: 0,
    testErrorCount: 0,
    assertPassCount: 0,
    assertFailCount: 0,
    totalLatencyMs: 0,
    cost: 0,
    tokenUsage: { total: 0, prompt: 0, completion: 0, cached: 0, numRequests: 0 },
    namedScores: {} as Record<string, number>,
    namedScoresCount: {} as Record<string, number>,
    namedScoreWeights: {} as Record<string, number>,
  };
  return {
    prompt: { raw: label, label, id: sha256(label), provider: model, metrics },
    take: (row: Row) => {
      metrics.score += row.score;
      metrics[ENDING[row.failureReason]] += 1;
      for (const { pass } of row.gradingResult?.componentResults ?? [])
        metrics[pass ? "assertPassCount" : "assertFailCount"] += 1;
      metrics.totalLatencyMs += row.latencyMs;
      metrics.cost += row.cost;
      addTo(metrics.tokenUsage, row.tokenUsage);
      for (const [dimension, score] of Object.entries(row.namedScores)) {
        addTo(metrics.namedScores, { [dimension]: score });
        addTo(metrics.namedScoresCount, { [dimension]: 1 });
        addTo(metrics.namedScoreWeights, { [dimension]: 1 });
      }
    },
  };
}

type Column = ReturnType<typeof startColumn>["prompt"];

function statsOf(columns: readonly Column[]) {
  const stats = { successes: 0, failures: 0, errors: 0 };
  const tokenUsage = {};
  for (const { metrics } of columns) {
    addTo(stats, {
      successes: metrics.testPassCount,
      failures: metrics.testFailCount,
      errors: metrics.testErrorCount,
    });
    addTo(tokenUsage, metrics.tokenUsage);
  }
  return { ...stats, tokenUsage };
}

function addTo(sums: Record<string, number>, parts: Readonly<Record<string, number>> | TokenUsage): void {
  for (const [name, part] of Object.entries(parts)) sums[name] = (sums[name] ?? 0) + Number(part);
}

function labelOf({ identity: { persona } }: Run): string {
  return `${persona.name} ${persona.version} ${persona.sha256?.slice(0, 12) ?? "of unknown text"}`;
}
