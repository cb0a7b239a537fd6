import type { Comparison, Criterion, Figure, GateVerdict } from "../../records/comparison.ts";
import type { CriterionName, Estimand } from "../../records/gate.ts";
import { score } from "../numbers.ts";
import { DIMENSION_WORDS } from "../words.ts";

/** A criterion as readers see it; the score of a dimension about verdicts is told from the share of right ones. */
export function criterionWords(name: CriterionName): string {
  if (name === "verdict_right") return "Right verdicts";
  return DIMENSION_WORDS[name].name + (name === "disqualification" ? ", score" : "");
}

const VERDICT_WORDS: Record<GateVerdict, string> = {
  regressed: "regressed",
  not_regressed: "not regressed",
  inconclusive: "inconclusive",
};

export const ESTIMAND_WORDS: Record<Estimand, string> = {
  corpus: "on these scenarios; the chance is the sampling of replies",
  population: "on deals like these; the unit is the family of scenarios",
};

export const FIGURE_WORDS: Record<Figure["name"], string> = {
  verdicts_read: "Replies whose verdict could be read",
  pair_consistency: "Contrast pairs with both members right",
  macro_recall: "Macro-recall of verdicts",
  mean_words: "Words a reply",
  mean_cost_usd: "Cost a reply, USD",
};

export const APART_WORDS: Record<Comparison["apart"][number]["why"], string> = {
  changed: "changed between the runs",
  edited: "edited or gone since both runs; name its old file with --scenarios",
  only_a: "in the baseline only",
  only_b: "in the candidate only",
};

/** What the columns of the table of criteria mean. */
export const INTERVAL_MEANS =
  "Interval: 90 %; a criterion is cleared when its lower limit is above minus the margin. p: chance of such a drop if nothing had changed, one-sided, corrected over the criteria of its tier. e: evidence of a drop and of its absence as the sequential gate counts it.";

/** "not regressed", with what should not be overlooked: "improved", or a drop inside the margin that is more than chance. */
export function verdictOf(criterion: Pick<Criterion, "verdict" | "flagged" | "improved">): string {
  const aside = criterion.improved ? ", improved" : criterion.flagged ? ", yet a drop beyond chance" : "";
  return VERDICT_WORDS[criterion.verdict] + aside;
}

/** "+0.03", "−0.48"; a dash for what is not known. */
export function signed(value: number | null, digits = 2): string {
  if (value === null) return "–";
  const size = Math.abs(value).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}

/** "−0.097 to +0.061", in a digit more than scores, since it is held against a margin; a dash without an interval. */
export function interval(limits: { low: number; high: number } | null): string {
  return limits === null ? "–" : `${signed(limits.low, 3)} to ${signed(limits.high, 3)}`;
}

/** What unread replies could have made of the difference; empty where all were read. */
export function boundsOf({ unpaired, bounds, difference }: Criterion): string {
  const settled = bounds === null || (bounds.low === bounds.high && unpaired.total === 0);
  if (settled || difference === null) return "";
  return `${signed(bounds.low)} to ${signed(bounds.high)}`;
}

/** A p value: three decimals, "<.001" below. */
export function pValue(p: number | null): string {
  if (p === null) return "–";
  return p < 0.001 ? "<.001" : p.toFixed(3).replace(/^0/, "");
}

/** An e-value in two or three digits: "0.30", "12.5", "82k". */
export function eValue(e: number | null): string {
  if (e === null) return "–";
  if (e >= 10_000) return e >= 1e7 ? e.toExponential(0).replace("+", "") : `${Math.round(e / 1000)}k`;
  return e >= 100 ? String(Math.round(e)) : e.toFixed(e >= 10 ? 1 : 2);
}

/** "20", or "20 (14 unread)" where scenarios that were due could not be paired. */
export function pairedOf({ n, unpaired }: Pick<Criterion, "n" | "unpaired">): string {
  return unpaired.total === 0 ? String(n) : `${n} (${unpaired.total} unread)`;
}

/** What is still missing, in words; empty where the criterion is settled. */
export function openOf({ nMore, reason }: Pick<Criterion, "nMore" | "reason">): string {
  if (nMore === null) return "";
  return `${reason === null ? "" : `${reason}; `}about ${nMore} more`;
}

/** A figure's two values in the form that suits it. */
export function figureValues({ name, a, b }: Figure): [string, string] {
  const shown = (value: number | null) => {
    if (value === null) return "unknown";
    if (name === "mean_words") return value.toFixed(0);
    return name === "mean_cost_usd" ? value.toFixed(4) : score(value);
  };
  return [shown(a), shown(b)];
}

/** Persona and run of one side in a line. */
export function sideOf({ persona, model, source }: Comparison["a"]): string {
  return `${persona.name} ${persona.version} (${persona.sha256?.slice(0, 8) ?? "hash unknown"}), ${model}, ${source}`;
}
