import { OUTCOMES, type Outcome } from "../records/transcript.ts";
import type { MaybeEstimate, ModelSummary, PairSummary } from "../records/summary.ts";
import { worstFailing } from "./failings.ts";
import { isScored, type Row } from "./rows.ts";
import { answersOf } from "./stance.ts";
import { all, counted, listed, percent, percentWithInterval } from "./wording.ts";

/** A model's summary before its headline is written. */
type ModelFigures = Omit<ModelSummary, "headline">;

/** Below this a dimension is worth a word even when every verdict is right (CODEBOOK §4 anchors: "adequate" begins here). */
const ADEQUATE = 0.65;

const TROUBLES: Record<Exclude<Outcome, "ok"> | "missing", string> = {
  error: "calls failed",
  missing: "planned calls left no record",
  refused: "calls ended in a refusal",
  truncated: "replies came back cut off",
  empty: "replies came back empty",
};

/**
 * One sentence that a sales leader can act on, made of the figures: how many verdicts are right, the costliest kind of
 * mistake, broken contrast pairs, and what is not in these figures (verdicts left to a judge, failed calls).
 */
export function headline(rows: readonly Row[], figures: ModelFigures): string {
  const { verdicts } = figures;
  const troubles = troublesOf(rows);
  const scored = rows.some(isScored);
  if (!scored && verdicts.answered === 0) {
    const reasons = troubles.length > 0 ? listed(troubles) : "nothing in them could be graded";
    return `No reply could be scored: ${reasons}.`;
  }
  if (verdicts.expected === 0) {
    return `${sentenceOf(`No verdict was asked for; ${overall(figures, rows)}`, troubles)}.`;
  }
  const left = [...judgeClause(verdicts.needsJudge), ...troubles];
  if (verdicts.answered === 0) {
    return `No verdict could be read: ${listed(left.length > 0 ? left : ["the checker could not grade one"])}.`;
  }
  const clauses = [...findings(rows, figures), ...left];
  return `${sentenceOf(rightness(rows, verdicts), clauses)}.`;
}

function troublesOf(rows: readonly Row[]): string[] {
  return [...OUTCOMES, "missing" as const].flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length;
    return outcome === "ok" || count === 0 ? [] : [`${count} of ${rows.length} ${TROUBLES[outcome]}`];
  });
}

function overall({ composite, dimensions }: ModelFigures, rows: readonly Row[]): string {
  const replies = rows.filter(isScored);
  const weakest = weakestOf(dimensions);
  const lowest = weakest ? `, lowest on ${weakest.name} (${percent(weakest.value)})` : "";
  const verb = replies.length === 1 ? "scores" : "score";
  return `${counted(replies.length, "reply", "replies")} ${verb} ${percent(composite ?? 0)} overall${lowest}`;
}

function judgeClause(needsJudge: number): string[] {
  return needsJudge === 0 ? [] : [`${counted(needsJudge, "verdict needs", "verdicts need")} a judge`];
}

function rightness(rows: readonly Row[], { right, answered, expected }: ModelFigures["verdicts"]): string {
  const hits = answersOf(rows).filter(({ acceptable }) => acceptable).length;
  const [one, many] = isRepeated(rows) ? ["reply", "replies"] : ["deal", "deals"];
  const which = answered === expected ? "" : " whose verdict could be read";
  if (answered === 1) return `${hits === 1 ? "Right" : "Wrong"} on the only ${one}${which}`;
  const share =
    right.value === null
      ? ""
      : ` (${averaged(hits / answered, right.value)}${percentWithInterval({ ...right, value: right.value })})`;
  if (hits === answered) return `Right on ${all(answered, one, many)}${which}${share}`;
  return `Right on ${hits === 0 ? "none" : hits} of ${answered} ${many}${which}${share}`;
}

/** The share is over deals, repeats averaged; it is named so where it differs from the ratio of the counts beside it. */
function averaged(ratio: number, value: number): string {
  return percent(ratio) === percent(value) ? "" : "averaged by deal ";
}

function findings(rows: readonly Row[], { dimensions, pairs }: ModelFigures): string[] {
  const failing = worstFailing(rows, isRepeated(rows) ? "replies" : "");
  const broken = brokenPairs(pairs);
  if (failing || broken) return [...(failing ? [`it ${failing}`] : []), ...(broken ? [broken] : [])];
  const weakest = weakestOf(dimensions);
  const weak = weakest && weakest.value < ADEQUATE;
  return [
    ...(weak ? [`its weakest side is ${weakest.name} (${percent(weakest.value)})`] : []),
    ...intactPairs(pairs),
  ];
}

function brokenPairs(pairs: readonly PairSummary[]): string | null {
  const { read, one, many } = readPairs(pairs);
  const broken = read.filter(({ consistent }) => consistent === false).length;
  if (broken === 0) return null;
  if (read.length === 1) return `the only ${one} is broken`;
  return `${broken} of ${read.length} ${many} ${broken === 1 ? "is" : "are"} broken`;
}

function intactPairs(pairs: readonly PairSummary[]): string[] {
  const { read, one, many } = readPairs(pairs);
  return read.length === 0 ? [] : [`${all(read.length, one, many)} ${read.length === 1 ? "holds" : "hold"}`];
}

/** The pairs that could be read, and what to call them where others could not. */
function readPairs(pairs: readonly PairSummary[]): { read: PairSummary[]; one: string; many: string } {
  const read = pairs.filter(({ consistent }) => consistent !== null);
  const which = read.length < pairs.length ? "readable contrast pair" : "contrast pair";
  return { read, one: which, many: `${which}s` };
}

function weakestOf(
  dimensions: readonly { dimension: string; score: MaybeEstimate }[],
): { name: string; value: number } | undefined {
  return dimensions
    .flatMap(({ dimension, score: { value } }) =>
      value === null ? [] : [{ name: dimension.replaceAll("_", " "), value }],
    )
    .toSorted((a, b) => a.value - b.value)[0];
}

function isRepeated(rows: readonly Row[]): boolean {
  return new Set(rows.map(({ scenario }) => scenario.id)).size < rows.length;
}

function sentenceOf(lead: string, clauses: readonly string[]): string {
  return clauses.length === 0 ? lead : `${lead}; ${listed(clauses)}`;
}
