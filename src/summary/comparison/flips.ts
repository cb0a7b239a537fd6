import type { ArmSample } from "../../records/arm.ts";
import { itemLine } from "../../records/itemLine.ts";
import type { Comparison, Flip, FlipSide, NewlyFailing } from "../../records/comparison.ts";
import type { GatePolicy } from "../../records/gate.ts";
import { VERDICT_ITEM } from "./arm.ts";
import type { Pair } from "./join.ts";
import type { Lines } from "./lines.ts";

/**
 * Critical items that fail in the candidate and failed in no baseline reply, of which at least one was read. Those of the
 * policy's critical tier first, confirmed ones before others.
 */
export function newlyFailing(
  pairs: readonly Pair[],
  lines: Lines,
  { critical }: Pick<GatePolicy, "critical">,
): NewlyFailing[] {
  const found = pairs.flatMap(({ scenario, a, b }) =>
    [...failing(b)].flatMap(([item, reason]) => {
      const line = lines.get(item);
      const [before, after] = [countFails(a, item), countFails(b, item)];
      if (!line || before.failed > 0 || before.read === 0) return [];
      const gates = critical.items.includes(itemLine(item));
      const confirmed = Math.min(after.failed, before.read) >= critical.confirmations;
      return {
        scenario: scenario.id,
        title: scenario.title,
        dimension: line.dimension,
        item,
        itemTitle: line.failed ?? line.title,
        reason,
        a: before,
        b: after,
        gates,
        confirmed,
        dismissed: !confirmed && after.read - after.failed >= critical.confirmations,
      };
    }),
  );
  return found.toSorted((x, y) => rank(y) - rank(x));
}

/**
 * Scenarios whose verdict was read on both sides, by what more than half of a side's replies say: wrong before and right now, right
 * before and wrong now, wrong on both. The others waver where any reply is wrong: half of a side's replies are, or fewer on both sides.
 */
export function flipsOf(pairs: readonly Pair[]): Comparison["flips"] {
  const flips: Comparison["flips"] = { fixed: [], broken: [], stillFailing: [], wavering: [] };
  for (const { scenario, a, b } of pairs) {
    const [before, after] = [rightOf(a), rightOf(b)];
    if (before.read === 0 || after.read === 0) continue;
    const flip: Flip = {
      scenario: scenario.id,
      title: scenario.title,
      gold: scenario.gold,
      a: before,
      b: after,
    };
    const [was, is] = [balanceOf(before), balanceOf(after)];
    if (was < 0 && is > 0) flips.fixed.push(flip);
    else if (was > 0 && is < 0) flips.broken.push(flip);
    else if (was < 0 && is < 0) flips.stillFailing.push(flip);
    else if ([before, after].some(({ right, read }) => right < read)) flips.wavering.push(flip);
  }
  return flips;
}

/** Right replies less wrong ones. */
function balanceOf({ right, read }: FlipSide): number {
  return 2 * right - read;
}

/** The critical items that fail in any of the replies, with the first one's reason. */
function failing(samples: readonly ArmSample[]): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { id, reason } of samples.flatMap(({ critical }) => critical)) {
    if (!reasons.has(id)) reasons.set(id, reason);
  }
  return reasons;
}

/** An item that is in no list did not apply to the reply, and so did not fail; of a failed or missing call nothing was read. */
function countFails(samples: readonly ArmSample[], item: string): { failed: number; read: number } {
  const read = samples.filter(
    ({ outcome, ungraded }) => (outcome === "ok" || outcome === "empty") && !ungraded.includes(item),
  );
  return {
    failed: read.filter(({ critical }) => critical.some(({ id }) => id === item)).length,
    read: read.length,
  };
}

function rightOf(samples: readonly ArmSample[]): FlipSide {
  const read = samples.filter(({ good, bad }) => good.includes(VERDICT_ITEM) || bad.includes(VERDICT_ITEM));
  return {
    right: read.filter(({ good }) => good.includes(VERDICT_ITEM)).length,
    read: read.length,
    said: read.at(-1)?.said ?? null,
    verdicts: [...Map.groupBy(read, ({ said }) => said)]
      .map(([said, { length: replies }]) => ({ said, replies }))
      .toSorted((one, other) => other.replies - one.replies),
  };
}

function rank({ gates, confirmed, dismissed }: NewlyFailing): number {
  return (gates ? 4 : 0) + (confirmed ? 2 : 0) + (dismissed ? 0 : 1);
}
