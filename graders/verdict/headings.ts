import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { type Label, sectionLabel } from "./labels.ts";

/** What sentences stand under. */
export interface Heading {
  /** Without Markdown's marks; "" where there is none. */
  text: string;
  /** The label that it is as a whole. */
  label: Label | undefined;
}

const NO_HEADING: Heading = { text: "", label: undefined };

/** The heading that a block stands under, by its index in `Reply.blocks`. */
export function headingOver(reply: Reply, block: number): Heading {
  return headingsOf(reply)[reply.blocks[block]?.section ?? -1] ?? NO_HEADING;
}

/** The headings of a reply, each at its index in `Reply.blocks`. */
const headingsOf = keptWith((reply: Reply): (Heading | undefined)[] => {
  const headings: (Heading | undefined)[] = [];
  for (const { section } of reply.blocks) {
    const block = reply.blocks[section];
    if (block) headings[section] ??= read(reply.plain.slice(block.start, block.end).trim());
  }
  return headings;
});

function read(text: string): Heading {
  return { text, label: text ? sectionLabel(text) : undefined };
}
