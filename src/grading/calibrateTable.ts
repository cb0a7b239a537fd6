import type { Ratio } from "../statistics/agreement.ts";
import type { Calibration, ItemCalibration } from "./calibrate.ts";
import type { Comparison, Figure, Share } from "./calibrateCompare.ts";
import { assess } from "./calibrateReliability.ts";
import type { Against, Between, VerdictRow } from "./calibrateVerdicts.ts";
import { aligned } from "./columns.ts";

export const PART_NAMES = {
  heldout: "held-out part",
  dev: "development part",
  all: "all labelled replies",
} as const;

/** Annotators that get columns of their own; further ones are in the wide table. */
const SHOWN = 2;

/** A calibration as aligned plain text of at most 110 columns, ending with one sentence that reads it. */
export function calibrationTable(calibration: Calibration): string {
  const { part, replies, families, annotators, verdicts } = calibration;
  const shown = annotators.slice(0, SHOWN);
  const rest = annotators.length - shown.length;
  return [
    `Graders against labels: ${PART_NAMES[part]}, ${replies} replies of ${families} families; annotators ${annotators.join(", ")}.`,
    ...(rest > 0 ? [`The columns show ${shown.join(" and ")}; --wide and --json show all.`] : []),
    "",
    aligned([
      headings("verdict", shown),
      ...verdicts.rows.map((row) =>
        cells(`${row.turns} turn${row.turns === "all" ? "s" : ""}`, row.by, row, shown),
      ),
    ]),
    'Of verdicts "met" is "disqualify".',
    `No verdict asked for and none given: read as such (or left to a judge) in ${share(verdicts.notApplicable)}.`,
    "",
    ...confusionLines(verdicts.rows[0]),
    aligned([
      headings("item", shown),
      ...calibration.items.map((row) => cells(row.item, row.by, row, shown)),
    ]),
    ...legend(calibration),
    "",
    readingOf(calibration),
  ].join("\n");
}

function headings(first: string, shown: readonly string[]): string[] {
  const [a = "", b] = shown;
  return [
    first,
    "by",
    `read of ${a}'s`,
    "met",
    "not met",
    ...shown.map((annotator) => `κ ${annotator}`),
    `AC1 ${a}`,
    ...(b === undefined ? [] : [`κ ${a}–${b}`]),
    "",
  ];
}

function cells(
  name: string,
  by: string,
  row: { against: readonly Against[]; between: readonly Between[] },
  shown: readonly string[],
): string[] {
  const [a, b] = shown;
  const heldAgainst = (annotator: string | undefined) =>
    row.against.find((one) => one.annotator === annotator);
  const first = heldAgainst(a);
  const { state } = assess(row.against);
  return [
    name,
    by,
    first ? counts(first.answered) : "–",
    first ? counts(first.sensitivity) : "–",
    first ? counts(first.specificity) : "–",
    ...shown.map((annotator) => figureWithInterval(heldAgainst(annotator)?.kappa)),
    figureWithInterval(first?.ac1),
    ...(b === undefined
      ? []
      : [figure(row.between.find((pair) => pair.first === a && pair.second === b)?.kappa)]),
    state === "sound" ? "" : state,
  ];
}

function confusionLines(row: VerdictRow | undefined): string[] {
  const first = row?.against[0];
  if (!row || !first) return [];
  const counted = { ...first.confusion };
  for (const [read, said] of Object.entries(row.unanswered)) counted[read] = { ...counted[read], ...said };
  const labels = [...new Set(Object.values(counted).flatMap((said) => Object.keys(said)))].sort();
  const rows = Object.entries(counted).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    `Verdict as read (rows) against annotator ${first.annotator} (columns), last turn:`,
    aligned([
      ["", ...labels],
      ...rows.map(([read, said]) => [read, ...labels.map((label) => String(said[label] ?? 0))]),
    ]),
    "",
  ];
}

function legend({ annotators, setAside, checkerAgainstJudge }: Calibration): string[] {
  const [a = ""] = annotators;
  const { unsure, disagreements } = setAside;
  const both = checkerAgainstJudge.map(({ item, differ }) => `${item} ${differ.hits} of ${differ.of}`);
  return [
    `read: of ${a}'s readings, those the grader gave too (the rest is left open). met, not met: of those that ${a} calls`,
    "so, how many the grader does (sensitivity, specificity). Brackets: 95 % intervals that take readings as independent.",
    "weak: κ below 0.6 with an annotator. unproven: too few readings of either kind, or κ undefined (–).",
    ...(both.length === 0 ? [] : [`Where checker and judge both answer, they differ: ${both.join(", ")}.`]),
    ...(unsure + disagreements === 0
      ? []
      : [
          `In no figure: ${unsure} labels "unsure", ${disagreements} picked because a grade looked wrong (they would count faults only).`,
        ]),
  ];
}

/** One sentence that a reader can act on. */
function readingOf({ verdicts, items, part }: Calibration): string {
  const first = verdicts.rows[0]?.against[0];
  const weak = namesOf(items, "weak");
  const unproven = namesOf(items, "unproven").length;
  const reading = `${weak.length === 0 ? "no item is weak" : `weak: ${weak.join(", ")}`}; ${unproven} of ${items.length} measured items are unproven`;
  if (!first || first.n === 0) return `No verdict of the ${PART_NAMES[part]} could be compared; ${reading}.`;
  const between = verdicts.rows[0]?.between[0];
  const together = between
    ? ` (${between.first} and ${between.second} agree with each other in ${share(between.agreement)})`
    : "";
  return (
    `On the ${PART_NAMES[part]} the checker reads the last verdict in ${share(first.answered)} and agrees with ${first.annotator} in ` +
    `${share(first.agreement)} of those${together}; ${reading}.`
  );
}

function namesOf(items: readonly ItemCalibration[], state: string): string[] {
  return items
    .filter(({ against }) => assess(against).state === state)
    .map(({ item, by }) => (by === "judge" ? `${item} (judge)` : item));
}

/** "32/36 (89 %)". */
function share({ hits, of, value }: Ratio): string {
  return value === null ? "–" : `${hits}/${of} (${Math.round(value * 100)} %)`;
}

/** "32/36"; "–" of nothing. */
export function counts({ hits, of }: Pick<Share, "hits" | "of">): string {
  return of === 0 ? "–" : `${hits}/${of}`;
}

function figure(value: Comparison["kappa"] | undefined): string {
  return value ? value.value.toFixed(2) : "–";
}

/** "0.91 [0.79,1.00]". */
export function figureWithInterval(value: Figure | null | undefined): string {
  return value ? `${value.value.toFixed(2)} [${value.low.toFixed(2)},${value.high.toFixed(2)}]` : "–";
}
