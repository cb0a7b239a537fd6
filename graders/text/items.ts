import type { Action } from "./action.ts";
import { ownerIn } from "./assignment.ts";
import type { Block } from "./blocks.ts";
import { guarded } from "./guarded.ts";
import { isNobody, type OwnerFinder, personIn } from "./owners.ts";
import type { Span } from "./places.ts";
import type { Reply } from "./reply.ts";
import type { Section } from "./sections.ts";
import { trim } from "./sentences.ts";
import { instructs, isConditional, isQuoted, successIn } from "./telling.ts";
import type { Title } from "./timing.ts";
import { firstDate } from "./tokens.ts";

/** A block that may be an action: a list item, a heading, or a paragraph. */
export interface Item extends Span {
  kind: Block["kind"];
  text: string;
  /** It belongs to the action above it. */
  isAttribute: boolean;
}

/** The item that a block is, null if it can be none. */
export function itemOf(reply: Reply, block: Block): Item | null {
  const { kind } = block;
  const span = kind === "bullet" || kind === "heading" || kind === "paragraph" ? trimmed(reply, block) : null;
  if (span === null) return null;
  const text = reply.plain.slice(span.start, span.end);
  return { ...span, kind, text, isAttribute: ATTRIBUTE.test(text) };
}

/** What stands around an item. */
export interface Around {
  attributes: Item[];
  section: Section | undefined;
  title: Title | undefined;
  /** Whether the reply says anywhere in so many words who owns something. */
  isNoted: boolean;
}

/** The action of an item, if it is one; what belongs to the action above is none. */
export function fromItem(
  reply: Reply,
  owners: OwnerFinder,
  item: Item,
  { attributes, section, title, isNoted }: Around,
): Action[] {
  const { kind, start, text } = item;
  if (attributes.length > 0) return [withAttributes(reply, owners, item, attributes)];
  if (
    (kind === "paragraph" && !(isNoted && NOTED.test(text))) ||
    isQuoted(reply.text.slice(start, item.end)) ||
    isConditional(text)
  )
    return [];
  const read = readItem(reply, owners, item);
  const action = kind === "bullet" && title ? underTitle(read, title) : read;
  const { owner, date, milestone } = action;
  if (question(text) && !(date && owner)) return [];
  if (kind !== "bullet") return date && owner ? [action] : [];
  const { kind: listKind = "open", addressed = false } = section ?? {};
  const stated = owner !== null || !milestone;
  if (listKind === "facts") return date && owner ? [action] : [];
  // An instruction in a list that is not announced as a plan, and without a date, weighs as little as one in running text.
  if (listKind === "open") return stated ? [date ? action : { ...action, source: "prose" }] : [];
  if (addressed && date) return [{ ...action, milestone: false, ownerImplied: owner === null }];
  return stated || (date !== null && date.start >= start && date.start - start <= 3) ? [action] : [];
}

/** A list by dates is a plan whatever stands above it; whose steps they are, where none is named, is for a judge. */
export const CALENDAR: Section = { kind: "plan", addressed: true };

/** A paragraph that says in so many words who owns it is an action as much as a list item. */
export const NOTED = guarded(/\bowner\s?[:=]/i);

function readItem(reply: Reply, owners: OwnerFinder, { start, end, text }: Item): Action {
  const span = { start, end };
  const date = firstDate(reply, span);
  const owner = ownerIn(owners, reply, span);
  const told = instructs(text);
  return {
    ...span,
    text: text.replaceAll(SPACES, " "),
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

/** The attributes that follow an item. */
export function attributesAfter(items: readonly (Item | null)[], index: number): Item[] {
  const found: Item[] = [];
  for (let next = index + 1; next <= index + 5; next++) {
    const item = items[next];
    if (!item?.isAttribute || item.kind === "heading") break;
    found.push(item);
  }
  return found;
}

function withAttributes(reply: Reply, owners: OwnerFinder, item: Item, attributes: readonly Item[]): Action {
  const values = attributes.map(({ start, end, text }) => {
    const match = ATTRIBUTE.exec(text);
    return { groups: match?.groups ?? {}, start: start + (match?.[0].length ?? 0) + 1, end };
  });
  const valueOf = (name: string) =>
    values.find(({ groups, start, end }) => groups[name] !== undefined && end > start) ?? null;
  const own = readItem(reply, owners, item);
  const who = valueOf("owner");
  const named =
    who && !isNobody(reply.plain.slice(who.start, who.end))
      ? { start: who.start, end: who.end, person: personIn(owners, reply, who) }
      : null;
  const date = values.map((value) => firstDate(reply, value)).find((one) => one !== null);
  const success = valueOf("success");
  return {
    ...own,
    end: attributes.at(-1)?.end ?? item.end,
    milestone: false,
    owner: named ?? (who ? null : own.owner),
    ownerImplied: false,
    date: date ?? own.date,
    success: success ? { start: success.start, end: success.end } : own.success,
  };
}

function question(text: string): boolean {
  return /\?["'”’)*\s]*$/.test(text) || /^["“'‘]/.test(text);
}

/** A block without the white space around it and its list number; null if nothing is left. */
function trimmed(reply: Reply, { start, end }: Span): Span | null {
  const number = LIST_NUMBER.exec(reply.plain.slice(start, end));
  return trim(reply.plain, start + (number?.[0].length ?? 0), end) ?? null;
}

const LIST_NUMBER = /^\s*\d{1,2}[.)](?=\s)/;
const SPACES = /\s+/g;
