import { guarded } from "./guarded.ts";
import { keptWith } from "./kept.ts";
import { countWords } from "./letters.ts";
import type { ScenarioPerson } from "../../src/records/scenario.ts";
import { leadLength, ownerIn } from "./assignment.ts";
import { imperativeAt } from "./imperatives.ts";
import { functionWordShare } from "./language.ts";
import { isNobody, type Owner, type OwnerFinder, ownersOf } from "./owners.ts";
import type { Span } from "./places.ts";
import { planRows, type PlanRow } from "./planTables.ts";
import { parseReply, type Reply } from "./reply.ts";
import { type Section, sectionsOf } from "./sections.ts";
import type { Sentence } from "./sentences.ts";
import { dateBeside, datedLists, type Title, titlesOf } from "./timing.ts";
import { datesWithin } from "./tokens.ts";

/** One thing a reply tells somebody to do. Spans are offsets into the reply; null = the reply does not say. */
export interface Action extends Span {
  text: string;
  source: "table" | "list" | "prose";
  owner: Owner | null;
  /** A dated event without an instruction or an owner ("26 Nov: committee result"). */
  milestone: boolean;
  /** A dated instruction without a named owner in running text: "you" is understood. */
  ownerImplied: boolean;
  date: Span | null;
  success: Span | null;
}

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
  const listed = reply.blocks.map((_, index) =>
    fromBlock(reply, owners, index, dated.has(index) ? CALENDAR : sections[index], titles[index]),
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
  const seen = new Set<string>();
  return found
    .sort((a, b) => a.start - b.start)
    .filter((action) => {
      const key = action.text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
        .trim();
      return !seen.has(key) && seen.add(key);
    });
}

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
    date: row.when ? whenOf(reply, row.when) : (datesIn(reply, row.row)[0] ?? null),
    success: row.success ?? successIn(reply, row.action),
  };
}

/** What stands in a "When" column is a date, or an event that the reader can date ("after the demo"); "soon" is neither. */
function whenOf(reply: Reply, cell: Span): Span | null {
  const [date] = datesIn(reply, cell);
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

function personIn(owners: OwnerFinder, reply: Reply, span: Span): ScenarioPerson | null {
  return owners.within(reply, span).find(({ person }) => person)?.person ?? null;
}

function fromBlock(
  reply: Reply,
  owners: OwnerFinder,
  index: number,
  section: Section | undefined,
  title: Title | undefined,
): Action[] {
  const block = reply.blocks[index];
  if (!block || (block.kind !== "bullet" && block.kind !== "heading" && block.kind !== "paragraph"))
    return [];
  const span = trimmed(reply, block);
  if (!span) return [];
  const text = reply.plain.slice(span.start, span.end);
  if (ATTRIBUTE.test(text)) return [];
  const attributes = attributesAfter(reply, index);
  if (attributes.length > 0) return [withAttributes(reply, owners, span, attributes)];
  if (
    (block.kind === "paragraph" && !NOTED.test(text)) ||
    isQuoted(reply.text.slice(span.start, span.end)) ||
    CONDITIONAL.test(text)
  )
    return [];
  const read = fromItem(reply, owners, span, text);
  const action = block.kind === "bullet" && title ? underTitle(read, title) : read;
  const { owner, date, milestone } = action;
  if (question(text) && !(date && owner)) return [];
  if (block.kind !== "bullet") return date && owner ? [action] : [];
  const { kind = "open", addressed = false } = section ?? {};
  const stated = owner !== null || !milestone;
  if (kind === "facts") return date && owner ? [action] : [];
  // An instruction in a list that is not announced as a plan, and without a date, weighs as little as one in running text.
  if (kind === "open") return stated ? [date ? action : { ...action, source: "prose" }] : [];
  if (addressed && date) return [{ ...action, milestone: false, ownerImplied: owner === null }];
  return stated || (date !== null && date.start >= span.start && date.start - span.start <= 3)
    ? [action]
    : [];
}

/** A list by dates is a plan whatever stands above it; whose steps they are, where none is named, is for a judge. */
const CALENDAR: Section = { kind: "plan", addressed: true };

/** A paragraph that says in so many words who owns it is an action as much as a list item. */
const NOTED = guarded(/\bowner\s?[:=]/i);

function fromItem(reply: Reply, owners: OwnerFinder, span: Span, text: string): Action {
  const date = datesIn(reply, span)[0] ?? null;
  const owner = ownerIn(owners, reply, span);
  const told = instructs(text);
  return {
    ...span,
    text: text.replaceAll(/\s+/g, " "),
    source: "list",
    owner,
    ownerImplied: owner === null && told && date !== null,
    milestone: owner === null && !told,
    date,
    success: successIn(reply, span),
  };
}

/** A step takes from its list's title what it does not say itself. */
function underTitle(action: Action, title: Title): Action {
  const date = action.date ?? title.date;
  const owner = action.owner ?? (action.milestone ? null : title.owner);
  return {
    ...action,
    date,
    owner,
    ownerImplied: owner === null && !action.milestone && date !== null,
  };
}

/** "Owner: …", "By: …", "Done when: …" as lines of their own under the action they belong to. */
const ATTRIBUTE =
  /^\s*(?:(?<owner>owners?|who|responsible|lead|assigned to)|(?<when>when|by(?: when)?|due(?: date)?|date|deadline|timing|target date)|(?<success>done(?: when)?|success(?: criterion| criteria| looks like)?|results?|outcome|exit|proof|evidence|deliverable|definition of done|good looks like)|(?<other>why|how|note|risk))\s?[:=–—]/iu;

function attributesAfter(reply: Reply, index: number): Span[] {
  const spans: Span[] = [];
  for (const block of reply.blocks.slice(index + 1, index + 6)) {
    const span = block.kind === "bullet" || block.kind === "paragraph" ? trimmed(reply, block) : null;
    if (!span || !ATTRIBUTE.test(reply.plain.slice(span.start, span.end))) break;
    spans.push(span);
  }
  return spans;
}

function withAttributes(reply: Reply, owners: OwnerFinder, span: Span, attributes: Span[]): Action {
  const text = reply.plain.slice(span.start, span.end);
  const values = attributes.map((attribute) => {
    const match = ATTRIBUTE.exec(reply.plain.slice(attribute.start, attribute.end));
    const start = attribute.start + (match?.[0].length ?? 0);
    return { groups: match?.groups ?? {}, start: start + 1, end: attribute.end };
  });
  const valueOf = (name: string) =>
    values.find(({ groups, start, end }) => groups[name] !== undefined && end > start) ?? null;
  const own = fromItem(reply, owners, span, text);
  const who = valueOf("owner");
  const whoText = who ? reply.plain.slice(who.start, who.end) : "";
  const named =
    who && !isNobody(whoText)
      ? { start: who.start, end: who.end, person: personIn(owners, reply, who) }
      : null;
  const dates = values.flatMap((value) => datesIn(reply, value));
  const success = valueOf("success");
  return {
    ...own,
    end: attributes.at(-1)?.end ?? span.end,
    milestone: false,
    owner: named ?? (who ? null : own.owner),
    ownerImplied: false,
    date: dates[0] ?? own.date,
    success: success ? { start: success.start, end: success.end } : own.success,
  };
}

/** An instruction at the head of a text or right after its label ("Wed 18 – ask …", "Next: call …"). */
function instructs(text: string): boolean {
  return (
    imperativeAt(text) >= 0 || imperativeAt(text.slice(leadLength(text)).replace(/^[:.\s–—→-]+/, "")) >= 0
  );
}

function fromSentence(reply: Reply, owners: OwnerFinder, sentence: Sentence, index: number): Action[] {
  const text = reply.plain.slice(sentence.start, sentence.end);
  if (sentence.question || CONDITIONAL.test(text) || isQuoted(text) || isWordList(text)) return [];
  const own = datesIn(reply, sentence)[0] ?? null;
  const owner = ownerIn(owners, reply, sentence);
  const told = instructs(text);
  if (!told && !(owner !== null && own !== null)) return [];
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

const CONDITIONAL =
  /^[\s"'“(]*(?:(?:if|when|unless|once|whether|should (?:he|she|they|it|you)|in case|suppose)\b|(?:he|she|they|it|no|yes|nobody|neither|still|silence|nothing)\b[^→]{0,120}→|[^:.]{2,60}\b(?:booked|held|refused|confirmed|accepted|declined|dated|funded|met|answered|ranked)\b[^:.]{0,30}:\s)/i;

/** A span inside the reply of every date in a piece of it. */
function datesIn(reply: Reply, span: Span): Span[] {
  return datesWithin(reply, span).map(({ start, end }) => ({ start, end }));
}

function successIn(reply: Reply, span: Span): Span | null {
  const match = SUCCESS.exec(reply.plain.slice(span.start, span.end));
  return match ? { start: span.start + match.index, end: span.end } : null;
}

const SUCCESS = guarded(
  /\b(?:so that\b|(?:done|complete|finished|success|successful|pass(?:ed)?|good|win)(?: is| looks like| means)?\s?(?:=|:|when\b|once\b|if\b)|(?:result|outcome|proof|exit|deliverable|success criterion|success criteria|goal|target|measure|evidence|output)(?: needed)?\s?[:=]|the result is\b|counts? as done\b|measured by\b|success looks like\b|(?:walk|walking|come|leave) (?:out|away|back) with\b|leave with\b|i want to (?:see|hear|read)\b|what (?:we|you|i) (?:want|need) (?:out of|from) it\b|(?:purpose|aim):\s|that['’]s (?:done|finished) when\b|=\s(?=\p{L}))/iu,
);
const SUCCESS_OPENING =
  /^(?:done|success|result|outcome|proof|evidence|exit|pass|good|complete)(?: is| looks like| means| needed)?\s?(?:=|:|when\b|once\b)/i;

function question(text: string): boolean {
  return /\?["'”’)*\s]*$/.test(text) || /^["“'‘]/.test(text);
}

function isQuoted(text: string): boolean {
  return /^[\s*_]*["“'‘]/.test(text);
}

function trimmed(reply: Reply, block: Span): Span | null {
  const text = reply.plain
    .slice(block.start, block.end)
    .replace(/^\s*\d{1,2}[.)](?=\s)/, (mark) => " ".repeat(mark.length));
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  return {
    start: block.start + text.length - text.trimStart().length,
    end: block.start + text.trimEnd().length,
  };
}
