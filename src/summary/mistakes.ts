import type { GoldVerdict } from "../records/decision.ts";
import type { ReplyVerdict } from "../records/grade.ts";
import type { VerdictError } from "../records/summary.ts";
import type { Sample } from "./samples.ts";
import type { Stance } from "./stance.ts";

/** What an unacceptable answer is called and what it costs, gold → said (CODEBOOK §4.3). */
const MISTAKES: Record<GoldVerdict, Partial<Record<ReplyVerdict, { name: VerdictError; cost: number }>>> = {
  disqualify: {
    pursue: { name: "false_pursue", cost: 5 },
    develop: { name: "soft_pursue", cost: 3 },
    no_verdict: { name: "evasion", cost: 3 },
  },
  develop_medium: {
    pursue: { name: "over_reach", cost: 3 },
    disqualify: { name: "false_kill", cost: 3 },
    no_verdict: { name: "evasion", cost: 1 },
  },
  pursue_high: {
    develop: { name: "over_caution", cost: 2 },
    disqualify: { name: "false_kill", cost: 4 },
    no_verdict: { name: "evasion", cost: 3 },
  },
};

/** The mistake in an answer and its cost, 1..5; null for an acceptable one and for one left to a judge. */
export function mistakeIn({ gold, said, acceptable }: Stance): { name: VerdictError; cost: number } | null {
  return acceptable ? null : (MISTAKES[gold][said] ?? null);
}

/** Whether a reply drops the deal and yet gives it resources (item DC9). */
export function leaks(sample: Sample): boolean {
  const items = sample.grades.get("disqualification")?.items ?? [];
  return items.some(({ id, state }) => id === "DC9" && state === "met");
}
