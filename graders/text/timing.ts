import { guarded } from "./guarded.ts";
import type { Owner, OwnerFinder } from "./owners.ts";
import type { Span } from "./places.ts";
import type { Reply } from "./reply.ts";
import { datesWithin } from "./tokens.ts";
import type { Block } from "./blocks.ts";

/** What the title of a list says for every item under it: "This week (16–20 March)", "Before Friday:", "You:". */
export interface Title {
  date: Span | null;
  owner: Owner | null;
}

/**
 * For each block, what its titles say of when and by whom: the line directly above its list first, then the heading of its
 * section. A title that dates the facts ("Trail as of 5 October") dates no step.
 */
export function titlesOf(reply: Reply, owners: OwnerFinder): Title[] {
  let above: Block | undefined;
  const read = new Map<Block, Title>();
  const titleOf = (block: Block | undefined): Title => {
    if (block === undefined) return NONE;
    const known = read.get(block) ?? readTitle(reply, owners, block);
    read.set(block, known);
    return known;
  };
  return reply.blocks.map((block) => {
    const near = titleOf(above);
    const far = titleOf(reply.blocks[block.section]);
    if (block.kind !== "bullet") above = block;
    return { date: near.date ?? far.date, owner: near.owner ?? far.owner };
  });
}

const NONE: Title = { date: null, owner: null };
const MAX_TITLE = 300;
const AS_OF = guarded(/\b(?:as (?:of|at)|since|status|trail|log|history|so far|last|today is)\b/i);

function readTitle(reply: Reply, owners: OwnerFinder, block: Block): Title {
  if (block.kind !== "heading" && block.kind !== "paragraph") return NONE;
  const from = Math.max(block.start, block.end - MAX_TITLE);
  const whole = reply.plain.slice(from, block.end);
  if (block.kind === "paragraph" && !/:\s*$/.test(whole)) return NONE;
  const start = block.kind === "heading" ? from : from + lastSentence(whole);
  const title = { start, end: block.end };
  const [date] = datesWithin(reply, title);
  const [owner] = owners.isOwnerLead(reply, title) ? owners.within(reply, title) : [];
  return {
    date:
      date && !AS_OF.test(reply.plain.slice(start, block.end)) ? { start: date.start, end: date.end } : null,
    owner: owner ?? null,
  };
}

/** Offset of the last sentence of a text. */
function lastSentence(text: string): number {
  let start = 0;
  for (const { index, 0: mark } of text.trimEnd().matchAll(/[.!?]\s+/g)) start = index + mark.length;
  return start;
}

/** Indexes of the items of lists that go by dates: two or more of a list's items, and half of them, begin with one. */
export function datedLists(reply: Reply): Set<number> {
  const found = new Set<number>();
  let items: { index: number; dated: boolean }[] = [];
  const close = () => {
    const led = items.filter(({ dated }) => dated).length;
    if (led >= 2 && led * 2 >= items.length) for (const { index } of items) found.add(index);
    items = [];
  };
  for (const [index, block] of reply.blocks.entries()) {
    if (block.kind !== "bullet") close();
    else items.push({ index, dated: beginsWithDate(reply, block) });
  }
  close();
  return found;
}

function beginsWithDate(reply: Reply, { start, end }: Block): boolean {
  const text = reply.plain.slice(start, Math.min(end, start + 80));
  const lead = /^\s*(?:\d{1,2}[.)](?=\s))?\s*/.exec(text)?.[0].length ?? 0;
  const [date] = datesWithin(reply, { start: start + lead, end });
  return (
    date !== undefined && date.start - start - lead <= 3 && !/\b(?:was|were|had|did|said|told)\b/.test(text)
  );
}

/**
 * The date of a sentence that has none, from its paragraph: the sentence after it if that is a date and little else ("Send it.
 * By Friday."), or the one before if it begins with when ("On Monday you see Lin. Ask her …").
 */
export function dateBeside(reply: Reply, index: number): Span | null {
  const sentence = reply.sentences[index];
  const [before, after] = [reply.sentences[index - 1], reply.sentences[index + 1]];
  if (after && after.block === sentence?.block && !after.question) {
    const [date] = after.text.length <= SHORT ? datesWithin(reply, after) : [];
    if (date && date.start - after.start <= 12) return { start: after.start, end: after.end };
  }
  if (before && before.block === sentence?.block && !before.question && DATED_OPENING.test(before.text)) {
    const [date] = datesWithin(reply, before);
    if (date && date.start - before.start <= 16) return { start: date.start, end: date.end };
  }
  return null;
}

const SHORT = 40;
const DATED_OPENING =
  /^(?:by|on|before|until|in|at|from|after|this|next|then|today|tomorrow|tonight|first|mon|tue|wed|thu|fri|sat|sun|week|day|\d)/i;
