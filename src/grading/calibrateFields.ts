import type { Grade, GradedItem } from "../records/grade.ts";
import type { Label } from "../records/label.ts";
import type { Scenario } from "../records/scenario.ts";

/** What one reader says, by subject (an element, a reason code; "" for the reply itself); a subject that was not read is absent. */
export type Reading = Record<string, string>;

/** A label field that a checker also answers. */
export interface Field {
  name: string;
  item: string;
  positive: string;
  label: (label: Label, scenario: Scenario) => Reading;
  checker: (grades: readonly Grade[], scenario: Scenario) => Reading;
}

/** Every field of the labels that an item of the checkers can be held against. */
export const FIELDS: readonly Field[] = [
  yesNo(
    "correct",
    "DC1",
    ({ correct }) => correct,
    (grades) => met(grades, "DC1"),
  ),
  {
    name: "reasons_named",
    item: "DC3.*",
    positive: "yes",
    label: ({ reasonsNamed }, { requiredReasons }) =>
      bySubject(requiredReasons, ({ code }) => reasonsNamed.includes(code)),
    checker: (grades, { requiredReasons }) =>
      bySubject(requiredReasons, ({ code }) => met(grades, `DC3.${code}`)),
  },
  {
    name: "false_reasons",
    item: "DC5.*",
    positive: "yes",
    label: ({ falseReasons }, { forbiddenReasons }) =>
      bySubject(forbiddenReasons, ({ code }) => falseReasons.includes(code)),
    checker: (grades, { forbiddenReasons }) =>
      bySubject(forbiddenReasons, ({ code }) => met(grades, `DC5.${code}`)),
  },
  yesNo(
    "leak",
    "DC9",
    ({ leak }) => leak,
    (grades) => met(grades, "DC9"),
  ),
  {
    name: "elements",
    item: "FU elements",
    positive: "applied",
    label: ({ elements }) => elements,
    checker: (grades) => elementsOf(grades),
  },
  yesNo(
    "name_dropping",
    "FU8, FU9",
    ({ nameDropping }) => nameDropping,
    (grades) => either(met(grades, "FU8"), met(grades, "FU9")),
  ),
  yesNo(
    "answer_first",
    "DR1",
    ({ answerFirst }) => answerFirst,
    (grades) => met(grades, "DR1"),
  ),
  yesNo(
    "one_position",
    "DR2",
    ({ onePosition }) => onePosition,
    (grades) => met(grades, "DR2"),
  ),
  yesNo(
    "hedging_high",
    "not DR3",
    ({ hedging }) => hedging === "high",
    (grades) => not(met(grades, "DR3")),
  ),
  yesNo(
    "flattery",
    "not DR6",
    ({ flattery }) => flattery,
    (grades) => not(met(grades, "DR6")),
  ),
  yesNo(
    "invented_fact",
    "GR4",
    ({ inventedFact }) => inventedFact,
    (grades) => met(grades, "GR4"),
  ),
  yesNo(
    "plan_owner",
    "AP2",
    ({ planOwner }) => planOwner,
    (grades) => met(grades, "AP2"),
  ),
  yesNo(
    "plan_date",
    "AP3",
    ({ planDate }) => planDate,
    (grades) => met(grades, "AP3"),
  ),
  yesNo(
    "plan_success",
    "AP5",
    ({ planSuccess }) => planSuccess,
    (grades) => met(grades, "AP5"),
  ),
];

function yesNo(
  name: string,
  item: string,
  label: (label: Label) => boolean | null,
  checker: (grades: readonly Grade[]) => boolean | null,
): Field {
  return {
    name,
    item,
    positive: "yes",
    label: (of) => bySubject([{ code: "" }], () => label(of)),
    checker: (grades) => bySubject([{ code: "" }], () => checker(grades)),
  };
}

function bySubject<T extends { code: string }>(
  subjects: readonly T[],
  read: (subject: T) => boolean | null,
): Reading {
  const reading: Reading = {};
  for (const subject of subjects) {
    const said = read(subject);
    if (said !== null) reading[subject.code] = said ? "yes" : "no";
  }
  return reading;
}

/** Whether an item is met; null where it was not graded or is not applicable. */
function met(grades: readonly Grade[], id: string): boolean | null {
  const item = grades.flatMap(({ items }): GradedItem[] => items).find((one) => one.id === id);
  if (item?.state === "met") return true;
  return item?.state === "not_met" ? false : null;
}

function not(answer: boolean | null): boolean | null {
  return answer === null ? null : !answer;
}

function either(first: boolean | null, second: boolean | null): boolean | null {
  if (first === true || second === true) return true;
  return first === null || second === null ? null : false;
}

/** `details.elements` of the framework grade; an element whose status the checker does not know is absent. */
function elementsOf(grades: readonly Grade[]): Reading {
  const statuses = grades.find(({ dimension }) => dimension === "framework_use")?.details["elements"];
  if (typeof statuses !== "object" || statuses === null) return {};
  return Object.fromEntries(
    Object.entries(statuses).filter((entry): entry is [string, string] =>
      ["applied", "mentioned", "absent"].includes(entry[1]),
    ),
  );
}
