import type { Ablation, AblationReport, Mutant, MutationReport, Trial } from "../../records/trial.ts";

export type TrialsReport = MutationReport | AblationReport;

/** How a trial came out for who asked: as it should, not so, or open; in a word or two. */
export interface Outcome {
  tone: "good" | "bad" | "open";
  words: string;
}

/** "Caught", "passed unseen", … */
export function mutantOutcome({ kind, breaks, ...trial }: Mutant): Outcome {
  const { state, regressed } = trial;
  if (state === "regressed") {
    if (kind === "harmless") return { tone: "bad", words: "stopped, and harmless" };
    const elsewhere = !regressed.some((name) => breaks.includes(name));
    return { tone: "good", words: elsewhere ? "caught, by something else" : "caught" };
  }
  if (state === "not_regressed" || state === "improved")
    return kind === "harmless"
      ? { tone: "good", words: "let pass" }
      : { tone: "bad", words: "passed unseen" };
  return { tone: "open", words: OPEN_WORDS[state] };
}

/** "Missed", "not missed", … */
export function ablationOutcome({ state }: Ablation): Outcome {
  if (state === "regressed") return { tone: "good", words: "missed" };
  if (state === "improved") return { tone: "bad", words: "better without" };
  if (state === "not_regressed") return { tone: "bad", words: "not missed" };
  return { tone: "open", words: OPEN_WORDS[state] };
}

const OPEN_WORDS: Record<Exclude<Trial["state"], "regressed" | "not_regressed" | "improved">, string> = {
  inconclusive: "undecided",
  unread: "not read by the stand-in",
  unfit: "does not fit",
  failed: "every call failed",
  not_run: "not run",
};
