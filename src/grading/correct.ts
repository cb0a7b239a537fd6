import type { Grade } from "../records/grade.ts";
import { itemLine } from "../records/itemLine.ts";
import type { ItemLabel } from "../records/label.ts";
import { DIMENSIONS, type Dimension } from "../records/rubric.ts";
import { mean } from "../statistics/centre.ts";
import { predictionPowered } from "../statistics/corrected.ts";
import type { Readings } from "./calibrateReadings.ts";
import { scoreItems } from "./score.ts";

/** A reply of the run, with what one annotator says of it where it is labelled. */
export interface CorrectableReply {
  model: string;
  grades: readonly Grade[];
  /** Null where the annotator labelled nothing of it. */
  said: Readings | null;
}

/** A score of a run as the graders have it, and as labels of a random part of its replies correct it. */
export interface Correction {
  model: string;
  criterion: "verdict_right" | Dimension;
  /** The graders' mean over the replies that they could read; null without any. */
  raw: { value: number | null; read: number; replies: number };
  corrected: { value: number; low: number; high: number; lambda: number } | null;
  /** Why there is no corrected score. */
  reason: string | null;
  /** Replies whose labels are whole for this score; those labelled in part, or with "unsure", which are left out. */
  labelled: number;
  incomplete: number;
  /** Rubric lines that labels decide; the others stand as they were graded. */
  lines: string[];
}

/** With fewer labelled replies an interval by t is too wide to say anything, and too trusting of normality. */
const LEAST_LABELLED = 10;
const CONFIDENCE = 0.95;

/**
 * Corrects each model's share of right verdicts and its dimensions' scores (PPI++). The labelled replies are taken to be
 * a random part of the model's replies, and replies to be independent. A reply that no grader could read counts with
 * the mean of the others as its prediction, which labels then correct: nothing is left out for being hard to read.
 */
export function correctScores(replies: readonly CorrectableReply[]): Correction[] {
  return [...Map.groupBy(replies, ({ model }) => model)].flatMap(([model, of]) => [
    correction(model, "verdict_right", of, verdictOf),
    ...DIMENSIONS.map((dimension) =>
      correction(model, dimension, of, (reply, lines) => dimensionOf(reply, dimension, lines)),
    ).filter(({ lines }) => lines.length > 0),
  ]);
}

/**
 * What graders and annotator make of one reply; undefined where the score does not apply to it. `graded` null: not read.
 * `labelled` null: not labelled; undefined: labelled in part.
 */
interface Value {
  graded: number | null;
  labelled: number | null | undefined;
}

type ValueOf = (reply: CorrectableReply, lines: ReadonlySet<string>) => Value | undefined;

function correction(
  model: string,
  criterion: Correction["criterion"],
  replies: readonly CorrectableReply[],
  valueOf: ValueOf,
): Correction {
  const lines = linesOf(replies, criterion);
  const values = replies.flatMap((reply) => valueOf(reply, lines) ?? []);
  const read = values.flatMap(({ graded }) => graded ?? []);
  const raw = read.length === 0 ? null : mean(read);
  const predicted = ({ graded }: Value) => graded ?? raw ?? 0;
  const labelled = values.filter((value) => typeof value.labelled === "number");
  const incomplete = values.filter((value) => value.labelled === undefined).length;
  const rest = values.filter((value) => value.labelled === null);
  const common = {
    model,
    criterion,
    raw: { value: raw, read: read.length, replies: values.length },
    labelled: labelled.length,
    incomplete,
    lines: [...lines].sort(),
  };
  const labels = labelled.flatMap((value) => value.labelled ?? []);
  const reason = lackOf(labels, rest.length);
  if (reason !== null) return { ...common, corrected: null, reason };
  const { estimate, low, high, lambda } = predictionPowered(
    labels,
    labelled.map(predicted),
    rest.map(predicted),
    CONFIDENCE,
  );
  return {
    ...common,
    corrected: { value: clip(estimate), low: clip(low), high: clip(high), lambda },
    reason: null,
  };
}

function lackOf(labels: readonly number[], rest: number): string | null {
  if (labels.length < LEAST_LABELLED)
    return `${labels.length} labelled replies, at least ${LEAST_LABELLED} are needed`;
  if (rest < 2) return `all replies are labelled: the labels' own mean is ${mean(labels).toFixed(2)}`;
  return null;
}

/** The lines of the criterion that the annotator answers; fields that answer two lines at once decide neither. */
function linesOf(replies: readonly CorrectableReply[], criterion: Correction["criterion"]): Set<string> {
  if (criterion === "verdict_right") return new Set(["DC1"]);
  const said = new Set(replies.flatMap((reply) => [...(reply.said?.keys() ?? [])].map(itemLine)));
  const own = replies.flatMap(({ grades }) => itemsOf(grades, criterion).map(({ id }) => itemLine(id)));
  return new Set(own.filter((line) => said.has(line)));
}

function verdictOf({ grades, said }: CorrectableReply): Value | undefined {
  const item = itemsOf(grades, "disqualification").find(({ id }) => id === "DC1");
  if (!item || item.state === "n/a") return undefined;
  const graded = item.state === "ungraded" ? null : Number(item.state === "met");
  if (said === null) return { graded, labelled: null };
  const answer = said.get("DC1");
  if (answer === "n/a") return undefined;
  return { graded, labelled: answer === undefined ? undefined : Number(answer === "met") };
}

function dimensionOf(
  { grades, said }: CorrectableReply,
  dimension: Dimension,
  lines: ReadonlySet<string>,
): Value | undefined {
  const items = itemsOf(grades, dimension);
  const graded = grades.find((grade) => grade.dimension === dimension)?.score ?? null;
  if (!items.some(({ points, state }) => points > 0 && state !== "n/a")) return undefined;
  if (said === null) return { graded, labelled: null };
  const due = items.filter(({ id, state }) => lines.has(itemLine(id)) && state !== "n/a");
  if (due.some(({ id }) => !said.has(id))) return { graded, labelled: undefined };
  const relabelled = items.map((item) => ({
    ...item,
    state: (lines.has(itemLine(item.id)) ? said.get(item.id) : undefined) ?? item.state,
  }));
  return { graded, labelled: scoreItems(relabelled).score ?? undefined };
}

function itemsOf(grades: readonly Grade[], dimension: Dimension): Grade["items"] {
  return grades.find((grade) => grade.dimension === dimension)?.items ?? [];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Labels that were drawn, those picked for their grade (which no figure may use), and those that do not say. */
export function samplesOf(labels: readonly Pick<ItemLabel, "sample">[]): {
  random: number;
  disagreement: number;
  unknown: number;
} {
  const count = (sample: ItemLabel["sample"]) => labels.filter((label) => label.sample === sample).length;
  return { random: count("random"), disagreement: count("disagreement"), unknown: count(null) };
}
