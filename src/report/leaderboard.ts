import type { Dimension } from "../records/rubric.ts";
import {
  type Leaderboard,
  type MaybeEstimate,
  type MaybeRanking,
  type Measure,
  type ModelSummary,
  type SliceKind,
  type Summary,
  type UsageSummary,
  VERDICT_ERRORS,
  type VerdictError,
} from "../records/summary.ts";
import { dollars, milliseconds, percent, rank, score } from "./numbers.ts";
import { dimensionDoubt } from "./scoreDoubt.ts";
import { DIMENSION_WORDS, ERROR_WORDS, OUTCOME_WORDS, spaced } from "./words.ts";

/** A model's figure, and what a reader must know beside it (empty where that is nothing). */
interface LeaderboardCell {
  figure: string;
  note: string;
  /** The model's rank interval on it; null where it ranks nobody. */
  rank: string | null;
}

/** One figure of every model, in their order. */
export interface LeaderboardLine {
  name: string;
  /** What a reader must know of it; empty where the name says it. */
  means: string;
  cells: LeaderboardCell[];
}

export const SLICE_WORDS: Record<SliceKind, string> = {
  task: "Task",
  stage: "Stage",
  industry: "Industry",
  deal_size: "Deal size",
};

/** What rank intervals are and which of them leads, or why nobody is ranked; before the first of them. */
export function ranksMean({ leaderboard }: Pick<Summary, "leaderboard">): string {
  const leading = leadingRanking(leaderboard);
  if (!leading?.ranks) return `Nobody is ranked: ${leading?.reason ?? "there is one model"}.`;
  const by =
    leading.measure === "verdict_right" ? "right verdicts" : measureName(leading.measure).toLowerCase();
  return `Ranks are intervals at 95%: 1–2 means that the replies cannot tell the first two apart. A model's own rank, and the order, are by ${by}. They speak of deals like these, by family, where every model has a value.`;
}

/** A measure's name to readers. */
export function measureName(measure: Measure): string {
  if (measure === "composite") return "Composite";
  return measure === "verdict_right" ? "Verdict right" : DIMENSION_WORDS[measure].name;
}

/**
 * The ranking that models are told apart by: that of right verdicts, which is what the persona is for and what the graders read best.
 * The composite stands in where no verdict is asked for.
 */
export function leadingRanking(leaderboard: Leaderboard | undefined): MaybeRanking | undefined {
  const [right, composite] = [rankingOf(leaderboard, "verdict_right"), rankingOf(leaderboard, "composite")];
  return right?.ranks || !composite?.ranks ? right : composite;
}

/** A model's rank interval where models are told apart: "1", "1–2"; null where nobody is ranked. */
export function leadingRank(leaderboard: Leaderboard | undefined, model: string): string | null {
  const measure = leadingRanking(leaderboard)?.measure;
  return measure === undefined ? null : rankOf(leaderboard, measure, model);
}

/** The models best first by the leading ranking, else in their order. */
export function ranked({ models, leaderboard }: Summary): ModelSummary[] {
  const leading = leadingRanking(leaderboard);
  if (!leading?.ranks) return models;
  const places = new Map(leading.ranks.map(({ model }, index) => [model, index]));
  return models.toSorted((a, b) => (places.get(a.model) ?? 0) - (places.get(b.model) ?? 0));
}

/** A model's rank interval on a measure. */
function rankOf(leaderboard: Leaderboard | undefined, measure: Measure, model: string): string | null {
  const own = rankingOf(leaderboard, measure)?.ranks?.find((entry) => entry.model === model);
  return own ? rank(own) : null;
}

/** Every figure that models are chosen by, a line each; `models` says in which order. */
export function leaderboardLines(summary: Summary, models: readonly ModelSummary[]): LeaderboardLine[] {
  const line: LineMaker = (name, means, cell, measure) => ({
    name,
    means,
    cells: models.map((model) => {
      const made = cell(model);
      const [figure, note] = typeof made === "string" ? [made, ""] : made;
      return { figure, note, rank: measure ? rankOf(summary.leaderboard, measure, model.model) : null };
    }),
  });
  const dimensions = summary.models[0]?.dimensions ?? [];
  const errors = VERDICT_ERRORS.filter((name) => models.some((model) => errorsNamed(model, name) > 0));
  const outcomes = SHORT_OUTCOMES.filter((name) => models.some((model) => model.outcomes.counts[name] > 0));
  return [
    line("Verdict right", "of those read", verdictCell, "verdict_right"),
    ...errors.map((name) =>
      line(ERROR_WORDS[name].name, "", (model) => errorsNamed(model, name).toLocaleString("en-GB")),
    ),
    ...dimensions.map(({ dimension }) =>
      line(DIMENSION_WORDS[dimension].name, "", (model) => scoreCell(model, dimension), dimension),
    ),
    line(
      "Composite",
      "weighted mean of the dimensions, for convenience only; it has no interval",
      compositeCell,
      "composite",
    ),
    line("Scenarios passed", "", ({ passRate }) => estimateText(passRate)),
    line("★ Critical failures", "", ({ criticalCount }) => criticalCount.toLocaleString("en-GB")),
    line("Calls lost", "failed, or left no record", lostCell),
    ...outcomes.map((name) =>
      line(`Replies ${OUTCOME_WORDS[name]}`, "", ({ outcomes: { counts } }) =>
        counts[name].toLocaleString("en-GB"),
      ),
    ),
    line("Incurred cost", "", ({ usage }) => dollars(usage.incurredUsd)),
    line("List cost", "of the replies, whoever paid", listCell),
    line("Cost per verdict", "list cost by verdicts read", ({ usage }) => dollars(usage.perVerdictUsd)),
    line("Latency p50 / p95", "at the HTTP call", ({ usage }) => latencyCell(usage)),
    line("Tokens in / out", "", ({ usage }) => tokensCell(usage)),
    line("Input from cache", "", ({ usage: { tokens } }) =>
      tokens.cacheShare === null ? "unknown" : percent(tokens.cacheShare),
    ),
  ];
}

type LineMaker = (
  name: string,
  means: string,
  cell: (model: ModelSummary) => string | [figure: string, note: string],
  measure?: Measure,
) => LeaderboardLine;

/** Outcomes of whole calls that gave no whole answer. */
const SHORT_OUTCOMES = ["refused", "truncated", "empty"] as const;

/** p50 and p95 at the HTTP call, or that they are unknown. */
export function latencyCell({ latencyMs }: UsageSummary): string {
  if (latencyMs === null) return "unknown";
  return `${milliseconds(latencyMs.p50)} / ${milliseconds(latencyMs.p95)}`;
}

/** Input (cached included) and output tokens. */
export function tokensCell({ tokens: { input, output, cacheRead, cacheCreation } }: UsageSummary): string {
  const all = input === null ? null : input + (cacheRead ?? 0) + (cacheCreation ?? 0);
  return all === null && output === null ? "unknown" : `${compact(all)} / ${compact(output)}`;
}

/** A slice's name: "new logo", "$1M to $5M". */
export function sliceName(by: SliceKind, value: string): string {
  return by === "deal_size" ? value : spaced(value);
}

function rankingOf(leaderboard: Leaderboard | undefined, measure: Measure): MaybeRanking | undefined {
  return leaderboard?.measures.find((entry) => entry.measure === measure);
}

function errorsNamed({ verdicts }: ModelSummary, name: VerdictError): number {
  return verdicts.errors.find((error) => error.name === name)?.count ?? 0;
}

function estimateText(value: MaybeEstimate): string {
  if ("low" in value) return `${score(value.value)} (${score(value.low)}–${score(value.high)})`;
  return value.value === null ? "none" : score(value.value);
}

function verdictCell({ verdicts }: ModelSummary): [string, string] {
  const { right, rightBounds, answered, expected } = verdicts;
  const bounds =
    rightBounds && answered < expected
      ? `; ${score(rightBounds.low)}–${score(rightBounds.high)} if none were dropped`
      : "";
  return [estimateText(right), `${answered} of ${expected} read${bounds}`];
}

/** The composite is no better known than what it is made of. */
function compositeCell({ composite, dimensions, items }: ModelSummary): [string, string] {
  const weighed = dimensions.filter(({ score: value }) => value.value !== null);
  const doubted = weighed.filter(({ dimension }) => dimensionDoubt(items, dimension) !== null);
  const note = `${doubted.length} of its ${weighed.length} dimensions are weak or unproven`;
  return [score(composite), doubted.length === 0 ? "" : note];
}

function scoreCell(model: ModelSummary, dimension: Dimension): [string, string] {
  const found = model.dimensions.find((entry) => entry.dimension === dimension);
  if (!found) return ["none", ""];
  const { score: value, bounds, unscored } = found;
  const doubt = value.value === null ? null : dimensionDoubt(model.items, dimension);
  const notes = [
    ...(doubt ? [doubt.state] : []),
    ...(unscored === 0 ? [] : [`${score(bounds.low)}–${score(bounds.high)} if none were dropped`]),
  ];
  return [estimateText(value), notes.join("; ")];
}

function lostCell({ outcomes: { planned, counts, errorRate } }: ModelSummary): string {
  const lost = counts.error + counts.missing;
  if (errorRate === null) return "unknown";
  return lost === 0
    ? "none"
    : `${lost.toLocaleString("en-GB")} of ${planned.toLocaleString("en-GB")} (${percent(errorRate)})`;
}

function listCell({ usage: { listUsd, priced }, outcomes }: ModelSummary): [string, string] {
  const partly = listUsd === null && priced > 0;
  return [dollars(listUsd), partly ? `known for ${priced} of ${outcomes.planned} replies` : ""];
}

function compact(count: number | null): string {
  if (count === null) return "unknown";
  return count.toLocaleString("en-GB", { notation: "compact", maximumSignificantDigits: 3 });
}
