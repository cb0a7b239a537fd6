import type { ScenarioPerson } from "../../src/records/scenario.ts";
import type { Action } from "./action.ts";
import { ownerIn } from "./assignment.ts";
import { attributesAfter, CALENDAR, fromItem, itemOf, NOTED } from "./items.ts";
import { keptWith } from "./kept.ts";
import { functionWordShare } from "./language.ts";
import { countWords } from "./letters.ts";
import { isNobody, type Owner, type OwnerFinder, ownersOf, personIn } from "./owners.ts";
import type { Span } from "./places.ts";
import { planRows, type PlanRow } from "./planTables.ts";
import { parseReply, type Reply } from "./reply.ts";
import { sectionsOf } from "./sections.ts";
import type { Sentence } from "./sentences.ts";
import { instructs, isConditional, isQuoted, successIn } from "./telling.ts";
import { dateBeside, datedLists, titlesOf } from "./timing.ts";
import { firstDate } from "./tokens.ts";

/**
 * The actions of a reply in order: rows of action tables, list items that instruct or are given to somebody, and sentences
 * that do. Questions, quoted words, conditions ("If he refuses, …"), and lists of facts, risks or triggers are no actions.
 * The same action stated twice counts once.
 */
export function actionsOf(text: string, people: readonly ScenarioPerson[]): Action[] {
  return actionsIn(parseReply(text), people);
}

/** Two graders ask for the same reply. */
const actionsIn = keptWith(readActions);

function readActions(reply: Reply, people: readonly ScenarioPerson[]): Action[] {
  const owners = ownersOf(people);
  const sections = sectionsOf(reply);
  const titles = titlesOf(reply, owners);
  const dated = datedLists(reply);
  const isNoted = NOTED.test(reply.plain);
  const items = reply.blocks.map((block) => itemOf(reply, block));
  const listed = items.map((item, index) =>
    item && !item.isAttribute
      ? fromItem(reply, owners, item, {
          attributes: attributesAfter(items, index),
          section: dated.has(index) ? CALENDAR : sections[index],
          title: titles[index],
          isNoted,
        })
      : [],
  );
  const found = [
    ...planRows(reply).map((row) => fromRow(reply, owners, row)),
    ...listed.flat(),
    ...reply.sentences.flatMap((sentence, index) =>
      sentence.kind === "paragraph" && listed[sentence.block]?.length === 0
        ? fromSentence(reply, owners, sentence, index)
        : [],
    ),
  ];
  return withoutRepeats(found.sort((a, b) => a.start - b.start));
}

function withoutRepeats(actions: Action[]): Action[] {
  const seen = new Set<string>();
  return actions.filter(({ text }) => {
    const key = text.toLowerCase().replaceAll(OTHERS, " ").trim();
    return !seen.has(key) && seen.add(key);
  });
}

const OTHERS = /[^\p{L}\p{N}]+/gu;

function fromRow(reply: Reply, owners: OwnerFinder, row: PlanRow): Action {
  const action = reply.plain.slice(row.action.start, row.action.end);
  const inText = row.owner || row.hasOwnerColumn ? null : ownerIn(owners, reply, row.action);
  const named =
    row.owner && !isNobody(reply.plain.slice(row.owner.start, row.owner.end))
      ? ownerCell(reply, owners, row)
      : null;
  return {
    ...row.row,
    text: action.trim(),
    source: "table",
    owner: named ?? inText,
    ownerImplied: false,
    milestone: false,
    date: row.when ? whenOf(reply, row.when) : firstDate(reply, row.row),
    success: row.success ?? successIn(reply, row.action),
  };
}

/** What stands in a "When" column is a date, or an event that the reader can date ("after the demo"); "soon" is neither. */
function whenOf(reply: Reply, cell: Span): Span | null {
  const date = firstDate(reply, cell);
  return date ?? (EVENT_CELL.test(reply.plain.slice(cell.start, cell.end)) ? cell : null);
}

const EVENT_CELL =
  /^\s*(?:(?:before|after|at|during|once|on|with|as soon as|following|upon)\s(?!possible|all|some|time|hand|track|best|least|your convenience)\S|(?:[1-9]|[12]\d|3[01])(?:[-–]\d{1,2})?\s*$|post-\S)/i;

/** Where the action is a quoted question, the person named is the one to be asked, not the one who acts. */
function ownerCell(reply: Reply, owners: OwnerFinder, { owner: cell, action }: PlanRow): Owner | null {
  if (!cell) return null;
  if (isQuoted(reply.text.slice(action.start, action.end))) return { ...cell, person: null };
  return { ...cell, person: personIn(owners, reply, cell) };
}

function fromSentence(reply: Reply, owners: OwnerFinder, sentence: Sentence, index: number): Action[] {
  const text = reply.plain.slice(sentence.start, sentence.end);
  if (sentence.question || isQuoted(text) || isConditional(text)) return [];
  const own = firstDate(reply, sentence);
  const told = instructs(text);
  if (!told && own === null) return [];
  const owner = ownerIn(owners, reply, sentence);
  if ((!told && owner === null) || isWordList(text)) return [];
  const date = own ?? dateBeside(reply, index);
  const next = reply.sentences[index + 1];
  const follows = next && next.block === sentence.block && SUCCESS_OPENING.test(next.text) ? next : null;
  return [
    {
      start: sentence.start,
      end: sentence.end,
      text: sentence.text,
      source: "prose",
      owner,
      ownerImplied: owner === null && told && date !== null,
      milestone: false,
      date,
      success: successIn(reply, sentence) ?? (follows && { start: follows.start, end: follows.end }),
    },
  ];
}

/** Many words and hardly one of those that make a sentence of them. */
function isWordList(text: string): boolean {
  return countWords(text) >= 15 && functionWordShare(text) < 0.15;
}

const SUCCESS_OPENING =
  /^(?:done|success|result|outcome|proof|evidence|exit|pass|good|complete)(?: is| looks like| means| needed)?\s?(?:=|:|when\b|once\b)/i;
