import type { Criterion } from "./comparison.ts";
import type { CriterionName } from "./gate.ts";
import type { Mutation } from "./mutation.ts";
import { toDisk } from "./wire.ts";

/**
 * How the gate decided on one edited persona against the persona as it is. `unread`: a stand-in does not read what was edited;
 * `unfit`: the edit does not fit this persona; `failed`: every call failed; `not_run`: it ended before.
 */
export type TrialState =
  | "regressed"
  | "not_regressed"
  | "improved"
  | "inconclusive"
  | "unread"
  | "unfit"
  | "failed"
  | "not_run";

/** One edited persona against the persona as it is. */
export interface Trial {
  id: string;
  title: string;
  state: TrialState;
  /** The comparison's headline, or why there is none. */
  says: string;
  /** Criteria that regressed and that improved. */
  regressed: CriterionName[];
  improved: CriterionName[];
  /** Critical items of the gate that newly fail, confirmed. */
  critical: string[];
  /** What was measured, the gating criteria first. */
  criteria: Pick<Criterion, "name" | "tier" | "a" | "b" | "difference" | "interval">[];
  /** Calls of this start and, of these, those answered before at no cost; what they cost in USD, a judge included; null = unknown. */
  calls: number;
  kept: number;
  costUsd: number | null;
  /** The edited text's hash; null where there is none. */
  sha256: string | null;
  /** Unified diff of the prompts; "" where there is no edited text. */
  patch: string;
  /** The comparison's page, from the report's folder; null where nothing was compared. */
  page: string | null;
}

/** What all trials of a report have in common. */
interface TrialsOf<Each extends Trial> {
  persona: { name: string; version: string; sha256: string; source: string };
  model: string;
  replies: "recorded" | "live" | "simulated";
  judge: string | null;
  gate: {
    version: string;
    sha256: string;
    /** As used in each trial: the file's, shared among all trials where they are read together. */
    alpha: number;
    beta: number;
    gating: { criterion: CriterionName; margin: number }[];
  };
  scenarios: number;
  maxCalls: number;
  startedAt: string;
  finishedAt: string;
  trials: Each[];
}

/** A planted edit and what the gate made of it. */
export type Mutant = Trial & Pick<Mutation, "kind" | "breaks" | "why">;

/** mutations.json: which planted damage the gate stops, and which harmless edit it lets pass. */
export type MutationReport = TrialsOf<Mutant> & { mutations: { version: string; sha256: string } };

/** The persona without one of its sections. */
export type Ablation = Trial & {
  /** Tokens of the section, about, and its share of the prompt's. */
  tokens: number;
  share: number;
};

/** ablation.json: which sections of the persona the graders can tell are missing. */
export type AblationReport = TrialsOf<Ablation> & { tokens: number };

/** A report of trials with snake_case keys. */
export function trialsToDisk(report: MutationReport | AblationReport): unknown {
  return toDisk(report);
}
