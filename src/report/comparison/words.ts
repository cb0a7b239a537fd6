import type {
  Comparison,
  Criterion,
  Figure,
  Flip,
  FlipSide,
  GateVerdict,
  NewlyFailing,
} from "../../records/comparison.ts";
import { GOLD_VERDICTS } from "../../records/decision.ts";
import type { CriterionName, Estimand } from "../../records/gate.ts";
import { REPLY_VERDICTS } from "../../records/grade.ts";
import { counted, score } from "../numbers.ts";
import { DIMENSION_WORDS, GOLD_WORDS, SAID_WORDS } from "../words.ts";

/** A criterion as readers see it; the score of a dimension about verdicts is told from the share of right ones. */
export function criterionWords(name: CriterionName): string {
  if (name === "verdict_right") return "Right verdicts";
  return DIMENSION_WORDS[name].name + (name === "disqualification" ? ", score" : "");
}

/** The same where it stands beside figures, with what they leave out: a run's own report has other figures under the bare name. */
export function criterionLabel(name: CriterionName, { leftOut }: Pick<Comparison, "leftOut">): string {
  const without = leftOut.some(({ dimension }) => dimension === name) ? ", without weak items" : "";
  return criterionWords(name) + without;
}

const VERDICT_WORDS: Record<GateVerdict, string> = {
  regressed: "regressed",
  not_regressed: "not regressed",
  inconclusive: "inconclusive",
};

const ESTIMAND_WORDS: Record<Estimand, string> = {
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

/** The test is exact where it can be; the limits are guarded against few units and may be wider than it. */
const TWO_METHODS =
  "The interval is by another, more cautious method than the test, so it may reach above 0 where the test shows a drop: the test decides what regressed, the interval what is cleared.";

/** What the columns of the table of criteria mean, for two runs that were looked at once. */
const LOOKED_ONCE =
  "A criterion is cleared when its lower limit is above minus the margin. p: chance of such a drop if nothing had changed, one-sided, corrected over the criteria of its tier.";

/** The same where the gate looked after every visit. */
const LOOKED_OFTEN =
  "Looked at after every visit. Evidence: how many times likelier the replies are under a drop (or its absence) than by chance alone; at its threshold a criterion is decided, however often one looks. The interval holds at every look. Advisory criteria are shown as they stood at the stop; they were not tested.";

/** "90 % interval": of what share of comparisons it covers the true difference. */
export function intervalWords({ gate: { coverage = 0.9 } }: Pick<Comparison, "gate">): string {
  return `${Number((100 * coverage).toFixed(1))} % interval`;
}

/** What the columns of the table of criteria mean. */
export function columnsMean({ sequential, leftOut }: Pick<Comparison, "sequential" | "leftOut">): string {
  const without =
    leftOut.length === 0
      ? ""
      : " “Without weak items”: the scores leave out, on both sides, what graders read too unlike the labels, and so differ from those of a run's own report.";
  return `${sequential ? LOOKED_OFTEN : LOOKED_ONCE} ${TWO_METHODS}${without}`;
}

/** {@link TWO_METHODS} where decision and interval seem to contradict each other; empty elsewhere. */
export function methodsDiffer({ criteria }: Pick<Comparison, "criteria">): string[] {
  const seems = criteria.some(
    ({ verdict, interval: limits }) => verdict === "regressed" && (limits?.high ?? -1) >= 0,
  );
  return seems ? [TWO_METHODS] : [];
}

/** "not regressed", with what should not be overlooked: "improved", or a drop inside the margin that is more than chance. */
function verdictOf(criterion: Pick<Criterion, "verdict" | "flagged" | "improved">): string {
  const aside = criterion.improved ? ", improved" : criterion.flagged ? ", yet a drop beyond chance" : "";
  return VERDICT_WORDS[criterion.verdict] + aside;
}

/** The verdict with what is still missing; an advisory criterion that was not tested has none. */
export function verdictWords(criterion: Criterion, stepwise: boolean): string {
  const untested = stepwise && criterion.tier === "advisory";
  const parts = [untested ? "" : verdictOf(criterion), openOf(criterion)];
  return parts.filter((part) => part !== "").join("; ");
}

/** "0 of 3 → 2 of 2, confirmed". */
export function failedWords({ a, b, confirmed, dismissed }: NewlyFailing): string {
  const aside = confirmed ? ", confirmed" : dismissed ? ", held when asked again" : "";
  return `${a.failed} of ${a.read} → ${b.failed} of ${b.read}${aside}`;
}

/** What a list of newly failing critical items decides, in a clause. */
export function newlyFailingMeans(newly: readonly NewlyFailing[]): string {
  return newly.some(({ gates }) => gates)
    ? "★ decides; any other is shown and stops nobody"
    : "none of these decides: they are not in the gate's critical tier, or read too unlike the labels";
}

/** What an empty list of newly failing critical items says: nothing, where no reply could be compared. */
export function noneFails({ paired }: Pick<Comparison, "paired">): string {
  return paired === 0
    ? "No critical item was checked, for no reply was compared."
    : "Of the critical items that could be read, none newly fails.";
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

/** "12.5 of 50, 0.31 of 20": evidence of a drop and of its absence, with what would decide. */
export function evidenceWords(
  criterion: Pick<Criterion, "eDrop" | "eNonInferior" | "eDropThreshold" | "eNonInferiorThreshold">,
): string {
  const { eDrop, eNonInferior, eDropThreshold, eNonInferiorThreshold } = criterion;
  if (eDropThreshold === null) return "–";
  const limits = [eDropThreshold, eNonInferiorThreshold].map((limit) => String(Math.ceil(limit - 1e-9)));
  return `drop ${eValue(eDrop)} of ${limits[0]}, none ${eValue(eNonInferior)} of ${limits[1]}`;
}

/** A flip's right verdict and what was said on both sides, in the words that a reply's verdict is told in: "develop", or "2 × develop, 1 × pursue". */
export function flipWords({ gold, a, b }: Pick<Flip, "gold" | "a" | "b">): {
  right: string;
  before: string;
  after: string;
} {
  const right = GOLD_VERDICTS.find((one) => one === gold);
  return {
    right: right === undefined ? "unknown" : GOLD_WORDS[right].toLowerCase(),
    before: sideWords(a),
    after: sideWords(b),
  };
}

function sideWords({ verdicts }: FlipSide): string {
  const words = verdicts.map(({ said, replies }) => ({ verdict: saidWords(said), replies }));
  if (words.length < 2) return words[0]?.verdict ?? saidWords(null);
  return words.map(({ verdict, replies }) => `${replies} × ${verdict}`).join(", ");
}

function saidWords(verdict: string | null): string {
  return SAID_WORDS[REPLY_VERDICTS.find((one) => one === verdict) ?? "needs_judge"].toLowerCase();
}

/** "36 scenarios paired; corpus: …" */
export function pairedWords({ paired, estimand }: Pick<Comparison, "paired" | "estimand">): string {
  return `${counted(paired, "scenario")} paired; ${estimand}: ${ESTIMAND_WORDS[estimand]}`;
}

/** "2 lines added, 1 removed". */
export function changeWords({
  linesAdded,
  linesRemoved,
}: {
  linesAdded: number;
  linesRemoved: number;
}): string {
  return `${counted(linesAdded, "line")} added, ${linesRemoved.toLocaleString("en-GB")} removed`;
}

/** "20", or "20 (14 unread)" where scenarios that were due could not be paired. */
export function pairedOf({ n, unpaired }: Pick<Criterion, "n" | "unpaired">): string {
  return unpaired.total === 0 ? String(n) : `${n} (${unpaired.total} unread)`;
}

/** What is still missing, in words; empty where the criterion is settled. */
function openOf({ nMore, reason }: Pick<Criterion, "nMore" | "reason">): string {
  if (nMore === null) return reason ?? "";
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
