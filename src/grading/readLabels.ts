import type { z } from "zod";
import { readText } from "../files/read.ts";
import { nearest, wordIssue } from "../files/wording.ts";
import { formatProblem, InputError, type Place, type Problem } from "../records/errors.ts";
import {
  type ItemLabel,
  itemLabelFromDisk,
  ItemLabelSchema,
  type Label,
  labelFromDisk,
  LabelSchema,
} from "../records/label.ts";
import type { Labels } from "./calibrate.ts";
import { itemLine } from "../records/itemLine.ts";
import { type LabelRow, labelRows } from "./labelRows.ts";

/** What labels may speak of. */
export interface Labelled {
  /** Scenario ids, with whether their labels are wanted; labels of others are left out unchecked. */
  scenarios: ReadonlyMap<string, { wanted: boolean }>;
  /** The scenario of every reply, by response id. */
  replies: ReadonlyMap<string, string>;
  /** Rubric lines: "DR1". */
  lines: ReadonlySet<string>;
  /** Where replies come from, for messages: "--recordings". */
  source: string;
  /** Whether labels of other replies are wrong, or are of no matter here: a run holds some of what was ever labelled. */
  others: "refuse" | "leave out";
}

/** What label files say, and of how many labels the reply is not at hand. */
export interface ReadLabels extends Labels {
  leftOut: number;
}

/**
 * Reads label files, CSV and JSONL, labels of whole replies and of single items in any order.
 * @throws InputError listing at once what is wrong in all of them: fields, unknown scenarios, replies and items, labels
 * given twice. A line that `corrects` takes the place of the one before it.
 */
export function readLabels(files: readonly string[], labelled: Labelled): ReadLabels {
  let leftOut = 0;
  const problems: Problem[] = [];
  const whole = new Map<string, { label: Label; place: Place }>();
  const single = new Map<string, { label: ItemLabel; place: Place }>();
  for (const file of files) {
    for (const row of rowsOf(file, problems)) {
      if (labelled.others === "leave out" && isOfAnother(row, labelled)) {
        leftOut++;
        continue;
      }
      if ("item" in row.value) {
        const label = parsed(row, ItemLabelSchema, problems);
        if (!label || !isWanted(label, row, labelled, problems)) continue;
        checkItem(label.item, row, labelled, problems);
        const key = JSON.stringify([label.response, label.annotator, label.item]);
        const earlier = single.get(key);
        if (earlier && !label.corrects) problems.push(twice(row.place("item"), "item", earlier.place));
        single.set(key, { label: itemLabelFromDisk(label), place: row.place("item") });
      } else {
        const label = parsed(row, LabelSchema, problems);
        if (!label || !isWanted(label, row, labelled, problems)) continue;
        const key = JSON.stringify([label.response, label.annotator]);
        const earlier = whole.get(key);
        if (earlier) problems.push(twice(row.place("response"), "response", earlier.place));
        whole.set(key, { label: labelFromDisk(label), place: row.place("response") });
      }
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return {
    replies: [...whole.values()].map(({ label }) => label),
    items: [...single.values()].map(({ label }) => label),
    leftOut,
  };
}

/** Whether a label is of a reply that is not at hand, of a scenario that is known. */
function isOfAnother({ value }: LabelRow, { scenarios, replies }: Labelled): boolean {
  const { scenario, response } = value as { scenario?: unknown; response?: unknown };
  return (
    typeof scenario === "string" &&
    typeof response === "string" &&
    scenarios.has(scenario) &&
    !replies.has(response)
  );
}

function rowsOf(file: string, problems: Problem[]): LabelRow[] {
  try {
    return labelRows(readText(file), file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}

function parsed<S extends z.ZodType>(
  { value, place }: LabelRow,
  schema: S,
  problems: Problem[],
): z.output<S> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues.flatMap((one) => wordIssue(one, value)))
    problems.push({
      place: place(String(issue.path[0] ?? "")),
      field: issue.path.join("."),
      message: issue.message,
    });
  return undefined;
}

/** Whether a label is one of those asked for; what it names must then exist. */
function isWanted(
  { scenario, response }: { scenario: string; response: string },
  { place }: LabelRow,
  { scenarios, replies, source }: Labelled,
  problems: Problem[],
): boolean {
  const known = scenarios.get(scenario);
  const wrong = (field: string, found: string, expected: string) => {
    problems.push({
      place: place(field),
      field,
      message: `found ${JSON.stringify(found)}, expected ${expected}`,
    });
    return false;
  };
  if (!known)
    return wrong("scenario", scenario, `the id of one of the ${scenarios.size} scenarios; see --scenarios`);
  if (!known.wanted) return false;
  if (replies.get(response) === scenario) return true;
  return wrong("response", response, `the id of a reply to ${scenario}; see ${source}`);
}

function checkItem(item: string, { place }: LabelRow, { lines }: Labelled, problems: Problem[]): void {
  if (lines.has(itemLine(item))) return;
  const message = `found ${JSON.stringify(item)}, expected ${nearest(itemLine(item), [...lines])}`;
  problems.push({ place: place("item"), field: "item", message });
}

function twice(place: Place, field: string, earlier: Place): Problem {
  const where = formatProblem({ place: earlier, field: "", message: "" }).replace(/: $/, "");
  return {
    place,
    field,
    message: `found a second label by the same annotator, expected one; the first is at ${where}`,
  };
}
