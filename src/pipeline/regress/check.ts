import type { ArmSample, ArmScenario } from "../../records/arm.ts";
import type { BankSnapshot, BankState } from "../../records/bank.ts";
import type { GatePolicy } from "../../records/gate.ts";
import { canaryOf, canaryScenarios } from "../../regression/canary.ts";
import type { GradedReply } from "../../regression/sides.ts";
import { criterionName } from "../../summary/comparison/names.ts";
import { listed } from "../../summary/wording.ts";

/** Days after which a bank's replies are held against fresh ones. */
const STALE_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Why a bank is to be checked before it is used; null where it need not be. */
export function staleness(
  { checkedAt, code }: Pick<BankState, "checkedAt" | "code">,
  now: { at: Date; code: string },
): string | null {
  const days = Math.floor((now.at.getTime() - Date.parse(checkedAt)) / DAY_MS);
  if (days > STALE_DAYS) return `its replies were last checked ${days} days ago`;
  return code === now.code ? null : "graders or dealbench changed since it was last checked";
}

/** What the check of a bank found. */
export interface BankCheck {
  verdict: "fits" | "drifted" | "unread";
  /** One sentence for the reader. */
  note: string;
  calls: number;
  kept: number;
}

/**
 * Asks the baseline afresh in some twenty scenarios and holds that against what the bank has. The fresh replies are kept as a further
 * repeat of the bank.
 */
export async function checkBank(
  why: string,
  { repeats }: Pick<BankSnapshot, "repeats">,
  policy: Pick<GatePolicy, "gating" | "alpha">,
  ask: {
    scenarios: readonly ArmScenario[];
    seed: number;
    answer: (scenario: string, repeat: number) => Promise<GradedReply | null>;
    trusted: (sample: ArmSample) => ArmSample;
  },
): Promise<BankCheck> {
  const fresh = freshRepeat(repeats);
  const held = ask.scenarios.filter(({ id }) => (repeats[id] ?? []).length > 0);
  const asked = await Promise.all(
    canaryScenarios(held, ask.seed).map(async (scenario) => {
      const banked = await Promise.all(
        (repeats[scenario.id] ?? []).map((repeat) => ask.answer(scenario.id, repeat)),
      );
      const again = await ask.answer(scenario.id, fresh);
      return { scenario, banked: banked.flatMap((one) => one ?? []), again };
    }),
  );
  const pairs = asked.flatMap(({ scenario, banked, again }) =>
    again === null
      ? []
      : { scenario, a: banked.map(({ sample }) => ask.trusted(sample)), b: [ask.trusted(again.sample)] },
  );
  const { drifted, looked } = canaryOf(pairs, policy);
  const counted = { calls: total(asked, "calls"), kept: total(asked, "kept") };
  const begin = `The bank was checked in ${pairs.length} scenarios, since ${why}:`;
  if (drifted.length > 0) {
    const moved = drifted.map(
      ({ criterion, before, after }) =>
        `${criterionName(criterion)} ${before.toFixed(2)} → ${after.toFixed(2)}`,
    );
    return {
      verdict: "drifted",
      note: `${begin} fresh replies of the baseline differ beyond chance (${listed(moved)}). The bank is refused; the baseline is asked anew.`,
      ...counted,
    };
  }
  if (looked === 0)
    return { verdict: "unread", note: `${begin} too few replies could be read to tell.`, ...counted };
  return {
    verdict: "fits",
    note: `${begin} fresh replies of the baseline are like those it has.`,
    ...counted,
  };
}

/** The first repeat that no scenario has in the bank. */
export function freshRepeat(repeats: BankSnapshot["repeats"]): number {
  return Math.max(0, ...Object.values(repeats).flat()) + 1;
}

function total(asked: readonly { again: GradedReply | null }[], part: "calls" | "kept"): number {
  return asked.reduce((sum, { again }) => sum + (again?.[part] ?? 0), 0);
}
