import type { GradedBy } from "../records/calibration.ts";
import { itemLine } from "../records/itemLine.ts";
import type { Decision } from "../records/decision.ts";
import type { Grade } from "../records/grade.ts";
import type { ItemLabel, Label } from "../records/label.ts";
import type { Scenario } from "../records/scenario.ts";
import { ratio, type Ratio, type ReadingPair } from "../statistics/agreement.ts";
import { compare, withInterval } from "./calibrateCompare.ts";
import {
  LABEL_FIELDS,
  type Readings,
  readingsOfGrades,
  readingsOfItems,
  readingsOfLabel,
} from "./calibrateReadings.ts";
import {
  type Against,
  type Between,
  calibrateVerdicts,
  pairsOf,
  type VerdictCalibration,
  verdictsOf,
} from "./calibrateVerdicts.ts";
import { inPart, type Part } from "./split.ts";

/** A reply that labels may speak of, with the grades that the checkers give it. */
export interface GradedReply {
  /** Id of the reply (`response` of a label). */
  response: string;
  scenario: string;
  grades: readonly Grade[];
  /** The grades of its run, in which a judge may have answered; null where there is no run. */
  judged: readonly Grade[] | null;
}

/** All labels that were read. */
export interface Labels {
  replies: readonly Label[];
  items: readonly ItemLabel[];
}

/** Labels with the replies they speak of, their scenarios and what is right there by scenario id. */
export interface CalibrationInput {
  labels: Labels;
  replies: readonly GradedReply[];
  scenarios: readonly Scenario[];
  decisions: Readonly<Record<string, readonly Decision[]>>;
}

/** One rubric line by one grader, against each annotator; "met" is the positive answer. */
export interface ItemCalibration {
  item: string;
  by: GradedBy;
  /** The field of a whole reply's label that answers it; null where only labels of single items do. */
  field: string | null;
  against: Against[];
  between: Between[];
}

/** How far the graders agree with the labels on one part of them. */
export interface Calibration {
  part: Part;
  replies: number;
  families: number;
  /** In alphabetical order. */
  annotators: string[];
  verdicts: VerdictCalibration;
  items: ItemCalibration[];
  /** Where checker and judge both answered: how often they differ, by rubric line and for the verdict. */
  checkerAgainstJudge: { item: string; differ: Ratio }[];
  /** Labels that are in no figure: "unsure", and those picked because their grade looked wrong. */
  setAside: { unsure: number; disagreements: number };
}

/**
 * Compares the graders' items and verdicts with the labels of one part. Ungraded items are left out of every agreement
 * and counted in `answered`; a reading that only one of the two gave is in no comparison.
 */
export function calibrate(input: CalibrationInput, part: Part): Calibration {
  const familyOf = new Map(input.scenarios.map(({ id, family }) => [id, family]));
  const within = ({ scenario }: { scenario: string }) => inPart(familyOf.get(scenario) ?? scenario, part);
  const items = input.labels.items.filter(within);
  const fair = items.filter(({ sample }) => sample !== "disagreement");
  const labels = { replies: input.labels.replies.filter(within), items: fair };
  const annotators = [
    ...new Set([...labels.replies, ...labels.items].map(({ annotator }) => annotator)),
  ].sort();
  const replies = labelledReplies(input, labels);
  return {
    part,
    replies: replies.length,
    families: new Set(replies.map(({ scenario }) => scenario.family)).size,
    annotators,
    verdicts: calibrateVerdicts(
      replies,
      annotators.filter((annotator) => labels.replies.some((label) => label.annotator === annotator)),
    ),
    items: (["checker", "judge"] as const).flatMap((by) => calibrateItems(replies, annotators, by)),
    checkerAgainstJudge: disagreements(replies),
    setAside: {
      unsure: items.filter(({ state }) => state === "unsure").length,
      disagreements: items.length - fair.length,
    },
  };
}

/** A labelled reply with all that is said of it. */
interface LabelledReply {
  scenario: Scenario;
  grades: readonly Grade[];
  judged: readonly Grade[] | null;
  /** By annotator: verdicts by turn, and readings by item. */
  verdicts: ReadonlyMap<string, readonly string[]>;
  said: ReadonlyMap<string, Readings>;
  read: Record<GradedBy, Readings>;
}

function labelledReplies(
  { replies, scenarios, decisions }: CalibrationInput,
  labels: Labels,
): LabelledReply[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const whole = Map.groupBy(labels.replies, ({ response }) => response);
  const single = Map.groupBy(labels.items, ({ response }) => response);
  return replies.flatMap((reply): LabelledReply[] => {
    const scenario = byId.get(reply.scenario);
    const ofReply = whole.get(reply.response) ?? [];
    const ofItems = single.get(reply.response) ?? [];
    if (!scenario || ofReply.length + ofItems.length === 0) return [];
    const deal = { scenario, gold: decisions[scenario.id] ?? [] };
    const said = new Map<string, Readings>(
      ofReply.map((label) => [label.annotator, readingsOfLabel(label, deal)]),
    );
    for (const [annotator, given] of Map.groupBy(ofItems, (label) => label.annotator)) {
      said.set(annotator, new Map([...(said.get(annotator) ?? []), ...readingsOfItems(given)]));
    }
    return [
      {
        scenario,
        grades: reply.grades,
        judged: reply.judged,
        verdicts: new Map(ofReply.map(({ annotator, verdicts }) => [annotator, verdicts])),
        said,
        read: {
          checker: readingsOfGrades(reply.grades, "checker"),
          judge: readingsOfGrades(reply.judged ?? [], "judge"),
        },
      },
    ];
  });
}

/** Every line that an annotator answers; a judge's, where it answered at least once. */
function calibrateItems(
  replies: readonly LabelledReply[],
  annotators: readonly string[],
  by: GradedBy,
): ItemCalibration[] {
  const labelled = replies.flatMap(({ said }) => [...said.values()].flatMap((readings) => [...readings]));
  const lines = new Set(labelled.flatMap(([id, state]) => (state === "n/a" ? [] : [itemLine(id)])));
  const order = [...new Set([...Object.keys(LABEL_FIELDS), ...[...lines].sort()])].filter((line) =>
    lines.has(line),
  );
  const all = order.map((line) => calibrateLine(line, replies, annotators, by));
  return by === "checker" ? all : all.filter(({ against }) => against.some(({ n }) => n > 0));
}

const ANSWERS = ["met", "not_met"];

function calibrateLine(
  line: string,
  replies: readonly LabelledReply[],
  annotators: readonly string[],
  by: GradedBy,
): ItemCalibration {
  const pairsWith = (annotator: string, of: (reply: LabelledReply) => Readings | undefined) =>
    replies.flatMap((reply) => paired(of(reply), reply.said.get(annotator), line));
  const against = annotators.map((annotator): Against => {
    const asked = replies.flatMap((reply) => answersOn(reply.said.get(annotator), line)).length;
    const pairs = pairsWith(annotator, ({ read }) => read[by]);
    return {
      annotator,
      answered: withInterval(ratio(pairs.length, asked)),
      ...compare(pairs, "met", ANSWERS),
    };
  });
  return {
    item: line,
    by,
    field: LABEL_FIELDS[line] ?? null,
    against: against.filter(({ answered }) => answered.of > 0),
    between: pairsOf(annotators)
      .map(([first, second]): Between => ({
        first,
        second,
        ...compare(
          pairsWith(second, ({ said }) => said.get(first)),
          "met",
          ANSWERS,
        ),
      }))
      .filter(({ n }) => n > 0),
  };
}

function answersOn(readings: Readings | undefined, line: string): [string, string][] {
  return [...(readings ?? [])].filter(([id, state]) => itemLine(id) === line && state !== "n/a");
}

/** Readings of the same subjects by both. */
function paired(first: Readings | undefined, second: Readings | undefined, line: string): ReadingPair[] {
  return answersOn(second, line).flatMap(([id, reference]) => {
    const said = first?.get(id);
    return said === undefined || said === "n/a" ? [] : [[said, reference] as const];
  });
}

function disagreements(replies: readonly LabelledReply[]): Calibration["checkerAgainstJudge"] {
  const pairs = replies.flatMap(({ grades, judged, read }) => [
    ...[...read.judge].map(([id, state]): [string, string | undefined, string] => [
      itemLine(id),
      read.checker.get(id),
      state,
    ]),
    ...verdictPair(verdictsOf(grades, "checker").at(-1), verdictsOf(judged ?? [], "judge").at(-1)),
  ]);
  const both = pairs.filter(
    ([, checker, judge]) => checker !== undefined && checker !== "n/a" && judge !== "n/a",
  );
  return [...Map.groupBy(both, ([item]) => item)].map(([item, of]) => ({
    item,
    differ: ratio(of.filter(([, checker, judge]) => checker !== judge).length, of.length),
  }));
}

function verdictPair(
  checker: string | undefined,
  judge: string | undefined,
): [string, string | undefined, string][] {
  if (judge === undefined || judge === "needs_judge" || checker === "needs_judge") return [];
  return [["verdict", checker, judge]];
}
