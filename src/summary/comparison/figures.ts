import type { ArmSample } from "../../records/arm.ts";
import type { Figure } from "../../records/comparison.ts";
import { GOLD_VERDICTS } from "../../records/decision.ts";
import { REPLY_OF_GOLD } from "../../records/verdict.ts";
import { mean } from "../../statistics/centre.ts";
import { counted } from "../wording.ts";
import { VERDICT_ITEM } from "./arm.ts";
import type { Pair } from "./join.ts";

/** Figures of both sides that get no verdict of their own, each over what could be read on both sides. */
export function figuresOf(pairs: readonly Pair[]): Figure[] {
  return [verdictsRead(pairs), pairConsistency(pairs), macroRecall(pairs), words(pairs), cost(pairs)];
}

function verdictsRead(pairs: readonly Pair[]): Figure {
  const due = pairs.filter(({ scenario }) => scenario.gold !== null);
  return {
    name: "verdicts_read",
    a: shareRead(due.flatMap(({ a }) => a)),
    b: shareRead(due.flatMap(({ b }) => b)),
    n: counted(due.length, "scenario that asks for a verdict", "scenarios that ask for a verdict"),
  };
}

function shareRead(samples: readonly ArmSample[]): number | null {
  return samples.length === 0 ? null : mean(samples.map((sample) => (isRead(sample) ? 1 : 0)));
}

/** A contrast pair holds when both members are right in every reply. */
function pairConsistency(pairs: readonly Pair[]): Figure {
  const families = [...Map.groupBy(pairs, ({ scenario }) => scenario.family).values()];
  const read = families.flatMap((members) => {
    const twins = (["a", "b"] as const).flatMap(
      (role) => members.find(({ scenario }) => scenario.pairRole === role) ?? [],
    );
    if (twins.length < 2) return [];
    const holds = { a: throughout(twins.map(({ a }) => a)), b: throughout(twins.map(({ b }) => b)) };
    return holds.a === null || holds.b === null ? [] : [{ a: holds.a ? 1 : 0, b: holds.b ? 1 : 0 }];
  });
  return sides(
    "pair_consistency",
    read,
    counted(read.length, "contrast pair read in both", "contrast pairs read in both"),
  );
}

/** Mean over the gold classes of the share called by its own class; acceptable neighbours do not count, as in a run's summary. */
function macroRecall(pairs: readonly Pair[]): Figure {
  const read = pairs.filter(
    ({ scenario, a, b }) => scenario.gold !== null && a.some(isRead) && b.some(isRead),
  );
  const classes = GOLD_VERDICTS.map((gold) => {
    const recalled = (sample: ArmSample) =>
      sample.said === REPLY_OF_GOLD[gold] || (sample.said === "no_verdict" && rightness(sample) === 1)
        ? 1
        : 0;
    const share = (samples: readonly ArmSample[]) => mean(samples.filter(isRead).map(recalled));
    return read
      .filter(({ scenario }) => scenario.gold === gold)
      .map(({ a, b }) => ({ a: share(a), b: share(b) }));
  });
  const all = classes.every((members) => members.length > 0);
  const recalls = all
    ? classes.map((members) => ({ a: mean(members.map(({ a }) => a)), b: mean(members.map(({ b }) => b)) }))
    : [];
  return sides(
    "macro_recall",
    recalls,
    counted(read.length, "verdict read in both", "verdicts read in both"),
  );
}

function words(pairs: readonly Pair[]): Figure {
  return meanOf("mean_words", pairs, ({ words: count }) => count, "answered in both");
}

function cost(pairs: readonly Pair[]): Figure {
  return meanOf("mean_cost_usd", pairs, ({ costUsd }) => costUsd, "with a known cost in both");
}

function meanOf(
  name: Figure["name"],
  pairs: readonly Pair[],
  valueOf: (sample: ArmSample) => number | null,
  which: string,
): Figure {
  const values = pairs.flatMap(({ a, b }) => {
    const [before, after] = [a, b].map((samples) => samples.flatMap((sample) => valueOf(sample) ?? []));
    return before?.length && after?.length ? [{ a: mean(before), b: mean(after) }] : [];
  });
  return sides(name, values, counted(values.length, `scenario ${which}`, `scenarios ${which}`));
}

function sides(name: Figure["name"], values: readonly { a: number; b: number }[], n: string): Figure {
  if (values.length === 0) return { name, a: null, b: null, n };
  return { name, a: mean(values.map(({ a }) => a)), b: mean(values.map(({ b }) => b)), n };
}

function throughout(members: readonly (readonly ArmSample[])[]): boolean | null {
  const right = members.flat().map(rightness);
  if (right.length === 0 || right.includes(null)) return null;
  return right.every((value) => value === 1);
}

function isRead(sample: ArmSample): boolean {
  return rightness(sample) !== null;
}

function rightness({ good, bad }: ArmSample): number | null {
  if (good.includes(VERDICT_ITEM)) return 1;
  return bad.includes(VERDICT_ITEM) ? 0 : null;
}
