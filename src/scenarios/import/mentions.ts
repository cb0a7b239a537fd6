import { STAGES } from "../../records/facts.ts";
import type { ScenarioPerson } from "../../records/scenario.ts";
import type { Columns } from "./columns.ts";
import type { FieldName } from "./fields.ts";
import { peopleIn } from "./people.ts";
import { isFormula } from "./scenarioCsv.ts";

/** Signs by which a spreadsheet knows a formula, in front of a text. */
const SIGNS = /^[\s=+\-@\uFF1D\uFF0B\uFF0D\uFF20]+/;
/** More people than any grader needs, and as many columns as a reader of the file can take. */
const MOST_PEOPLE = 20;
const LONGEST_ANCHOR = 80;
const LONGEST_TITLE = 160;

/** The title of a deal: its account and its name, which often begins with the account itself. */
export function titleOf(account: string, name: string): string {
  const isTold = name.toLowerCase().startsWith(account.toLowerCase());
  const parts = isTold ? [name] : [account, name];
  const title = parts
    .filter((part) => part !== "")
    .join(": ")
    .replaceAll(/\s+/g, " ");
  return (title.replace(SIGNS, "") || "a deal without a name").slice(0, LONGEST_TITLE).trim();
}

/** The stage as the CRM claims it, with the message's line as evidence; undefined where it is none of ours. */
export function stageFact(stage: string, line: string): { value: string; evidence: string } | undefined {
  const value = STAGES.find((known) => known === stage);
  return value && { value, evidence: line.replace(SIGNS, "") };
}

/** The customer's people of the contact columns, and the owner as ours; only names that stand so in the message. */
export function peopleOf({ of }: Columns, texts: readonly string[], message: string): ScenarioPerson[] {
  const cells = (field: FieldName) => (of[field] ?? []).map((column) => texts[column] ?? "");
  const contacts = cells("contacts").flatMap(peopleIn);
  const onlyTitle = contacts.length === 1 ? cells("contact_title")[0] : undefined;
  const people = [
    ...contacts.map(({ name, title }) => ({
      name,
      title: title ?? onlyTitle,
      side: "customer" as const,
      role: "other" as const,
    })),
    ...cells("owner")
      .flatMap(peopleIn)
      .map(({ name, title }) => ({ name, title, side: "us" as const, role: "rep" as const })),
  ];
  return people
    .filter(
      ({ name }, index) =>
        message.includes(name) && people.findIndex((other) => other.name === name) === index,
    )
    .slice(0, MOST_PEOPLE)
    .map((person) => ({ ...person, title: jobOf(person.title) }));
}

function jobOf(title = ""): string {
  return title === "" || isFormula(title) ? "not stated" : title.replaceAll(/\s+/g, " ");
}

/** Account, contacts, competitors, amount and close date, as they stand in the message. */
export function anchorsOf(
  { of }: Columns,
  texts: readonly string[],
  written: ReadonlyMap<number, string>,
  message: string,
): string[] {
  const cells = (field: FieldName) =>
    (of[field] ?? []).map((column) => written.get(column) ?? texts[column] ?? "");
  const found = [
    ...cells("account"),
    ...cells("contacts").flatMap((cell) => peopleIn(cell).map(({ name }) => name)),
    ...cells("competitors")
      .flatMap((cell) => cell.split(/[;,\n|/]/).map((part) => part.trim()))
      .filter(isName),
    ...(of.amount ?? []).flatMap((column) => written.get(column) ?? []),
    ...cells("close_date").filter((text) => /^\d{4}-\d\d-\d\d$/.test(text)),
  ];
  return [...new Set(found)].filter(
    (text) =>
      text !== "" &&
      text.length <= LONGEST_ANCHOR &&
      !/[|\n]/.test(text) &&
      !isFormula(text) &&
      message.includes(text),
  );
}

function isName(text: string): boolean {
  return (
    /\p{L}/u.test(text) &&
    text.length > 1 &&
    !/^(?:none|no|yes|unknown|n\.?a|tbd|tbc|other|not known)$/i.test(text)
  );
}
