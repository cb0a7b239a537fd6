import { createHash } from "node:crypto";
import type { Scenario } from "../records/scenario.ts";
import type { SampleName } from "../records/transcript.ts";

/** What is to be asked: every scenario of every model, `repeats` times, or one shard of that. */
export interface Plan {
  scenarios: readonly Scenario[];
  /** `<provider>:<model>`, each once. */
  models: readonly string[];
  repeats: number;
  /** null = all of it. */
  shard: Shard | null;
}

/** The `index`-th of `of` parts of a plan, counted from 1. */
export interface Shard {
  index: number;
  of: number;
}

/** One conversation to be had. */
export interface PlannedSample {
  scenario: Scenario;
  model: string;
  /** Counted from 1. */
  repeat: number;
}

/**
 * The samples of a plan, one at a time and always in the same order: all scenarios of all models once, then again for
 * each further repeat, so that a run which is cut short has seen as many scenarios as it could.
 */
export function* planSamples(plan: Plan): Generator<PlannedSample> {
  for (let repeat = 1; repeat <= plan.repeats; repeat++) {
    for (const scenario of plan.scenarios) {
      for (const model of plan.models) {
        if (isInShard(plan.shard, scenario.id, model, repeat)) yield { scenario, model, repeat };
      }
    }
  }
}

/** What tells a plan's samples apart, in its order. */
export function* sampleNames(plan: Plan): Generator<SampleName> {
  for (const sample of planSamples(plan)) yield nameOf(sample);
}

/** What tells a planned sample from the others of its plan. */
export function nameOf({ scenario, model, repeat }: PlannedSample): SampleName {
  return { scenario: scenario.id, model, repeat };
}

/** How many samples a plan has. */
export function countSamples(plan: Plan): number {
  if (plan.shard === null) return plan.scenarios.length * plan.models.length * plan.repeats;
  let count = 0;
  for (const _ of planSamples(plan)) count++;
  return count;
}

/** The name of a sample within its run. */
function sampleId(scenario: string, model: string, repeat: number): string {
  return JSON.stringify([scenario, model, repeat]);
}

/**
 * Whether a sample falls into a shard: by SHA-256 of its name modulo the number of shards, so that it stays in its shard
 * whatever else is in the plan. A conversation is never cut.
 */
function isInShard(shard: Shard | null, scenario: string, model: string, repeat: number): boolean {
  if (shard === null) return true;
  const digest = createHash("sha256")
    .update(sampleId(scenario, model, repeat), "utf8")
    .digest();
  return digest.readUInt32BE(0) % shard.of === shard.index - 1;
}
