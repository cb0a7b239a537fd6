import type { Calibration } from "./calibrate.ts";
import type { Comparison, Share } from "./calibrateCompare.ts";
import { assess } from "./calibrateReliability.ts";
import { counts, figureWithInterval, PART_NAMES } from "./calibrateTable.ts";
import { aligned } from "./columns.ts";

/** Every comparison of a calibration on a line of its own, with all its figures: for a wide terminal or a file. */
export function wideTable({ part, replies, families, annotators, verdicts, items }: Calibration): string {
  const rows = [
    ...verdicts.rows.map((row) => ({ ...row, name: `verdict, ${row.turns}`, binary: false })),
    ...items.map((row) => ({ ...row, name: row.item, binary: true })),
  ];
  return [
    `Graders against labels: ${PART_NAMES[part]}, ${replies} replies of ${families} families; annotators ${annotators.join(", ")}.`,
    "",
    aligned([
      HEADINGS,
      ...rows.flatMap(({ name, by, against, between, binary }) => [
        ...against.map((one) => [
          name,
          `${by} : ${one.annotator}`,
          counts(one.answered),
          ...figures(one, binary),
          assess(against).state,
        ]),
        ...between.map((one) => [name, `${one.first} : ${one.second}`, "", ...figures(one, binary), ""]),
      ]),
    ]),
    "The second of a pair is the reference. both / first only / second only / neither: readings that call it met.",
  ].join("\n");
}

const HEADINGS = [
  "item",
  "pair",
  "read",
  "n",
  "both",
  "first only",
  "second only",
  "neither",
  "agrees",
  "sensitivity",
  "specificity",
  "κ",
  "AC1",
  "",
];

function figures(comparison: Comparison, binary: boolean): string[] {
  const { n, confusion, agreement, sensitivity, specificity, kappa, ac1 } = comparison;
  const cell = (first: string, second: string) => (binary ? String(confusion[first]?.[second] ?? 0) : "");
  return [
    String(n),
    cell("met", "met"),
    cell("met", "not_met"),
    cell("not_met", "met"),
    cell("not_met", "not_met"),
    ...[agreement, sensitivity, specificity].map(shareWithInterval),
    figureWithInterval(kappa),
    figureWithInterval(ac1),
  ];
}

function shareWithInterval({ value, low, high }: Share): string {
  return value === null || low === null || high === null ? "–" : figureWithInterval({ value, low, high });
}
