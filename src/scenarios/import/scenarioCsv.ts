import { FACT_NAMES } from "../../records/facts.ts";
import type { Draft } from "./draft.ts";

/**
 * The drafts as a scenario CSV file, one row each, with empty columns for what makes a draft a graded scenario: facts and their
 * evidence, acceptable verdicts, reasons, what to ask. No cell begins as a formula of a spreadsheet does.
 */
export function scenarioCsv(drafts: readonly Draft[]): string {
  const people = Math.max(0, ...drafts.map((draft) => draft.people.length));
  const headers = headersFor(people);
  const rows = drafts.map((draft) => {
    const cells = cellsOf(draft);
    return headers.map((header) => quoted(cells[header] ?? "")).join(",");
  });
  return `${[headers.join(","), ...rows].join("\n")}\n`;
}

/** Whether a spreadsheet would run a text as a formula. */
export function isFormula(text: string): boolean {
  return /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);
}

const REASONS = [0, 1, 2];

function headersFor(people: number): string[] {
  return [
    ..."id title family task_type industry deal_type solution stage deal_value_usd value_basis as_of_date user_role".split(
      " ",
    ),
    ..."brief_format tags turns.0.kind turns.0.text".split(" "),
    ...FACT_NAMES.flatMap((name) => [`facts.${name}.value`, `facts.${name}.evidence`]),
    ...Array.from({ length: people }, (_, index) =>
      ["name", "title", "side", "role"].map((part) => `people.${index}.${part}`),
    ).flat(),
    ..."anchors verdict_expected acceptable_verdicts".split(" "),
    ...REASONS.flatMap((index) => [`required_reasons.${index}.code`, `required_reasons.${index}.text`]),
    ...REASONS.flatMap((index) => [`forbidden_reasons.${index}.code`, `forbidden_reasons.${index}.text`]),
    ..."must_ask must_not_ask salient_elements expected_frameworks hard_truth planted_assumption".split(" "),
    ..."limits.max_words limits.min_actions notes".split(" "),
  ];
}

function cellsOf({ facts, people, anchors, message, fields }: Draft): Record<string, string> {
  return {
    ...fields,
    "turns.0.kind": "brief",
    "turns.0.text": message,
    ...Object.fromEntries(
      FACT_NAMES.flatMap((name) => [
        [`facts.${name}.value`, facts[name]?.value ?? "unknown"],
        [`facts.${name}.evidence`, facts[name]?.evidence ?? ""],
      ]),
    ),
    ...Object.fromEntries(
      people.flatMap((person, index) =>
        Object.entries(person).map(([part, text]) => [`people.${index}.${part}`, text]),
      ),
    ),
    anchors: anchors.join(" | "),
  };
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
