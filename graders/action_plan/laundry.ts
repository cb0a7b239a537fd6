import type { ScenarioPerson } from "../../src/records/scenario.ts";
import type { Block } from "../text/blocks.ts";
import { guarded } from "../text/guarded.ts";
import { itemOf } from "../text/items.ts";
import { ownersOf } from "../text/owners.ts";
import type { Span } from "../text/places.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { sectionsOf } from "../text/sections.ts";
import { instructs } from "../text/telling.ts";
import { titlesOf } from "../text/timing.ts";
import { firstDate } from "../text/tokens.ts";

/** A list that is announced as what to do, and how many of its items have a date. */
export interface ToDoList {
  items: readonly Span[];
  dated: number;
}

/**
 * The bulleted or numbered lists of a reply that tell what to do, whether or not anybody is named in them ("Keep momentum",
 * "Strengthening the relationship"): announced as a plan, or made of instructions. Lists of facts, questions and quotes are none.
 */
export function toDoLists(text: string, people: readonly ScenarioPerson[]): ToDoList[] {
  const reply = parseReply(text);
  const sections = sectionsOf(reply);
  const titles = titlesOf(reply, ownersOf(people));
  return listsIn(reply).flatMap(({ lead, indexes }) => {
    const items = indexes.flatMap((index) => {
      const item = itemOf(reply, reply.blocks[index] as Block);
      return item ? [{ ...item, index }] : [];
    });
    const steps = items.filter(({ isAttribute }) => !isAttribute);
    const told = steps.filter((step) => tells(step.text)).length;
    const asked = steps.filter((step) => /\?|^\s*["“'‘]/.test(step.text)).length;
    const { kind } = sections[indexes[0] ?? 0] ?? { kind: "open" };
    const announced = kind === "plan" || ANNOUNCES.test(lead);
    if (asked * 2 >= steps.length || (kind === "facts" && !ANNOUNCES.test(lead))) return [];
    if (told < steps.length * (announced ? FEW : MOST)) return [];
    const dated = items.filter(
      (item) => isSet(reply, item) || isSetBy(reply, titles[item.index]?.date),
    ).length;
    return [{ items: steps, dated }];
  });
}

/** Shares of a list's items that instruct: of one that is announced, and of one that is not. */
const FEW = 0.3;
const MOST = 0.6;

/** Whether an item says when it is to be done ("by Friday", "Tue 3: …"); "the weekly call" and "the readout in May" say what. */
function isSet(reply: Reply, item: Span): boolean {
  const date = firstDate(reply, item);
  if (date === null) return false;
  const before = reply.plain.slice(item.start, date.start);
  return (
    before.length <= LEADING ||
    /(?<!\p{L})(?:by|before|until|on|from|within|this|next|due|when)[^\p{L}]*$/iu.test(before) ||
    /^(?:by|before|until|on|within|this|next|today|tomorrow)/i.test(reply.plain.slice(date.start, date.end))
  );
}

/** Characters before a date that leads its item. */
const LEADING = 12;

/** Whether a title gives its list a time; "What happens now:" gives none. */
function isSetBy(reply: Reply, date: Span | null | undefined): boolean {
  return (
    date !== null &&
    date !== undefined &&
    /\d|week|day|month|tomorrow/i.test(reply.plain.slice(date.start, date.end)) &&
    !isGoal(reply, date)
  );
}

/** Whether the date of a title is that by which the deal is to be won, which dates none of the steps under it. */
export function isGoal(reply: Reply, date: Span | null | undefined): boolean {
  if (!date) return false;
  const from = reply.plain.lastIndexOf("\n", date.start) + 1;
  return GOAL.test(reply.plain.slice(from, date.end));
}

const GOAL = guarded(/\b(?:close|closing|win|winning|sign|signing|land|get there|get it done|how to)\b/i);

const ANNOUNCES = guarded(
  /\b(?:consider|suggest(?:ed|ions?)?|recommend(?:ed|ations?)?|what (?:happens|to (?:do|push|work)|i['’]d|next)|how to (?:close|win|move|get)|push|here['’]?s what|action items?|to[- ]?dos?|next|do this)\b|^\s*(?:so|then|now)\s*[:,.]?\s*$/i,
);

/** An instruction, or what amounts to one in a list: "Keeping energy high", "Perhaps inviting Lin", "The visit gets cancelled". */
function tells(text: string): boolean {
  return instructs(text) || GERUND.test(text) || PASSIVE.test(text) || NOMINAL.test(text);
}

const GERUND = /^[\s*_(]*(?:perhaps |maybe |possibly |also |then )?\p{L}{3,}ing(?!\p{L})/iu;
const PASSIVE = guarded(
  /(?<!\p{L})(?:gets?|is|are|to be|being) (?:closed|cancelled|canceled|told|moved|updated|informed|sent|booked|stopped|dropped|scheduled|aligned|prepared|reviewed|finali[sz]ed)(?!\p{L})/iu,
);
const NOMINAL =
  /^[\s*_(]*(?:regular|better|stronger|weekly|more|closer|further|continued|ongoing|executive|internal) \p{L}+/iu;

interface List {
  lead: string;
  indexes: number[];
}

/** Items that follow one another, with the line above them. */
function listsIn(reply: Reply): List[] {
  const lists: List[] = [];
  let open: List | undefined;
  for (const [index, block] of reply.blocks.entries()) {
    if (block.kind !== "bullet") {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      const above = reply.blocks[index - 1];
      const text = above ? reply.plain.slice(above.start, above.end).trim() : "";
      open = { lead: text.split(/(?<=[.!?])\s/).at(-1) ?? "", indexes: [] };
      lists.push(open);
    }
    open.indexes.push(index);
  }
  return lists;
}
