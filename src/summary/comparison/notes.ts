import type { ComparedArm, Comparison, LeftOut } from "../../records/comparison.ts";
import type { CriterionName, GatePolicy } from "../../records/gate.ts";
import { counted, listed } from "../wording.ts";
import type { Pair } from "./join.ts";
import { criterionName } from "./names.ts";

/** What a reader must know before believing a figure, one sentence each. */
export function comparisonNotes({
  a,
  b,
  apart,
  unread,
}: Pick<Comparison, "a" | "b" | "apart"> & { unread: readonly string[] }): string[] {
  return [
    ...sameness(a, b),
    ...[a, b].flatMap(({ status }, index) =>
      status === "partial"
        ? [
            `The ${index === 0 ? "baseline" : "candidate"} is a partial run: replies that were planned are missing.`,
          ]
        : [],
    ),
    ...([a, b].some(({ replies }) => replies === "simulated")
      ? ["A stand-in wrote replies of this comparison; no figure speaks of a real model."]
      : []),
    ...setApart(apart),
    ...(unread.length > 0
      ? [
          `Not checked: critical ${unread.length === 1 ? "item" : "items"} ${listed(unread)} could be read in no reply of the candidate; a judge is needed.`,
        ]
      : []),
  ];
}

/** What was left out of the criteria, and what can therefore not gate. */
export function leftOutNotes(leftOut: readonly LeftOut[], ungated: readonly CriterionName[]): string[] {
  if (leftOut.length === 0) return [];
  const named = leftOut.map(({ item, title }) => `${item} (${title})`);
  const critical = leftOut.filter((line) => line.critical).map(({ item }) => item);
  return [
    `Left out of every criterion, on both sides alike, since graders read ${leftOut.length === 1 ? "it" : "them"} too unlike the labels: ${listed(named)}. To decide with ${leftOut.length === 1 ? "it" : "them"} all the same: --include-weak.`,
    ...(critical.length > 0 ? [`Critical, but too weak to stop anything: ${listed(critical)}.`] : []),
    ...(ungated.length > 0
      ? [
          `Not gated, since nothing that can be believed is left of it: ${listed(ungated.map(criterionName))}.`,
        ]
      : []),
  ];
}

/** Items of the critical tier that apply to the candidate's replies somewhere and were graded in none of them. */
export function unreadCritical(pairs: readonly Pair[], { critical }: Pick<GatePolicy, "critical">): string[] {
  const samples = pairs.flatMap(({ b }) => b);
  const graded = new Set(samples.flatMap(({ good, bad }) => [...good, ...bad]));
  const unread = new Set(samples.flatMap(({ ungraded }) => ungraded));
  return critical.items.filter((item) => !graded.has(item) && unread.has(item));
}

function sameness(a: ComparedArm, b: ComparedArm): string[] {
  if (a.model !== b.model) {
    return [`The models differ (${a.model}, ${b.model}): the comparison is of persona and model together.`];
  }
  if (a.id === b.id && a.identitySha256 === b.identitySha256) {
    return ["Both sides are the same run: every difference is 0 by construction."];
  }
  return a.persona.sha256 !== null && a.persona.sha256 === b.persona.sha256
    ? ["Both runs used the same persona text and model: what differs between them is chance."]
    : [];
}

function setApart(apart: Comparison["apart"]): string[] {
  const sentence = (whys: readonly string[], one: string, many: string) => {
    const count = apart.filter(({ why }) => whys.includes(why)).length;
    return count === 0 ? [] : [`${counted(count, `scenario ${one}`, `scenarios ${many}`)} in no figure.`];
  };
  return [
    ...sentence(["changed"], "changed between the runs and is", "changed between the runs and are"),
    ...sentence(["edited"], "was edited since both runs and is", "were edited since both runs and are"),
    ...sentence(["only_a", "only_b"], "is in one run only and", "are in one run only and"),
  ];
}
