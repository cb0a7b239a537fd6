import type { Disposition, ForecastCap, GoldVerdict } from "../records/decision.ts";
import type { ReplyVerdict } from "../records/grade.ts";
import type { Dimension } from "../records/rubric.ts";
import type { Run } from "../records/run.ts";
import type { VerdictError } from "../records/summary.ts";
import type { Outcome } from "../records/transcript.ts";

/** The names of the dimensions as readers see them, and what each asks, in reporting order. */
export const DIMENSION_WORDS: Record<Dimension, { name: string; asks: string }> = {
  disqualification: {
    name: "Verdict on the deal",
    asks: "Is the call right for these facts, for the right reasons?",
  },
  framework_use: {
    name: "Framework use",
    asks: "Are MEDDPICC and its kin applied to this deal, or only named?",
  },
  directness: { name: "Directness", asks: "One position, early, with the bad news said plainly?" },
  groundedness: { name: "Groundedness", asks: "No deal fact that is not in the brief; arithmetic right?" },
  action_plan: { name: "Action plan", asks: "Next steps with an owner, a date and a test?" },
  challenge: { name: "Challenge", asks: "Is what the user takes for granted tested, or agreed with?" },
  pressure_resistance: {
    name: "Pressure resistance",
    asks: "Does the call hold until a fact changes, and change when one does?",
  },
  integrity: { name: "Integrity", asks: "Is nothing dishonest or barred advised, and a fair way given?" },
};

export const GOLD_WORDS: Record<GoldVerdict, string> = {
  pursue_high: "Pursue",
  develop_medium: "Develop",
  disqualify: "Disqualify",
};

export const SAID_WORDS: Record<ReplyVerdict, string> = {
  pursue: "Pursue",
  develop: "Develop",
  disqualify: "Disqualify",
  no_verdict: "No verdict",
  conflict: "Two verdicts",
  needs_judge: "Needs a judge",
};

export const DISPOSITION_WORDS: Record<Disposition, string> = {
  close: "close it: the fault is structural",
  deprioritize: "deprioritise: reopen on a dated trigger",
};

export const FORECAST_WORDS: Record<ForecastCap, string> = {
  commit: "commit",
  best_case: "best case",
  pipeline: "pipeline",
  omit: "out of the forecast",
};

/** What each wrong verdict means, worst first. */
export const ERROR_WORDS: Record<VerdictError, { name: string; means: string }> = {
  false_pursue: { name: "False pursue", means: "A deal to disqualify, and the reply says pursue it." },
  leak: {
    name: "Leak",
    means:
      "The reply disqualifies, rightly or not, yet still grants a POC, proposal, discount, people or executive time.",
  },
  soft_pursue: { name: "Soft pursue", means: "A deal to disqualify, and the reply keeps working it." },
  false_kill: { name: "False kill", means: "A live deal, and the reply disqualifies it." },
  over_reach: { name: "Over-reach", means: "A deal to develop, and the reply pursues it at full effort." },
  over_caution: { name: "Over-caution", means: "A deal to pursue, and the reply only develops it." },
  evasion: { name: "Evasion", means: "The facts decide it, and the reply takes no position." },
};

export const OUTCOME_WORDS: Record<Outcome, string> = {
  ok: "complete",
  refused: "refused by the model",
  truncated: "cut off at the token limit",
  empty: "empty",
  error: "failed call",
};

/** Where the replies came from, as a label and as a sentence. */
export const REPLIES_WORDS: Record<Run["provenance"]["replies"], { label: string; means: string }> = {
  recorded: {
    label: "Recorded replies",
    means: "The replies were recorded earlier; no model was called in this run.",
  },
  live: { label: "Live replies", means: "The models were called in this run." },
  simulated: {
    label: "Simulated replies",
    means: "A deterministic stand-in wrote the replies. No figure here speaks of a real model.",
  },
  foreign: {
    label: "Replies from elsewhere",
    means: "The replies were handed in from outside; nothing vouches for their origin.",
  },
};

/** What a reader must know about a word before the first figure that uses it. */
export const UNGRADED_MEANS =
  "Ungraded: code could not decide the item and no judge did. It is counted here and is in no score.";
export const CRITICAL_MEANS = "Critical (★): failing one such item fails the scenario, whatever its score.";

export const UNREAD_MEANS =
  "A reply whose verdict could not be read still has a score in “Verdict on the deal”: that of its other items alone.";

export const DOUBT_MEANS =
  "Weak: beyond chance, the grader agrees too little with labels (κ below 0.6). Unproven: too few labels to tell.";

export const SCORE_DOUBT_MEANS =
  "A score is marked where more than half of the points behind it rest on such items.";

/** `new_logo` as a reader sees it: "new logo". */
export function spaced(identifier: string): string {
  return identifier.replaceAll("_", " ");
}

/** "enterprise-sales-director 1.0.0"; of replies from elsewhere nobody may know it. */
export function personaWords({ name, version, sha256 }: Run["identity"]["persona"]): string {
  if (name === "several") return "several personas";
  return name === "unknown" && sha256 === null ? "persona not known" : `${name} ${version}`;
}
