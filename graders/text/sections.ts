import { guarded } from "./guarded.ts";
import type { Block } from "./blocks.ts";
import type { Reply } from "./reply.ts";

/** What a list is for, by its title. */
export interface Section {
  /** Things to do, things that are so (facts, risks, triggers, questions), or not said. */
  kind: "plan" | "facts" | "open";
  /** The title says whose list it is ("What I want from you", "Your two weeks"). */
  addressed: boolean;
}

/** What each block's list is for, by the heading, bold line or "…:" sentence above the list. */
export function sectionsOf(reply: Reply): Section[] {
  let above: Block | undefined;
  return reply.blocks.map((block) => {
    const section = sectionOf(reply, [above, reply.blocks[block.section]]);
    if (block.kind !== "bullet") above = block;
    return section;
  });
}

function sectionOf(reply: Reply, above: (Block | undefined)[]): Section {
  for (const block of above) {
    const title = block ? titleOf(reply, block) : "";
    if (title === "") continue;
    if (FACTS.test(title)) return { kind: "facts", addressed: false };
    if (PLAN.test(title)) return { kind: "plan", addressed: /\byou(?:r|rs)?\b/i.test(title) };
  }
  return { kind: "open", addressed: false };
}

/** A heading, or the last sentence of a paragraph that ends in a colon. */
function titleOf(reply: Reply, block: Block): string {
  if (block.kind !== "heading" && block.kind !== "paragraph") return "";
  const text = reply.plain.slice(Math.max(block.start, block.end - MAX_TITLE), block.end).trim();
  if (block.kind === "heading") return text;
  return text.endsWith(":") ? (text.split(/[.!?]\s/).at(-1) ?? "") : "";
}

const MAX_TITLE = 300;

const PLAN = guarded(
  /\b(?:plan|next steps?|actions?|moves?|to[- ]?do|this (?:week|month)|next (?:two|three|four|few|\d+)|before (?:the|monday|tuesday|wednesday|thursday|friday|noon|you)|follow[- ]?(?:through|up)|fix|priorities|checkpoints?|30.60.90|days? \d+|first \d+|weeks? \d|month \d|what (?:to do|happens next|you do|i'd do|needs to happen)|close[- ]?out|sequence|timeline|homework|commitments?|steps|bring|leave with|(?:by|until) (?:friday|monday|the)|between now|march|april|q[1-4]|from you|you owe|i(?:'d| would)? (?:want|need|like|expect)|your (?:list|week|job|part|two))\b/i,
);
const FACTS = guarded(
  /\b(?:questions?|ask (?:her|him|them)|risks?|status|what'?s (?:solid|strong|good|missing|working|open)|strengths?|strong|triggers?|signals?|gate|gates|challenge|watch|why|stands?|evidence|scorecard|snapshot|worth|in (?:your|our) favou?r|decision on|decide|outcomes?|assumptions?|criteria|facts|people|weaknesses|what could|lose|stop|for (?:commit|best case)|considerations?|unknown|open points|needs to be true|move it|how i'd read)\b/i,
);
