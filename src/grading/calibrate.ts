import type { Grade } from "../records/grade.ts";
import type { Label } from "../records/label.ts";
import type { Scenario } from "../records/scenario.ts";
import { ratio, type Ratio, type ReadingPair } from "../statistics/agreement.ts";
import { type Comparison, compare, type LabelledReply } from "./calibrateCompare.ts";
import { FIELDS, type Field, type Reading } from "./calibrateFields.ts";
import { calibrateVerdicts, type VerdictCalibration } from "./calibrateVerdicts.ts";
import { inPart, type Part } from "./split.ts";

/** A recorded reply with the grades that the checkers gave it. */
export interface GradedReply {
  /** Id of the labelled reply (`response` of the label). */
  response: string;
  scenario: string;
  grades: readonly Grade[];
}

/** Labelled replies with their grades and scenarios. */
export interface CalibrationInput {
  labels: readonly Label[];
  replies: readonly GradedReply[];
  scenarios: readonly Scenario[];
}

/** One field: the checker against each annotator, and the annotators with each other. */
interface FieldCalibration {
  field: string;
  /** The rubric items or details that are compared. */
  item: string;
  /** The class that precision and recall speak of. */
  positive: string;
  /** Of the readings that annotator A gave, those that the checker answered; the rest it left to a judge. */
  answered: Ratio;
  withA: Comparison;
  withB: Comparison;
  /** A's reading against B's as reference. */
  annotators: Comparison;
}

/** How far the checkers agree with the labels on one part of them. */
export interface Calibration {
  part: Part;
  replies: number;
  families: number;
  verdicts: VerdictCalibration;
  fields: FieldCalibration[];
}

/**
 * Compares the checkers' grades with the labels of one part. Ungraded items are left out of every agreement and counted
 * in `answered`; a reading that only one of the two gave is in no comparison.
 */
export function calibrate(input: CalibrationInput, part: Part): Calibration {
  const familyOf = new Map(input.scenarios.map(({ id, family }) => [id, family]));
  const labels = input.labels.filter(({ scenario }) => inPart(familyOf.get(scenario) ?? scenario, part));
  const byResponse = new Map(input.replies.map((reply) => [reply.response, reply]));
  const scenarios = new Map(input.scenarios.map((scenario) => [scenario.id, scenario]));
  const responses = [...new Set(labels.map(({ response }) => response))].flatMap(
    (response): LabelledReply[] => {
      const reply = byResponse.get(response);
      const scenario = reply && scenarios.get(reply.scenario);
      if (!scenario) return [];
      const of = (annotator: string) =>
        labels.find((label) => label.response === response && label.annotator === annotator);
      return [{ scenario, grades: reply.grades, a: of("A"), b: of("B") }];
    },
  );
  return {
    part,
    replies: responses.length,
    families: new Set(responses.map(({ scenario }) => scenario.family)).size,
    verdicts: calibrateVerdicts(responses),
    fields: FIELDS.map((field) => calibrateField(field, responses)),
  };
}

function calibrateField(field: Field, replies: readonly LabelledReply[]): FieldCalibration {
  const withA: ReadingPair[] = [];
  const withB: ReadingPair[] = [];
  const annotators: ReadingPair[] = [];
  let asked = 0;
  for (const { scenario, grades, a, b } of replies) {
    const checker = field.checker(grades, scenario);
    const first = a ? field.label(a, scenario) : {};
    const second = b ? field.label(b, scenario) : {};
    asked += Object.keys(first).length;
    withA.push(...paired(checker, first));
    withB.push(...paired(checker, second));
    annotators.push(...paired(first, second));
  }
  const { name, item, positive } = field;
  return {
    field: name,
    item,
    positive,
    answered: ratio(withA.length, asked),
    withA: compare(withA, positive),
    withB: compare(withB, positive),
    annotators: compare(annotators, positive),
  };
}

/** Readings of the same subject by both; one that only one of the two gave is left out. */
function paired(first: Reading, second: Reading): ReadingPair[] {
  return Object.entries(first).flatMap(([subject, said]) => {
    const other = second[subject];
    return other === undefined ? [] : [[said, other] as const];
  });
}
