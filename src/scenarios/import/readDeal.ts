import type { Problem } from "../../records/errors.ts";
import { DEAL_TYPES, INDUSTRIES } from "../../records/scenario.ts";
import { chooserOf, plainName } from "./choices.ts";
import { type Columns, currencyOfHeader } from "./columns.ts";
import type { CrmRow, CrmTable } from "./crmTable.ts";
import { amountReader } from "./dealAmounts.ts";
import { dateWriter } from "./dealDates.ts";
import type { Draft } from "./draft.ts";
import { DATE_FIELDS, type FieldName } from "./fields.ts";
import { CLOSED_STATUS, STAGE_VALUES, USUAL_DEAL_TYPES, USUAL_INDUSTRIES, USUAL_STAGES } from "./meanings.ts";
import { anchorsOf, stageFact, peopleOf, titleOf } from "./mentions.ts";
import { lineOf, messageOf } from "./message.ts";
import { type ImportOptions, readMoney } from "./settings.ts";
import type { Skip } from "./skips.ts";
import { frameworksFor, limitsFor } from "./task.ts";

/** Reads rows as drafts, and keeps what is wrong with them until all are read. */
export interface DealReader {
  /** Undefined where something is wrong with the row, which is a problem then. The draft has no id yet. */
  read: (row: CrmRow) => Draft | Skip | undefined;
  problems: () => Problem[];
  warnings: () => string[];
}

/** A reader of the rows of a table. Wrong options are added to `problems`. */
export function dealReader(
  table: CrmTable,
  columns: Columns,
  options: ImportOptions,
  problems: Problem[],
): DealReader {
  const amounts = amountReader(readMoney(options, problems));
  const dates = dateWriter(options.dates);
  const chooser = <T extends string>(
    option: string,
    subject: string,
    values: readonly T[],
    usual: ReadonlyMap<string, T>,
    given: readonly string[],
    hasDefault = true,
  ) => chooserOf({ option, subject, values, usual, given, hasDefault }, problems);
  const stages = chooser("--stage", "stage", STAGE_VALUES, USUAL_STAGES, options.stage, false);
  const industries = chooser("--industry", "industry", INDUSTRIES, USUAL_INDUSTRIES, options.industry);
  const types = chooser("--deal-type", "deal type", DEAL_TYPES, USUAL_DEAL_TYPES, options.dealType);
  let stageless = 0;

  const read = (row: CrmRow): Draft | Skip | undefined => {
    const columnOf = (field: FieldName) => columns.of[field]?.[0] ?? -1;
    const cell = (field: FieldName) => row.texts[columnOf(field)] ?? "";
    const placeOf = (field: FieldName) => row.placeOf(columnOf(field));
    const [account, name] = [cell("account"), cell("name")];
    if (account === "" && name === "") return "no_name";
    if (TOTAL.test(name || account)) return "total";
    if (saysClosed(cell) && !options.closed) return "closed";
    const said = cell("stage");
    const stage = said === "" ? "n/a" : stages.choose(said, placeOf("stage"));
    if (stage === "closed" && !options.closed) return "closed";
    const header = table.headers[columnOf("amount")]?.text ?? "";
    const told = amounts.read({
      text: cell("amount"),
      place: placeOf("amount"),
      currencies: [currencyOfHeader(header) ?? "", cell("currency")],
    });
    const usd = told === "empty" ? options.amount : told?.usd;
    if (told === "empty" && usd === undefined && columns.of.amount) return "no_amount";
    if (said === "") stageless++;
    const industry = industries.choose(cell("industry"), placeOf("industry"));
    const type = types.choose(cell("type"), placeOf("type"));
    const written = new Map<number, string>();
    if (told !== undefined && told !== "empty") written.set(columnOf("amount"), told.text);
    for (const field of DATE_FIELDS)
      if (cell(field) !== "") written.set(columnOf(field), dates.write(cell(field), placeOf(field)));
    if (stage === undefined || industry === undefined || type === undefined || usd === undefined)
      return undefined;

    const message = messageOf(table, row.texts, columns, { ...options, written });
    const fact = stageFact(stage, lineOf(table.headers[columnOf("stage")]?.text ?? "", said));
    const people = peopleOf(columns, row.texts, message);
    return {
      line: row.line,
      message,
      facts: fact ? { stage: fact } : {},
      people,
      anchors: anchorsOf(columns, row.texts, written, message),
      fields: {
        title: titleOf(account, name),
        task_type: options.task,
        industry,
        deal_type: type,
        solution: textOf(cell("solution")) || options.solution || "not stated",
        stage: fact?.value ?? "n/a",
        deal_value_usd: String(usd),
        value_basis: ANNUAL.test(header) ? "ACV" : "TCV",
        as_of_date: options.asOf,
        user_role: options.role,
        brief_format: "crm_dump",
        tags: "draft",
        verdict_expected: "false",
        expected_frameworks: frameworksFor(options.task, usd).join(" | "),
        ...limitsFor(options.task),
        notes: `Draft from line ${row.line} of a CRM export: no verdict is expected until its facts are filled in from evidence.`,
      },
    };
  };
  return {
    read,
    problems: () => [stages, amounts, industries, types, dates].flatMap((reader) => reader.problems()),
    warnings: () => [
      ...(stageless === 0
        ? []
        : [
            `${stageless} ${stageless === 1 ? "deal has" : "deals have"} no stage: stage n/a, and unknown among the facts`,
          ]),
      ...amounts.warnings(),
      ...dates.warnings(),
    ],
  };
}

const TOTAL = /^(?:(?:grand|sub)[ -]?)?totals?\b[^\p{L}]*$|^sum:?$/iu;
const ANNUAL = /\b(?:acv|arr|annual|yearly)\b/i;

function saysClosed(cell: (field: FieldName) => string): boolean {
  return /^(?:true|yes|y|1|x)$/i.test(cell("closed")) || CLOSED_STATUS.has(plainName(cell("status")));
}

/** On one line, and nothing that a spreadsheet would run. */
function textOf(cell: string): string {
  return cell.replaceAll(/\s+/g, " ").replace(/^[\s=+\-@\uFF1D\uFF0B\uFF0D\uFF20]+/, "");
}
