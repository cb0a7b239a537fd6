import type { ArmSample } from "../records/arm.ts";
import type { NewlyFailing } from "../records/comparison.ts";
import type { GatePolicy } from "../records/gate.ts";
import { newlyFailing } from "../summary/comparison/flips.ts";
import type { Lines } from "../summary/comparison/lines.ts";
import type { VisitedPair } from "./criterionGate.ts";

/** Watches the critical items of the scenarios that were visited. */
export interface CriticalWatch {
  /** Takes the replies of a visit or of an asking again, and returns what newly fails in the scenario now, doubtful or not. */
  take: (pair: VisitedPair) => NewlyFailing[];
  /** Everything that newly fails, over all scenarios. */
  all: () => NewlyFailing[];
}

/** Starts a watch; `lines` may grow while it runs, for rubric lines are known once a reply was graded by them. */
export function watchCritical(lines: Lines, policy: Pick<GatePolicy, "critical">): CriticalWatch {
  const replies = new Map<string, VisitedPair>();
  const failing = new Map<string, NewlyFailing[]>();
  const dismissed = new Set<string>();
  // Once told from chance a failure stays told: looked at again after every pass, any rare failure would be confirmed in the end.
  const latched = (found: NewlyFailing): NewlyFailing => {
    const name = JSON.stringify([found.scenario, found.item]);
    if (found.dismissed) dismissed.add(name);
    return dismissed.has(name) ? { ...found, confirmed: false, dismissed: true } : found;
  };
  return {
    take: (pair) => {
      const { id } = pair.scenario;
      const before = replies.get(id) ?? { scenario: pair.scenario, a: [], b: [] };
      const together = { ...before, a: [...before.a, ...pair.a], b: [...before.b, ...pair.b] };
      replies.set(id, together);
      const found = newlyFailing([together], lines, policy).map(latched);
      failing.set(id, found);
      return found;
    },
    all: () => [...failing.values()].flat(),
  };
}

/** Which side must answer again before a new failure is told from chance: the baseline where too little of it was read. */
export function askedAgain(
  found: readonly NewlyFailing[],
  confirmations: number,
): { baseline: boolean; candidate: boolean } {
  const open = found.filter(({ gates, confirmed, dismissed }) => gates && !confirmed && !dismissed);
  return {
    baseline: open.some(({ a }) => a.read < confirmations),
    candidate: open.some(({ b }) => b.failed < confirmations && b.read - b.failed < confirmations),
  };
}

/** Whether a reply failed as a machine fails, or was never made. */
export function isError({ outcome }: Pick<ArmSample, "outcome">): boolean {
  return outcome === "error" || outcome === "missing";
}
