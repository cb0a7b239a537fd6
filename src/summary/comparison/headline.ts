import type { Comparison, Criterion } from "../../records/comparison.ts";
import { counted, listed } from "../wording.ts";
import { criterionName } from "./names.ts";

/** The decision in one sentence with its figures. */
export function comparisonHeadline({
  decision,
  criteria,
  newlyFailing,
  leftOut,
}: Pick<Comparison, "decision" | "criteria" | "newlyFailing" | "leftOut">): string {
  const gating = criteria.filter(({ tier }) => tier === "gating");
  const lacksWeak = new Set<string>(leftOut.map(({ dimension }) => dimension));
  const describe = (name: Criterion["name"]) => figuresOf(name, gating, lacksWeak.has(name));
  const confirmed = newlyFailing.filter((failing) => failing.gates && failing.confirmed);
  const doubtful = newlyFailing.filter(
    ({ gates, confirmed: sure, dismissed }) => gates && !sure && !dismissed,
  );
  const better = decision.improved.map((name) => describe(name));
  if (decision.verdict === "regressed") {
    const drops = decision.regressed.map((name) => describe(name));
    const critical = confirmed.map(({ item, title }) => `critical item ${item} newly fails on ${title}`);
    return `Regressed: ${listed([...drops, ...critical])}.`;
  }
  if (decision.verdict === "not_regressed") {
    const flagged = gating.filter((criterion) => criterion.flagged).map(({ name }) => describe(name));
    const aside =
      flagged.length === 0 ? "" : ` A drop inside the margin is more than chance: ${listed(flagged)}.`;
    if (better.length > 0) return `Improved, nothing regressed: ${listed(better)}.${aside}`;
    return `Not regressed: every gating criterion stays within its margin.${aside}`;
  }
  const [first = "nothing could be compared."] = decision.reasons;
  if (decision.refused || (decision.open.length === 0 && doubtful.length === 0))
    return `Inconclusive: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  const open =
    decision.open.length === 0
      ? []
      : [`${listed(decision.open.map((name) => criterionName(name)))} still open`];
  const items = doubtful.map(
    ({ item, title }) => `critical item ${item} fails on ${title} and did not before`,
  );
  const more =
    decision.nMore === null
      ? ""
      : `; about ${counted(decision.nMore, "more scenario or repeat", "more scenarios or repeats")} would settle it`;
  return `Inconclusive: ${listed([...items, ...open])}${more}.`;
}

/** A run's own report has other figures under the same name where weak items are left out here. */
function figuresOf(name: Criterion["name"], criteria: readonly Criterion[], withoutWeak: boolean): string {
  const { a = null, b = null } = criteria.find((criterion) => criterion.name === name) ?? {};
  if (a === null || b === null) return criterionName(name);
  return `${criterionName(name)} ${a.toFixed(2)} → ${b.toFixed(2)}${withoutWeak ? " without weak items" : ""}`;
}
