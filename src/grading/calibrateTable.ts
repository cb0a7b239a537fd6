import type { Ratio } from "../statistics/agreement.ts";
import type { Calibration } from "./calibrate.ts";
import type { Comparison } from "./calibrateCompare.ts";
import type { VerdictRow } from "./calibrateVerdicts.ts";

const PART_NAMES = {
  heldout: "held-out part",
  dev: "development part",
  all: "all labelled replies",
} as const;

/** A calibration as aligned plain text, ending with one sentence that reads it. */
export function calibrationTable(calibration: Calibration): string {
  const { part, replies, families, verdicts, fields } = calibration;
  return [
    `Checkers against labels: ${PART_NAMES[part]}, ${replies} replies of ${families} families, annotators A and B.`,
    "",
    aligned([
      ["verdict", "answered", "right by A", "right by B", "κ A", "κ B", "precision A", "recall A", "A = B"],
      ...verdicts.rows.map((row) => [
        row.turns === "last" ? "last turn" : "all turns",
        ...[row.answered, row.withA.agreement, row.withB.agreement].map(share),
        kappa(row.withA),
        kappa(row.withB),
        share(row.withA.precision),
        share(row.withA.recall),
        share(row.annotators.agreement),
      ]),
    ]),
    'Precision and recall of verdicts are those of "disqualify".',
    `No verdict asked for and none given: read as such (or left to a judge) in ${share(verdicts.notApplicable)}.`,
    "",
    "Verdict as read (rows) against annotator A (columns), last turn:",
    confusionTable(verdicts.rows[0]),
    "",
    aligned([
      [
        "field",
        "items",
        "answered",
        "agrees A",
        "agrees B",
        "κ A",
        "κ B",
        "precision A",
        "recall A",
        "A = B",
        "κ A–B",
      ],
      ...fields.map(({ field, item, answered, withA, withB, annotators }) => [
        field,
        item,
        share(answered),
        share(withA.agreement),
        share(withB.agreement),
        kappa(withA),
        kappa(withB),
        share(withA.precision),
        share(withA.recall),
        share(annotators.agreement),
        kappa(annotators),
      ]),
    ]),
    'Answered: of A\'s readings, those that the checker gave too; the rest is left to a judge. "–": undefined.',
    "",
    readingOf(calibration),
  ].join("\n");
}

/** One sentence that a reader can act on. */
function readingOf({ verdicts, fields, part }: Calibration): string {
  const last = verdicts.rows[0];
  if (!last || last.withA.n === 0) return `No verdict of the ${PART_NAMES[part]} could be compared.`;
  const scored = fields.filter(({ withA }) => withA.agreement.value !== null);
  const weakest = scored.sort((a, b) => (a.withA.agreement.value ?? 0) - (b.withA.agreement.value ?? 0))[0];
  const weak = weakest
    ? `; the weakest field is ${weakest.field}, which agrees in ${share(weakest.withA.agreement)}`
    : "";
  return (
    `On the ${PART_NAMES[part]} the checker reads the last verdict in ${share(last.answered)} and agrees with annotator A in ` +
    `${share(last.withA.agreement)} of those (the annotators agree with each other in ${share(last.annotators.agreement)})${weak}.`
  );
}

function confusionTable(row: VerdictRow | undefined): string {
  if (!row) return "";
  const labels = [...new Set(Object.values(row.confusion).flatMap((counts) => Object.keys(counts)))].sort();
  const rows = Object.entries(row.confusion).sort(([a], [b]) => (a < b ? -1 : 1));
  return aligned([
    ["", ...labels],
    ...rows.map(([read, counts]) => [read, ...labels.map((label) => String(counts[label] ?? 0))]),
  ]);
}

/** "32/36 (89 %)". */
function share({ hits, of, value }: Ratio): string {
  return value === null ? "–" : `${hits}/${of} (${Math.round(value * 100)} %)`;
}

function kappa({ kappa: value }: Comparison): string {
  return value === null ? "–" : value.toFixed(2);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
