import type { Comparison, Criterion } from "../../records/comparison.ts";
import { counted, listed } from "../wording.ts";
import { criterionName } from "./names.ts";

/** The decision in one sentence with its figures. */
export function comparisonHeadline({
  decision,
  criteria,
  newlyFailing,
}: Pick<Comparison, "decision" | "criteria" | "newlyFailing">): string {
  const gating = criteria.filter(({ tier }) => tier === "gating");
  const confirmed = newlyFailing.filter((failing) => failing.gates && failing.confirmed);
  const doubtful = newlyFailing.filter(
    ({ gates, confirmed: sure, dismissed }) => gates && !sure && !dismissed,
  );
  const better = decision.improved.map((name) => describe(gating, name));
  if (decision.verdict === "regressed") {
    const drops = decision.regressed.map((name) => describe(gating, name));
    const critical = confirmed.map(({ item, title }) => `critical item ${item} newly fails on ${title}`);
    return `Regressed: ${listed([...drops, ...critical])}.`;
  }
  if (decision.verdict === "not_regressed") {
    const flagged = gating.filter((criterion) => criterion.flagged).map(({ name }) => describe(gating, name));
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

function describe(criteria: readonly Criterion[], name: Criterion["name"]): string {
  const { a = null, b = null } = criteria.find((criterion) => criterion.name === name) ?? {};
  return `${criterionName(name)}${a === null || b === null ? "" : ` ${a.toFixed(2)} → ${b.toFixed(2)}`}`;
}
