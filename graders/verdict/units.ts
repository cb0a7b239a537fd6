import type { Block } from "../text/blocks.ts";
import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { headingOver } from "./headings.ts";
import { type Label, labelOf, sectionLabel } from "./labels.ts";
import { blankQuotes } from "./quotes.ts";
import type { Span } from "../text/places.ts";

/** A sentence of the reply with what its place in the document says of it. */
export interface Unit extends Span {
  /** The sentence, quotations blanked, as long as `end - start`. */
  text: string;
  kind: Block["kind"];
  block: number;
  question: boolean;
  /** Words of prose before it, headings left out. */
  wordsBefore: number;
  /** True for the sentences of the last two blocks of prose. */
  closing: boolean;
  /** The heading it stands under, "" if none. */
  section: string;
  label: Label | undefined;
  /** Text of the row's first cell and of the column's head, for a cell of a table. */
  row: { lead: string; head: string; heads: string } | undefined;
}

/** A row with more cells is no table that a reader could use. */
const MANY_CELLS = 20;

/** The sentences of a reply that can carry a stance: code and block quotes are left out. */
export const unitsOf = keptWith(readUnits);

function readUnits(reply: Reply): Unit[] {
  const text = blankQuotes(reply.plain);
  const units: Unit[] = [];
  const lastProse = reply.blocks.map(isProse).lastIndexOf(true);
  let words = 0;
  let labelled: { label: Label; block: number } | undefined;
  let usedSection = -1;
  for (const sentence of reply.sentences) {
    const { block: index, kind, start, end } = sentence;
    const block = reply.blocks[index];
    if (!block || kind === "code" || kind === "quote" || kind === "table_head") continue;
    const slice = text.slice(start, end);
    const section = headingOver(reply, index);
    let label = labelOf(slice);
    if (label) labelled = { label, block: index };
    else if (labelled?.block === index && kind !== "row")
      label = { ...labelled.label, end: 0, carried: true };
    else if (block.section !== usedSection && kind !== "heading") label = section.label;
    const row =
      kind === "row" && (block.cells?.length ?? 0) <= MANY_CELLS ? rowOf(reply, index, start) : undefined;
    if (row && !label) label = sectionLabel(row.lead) ?? columnLabel(row.head);
    units.push({
      start,
      end,
      text: slice,
      kind,
      block: index,
      question: sentence.question,
      wordsBefore: words,
      closing: index >= lastProse - 1 || end >= reply.text.length - 400,
      section: section.text,
      label,
      row,
    });
    if (kind !== "heading") words += countWords(slice);
    if (kind !== "heading" && reply.sentences.at(-1) !== sentence && isLastOfBlock(reply, sentence))
      usedSection = block.section;
  }
  return units;
}

/** A column headed "Verdict" or "Priority" gives deals their verdicts; one headed "Status" gives the elements theirs. */
function columnLabel(head: string): Label | undefined {
  const label = sectionLabel(head);
  return label && (label.kind === "verdict" || /priority/i.test(head)) ? label : undefined;
}

function isProse(block: Block): boolean {
  return block.kind === "paragraph" || block.kind === "bullet";
}

function countWords(text: string): number {
  let count = 0;
  for (let index = 1; index < text.length; index++) {
    if (text.charCodeAt(index) <= 32 && text.charCodeAt(index - 1) > 32) count++;
  }
  return count + 1;
}

function isLastOfBlock(reply: Reply, sentence: { end: number; block: number }): boolean {
  return sentence.end >= (reply.blocks[sentence.block]?.end ?? 0) - 3;
}

function rowOf(reply: Reply, index: number, at: number): Unit["row"] {
  const cells = reply.blocks[index]?.cells ?? [];
  const column = cells.findIndex((cell) => cell.start <= at && at < cell.end);
  let head = index - 1;
  while (head >= 0 && reply.blocks[head]?.kind === "row") head--;
  const heads = reply.blocks[head]?.kind === "table_head" ? (reply.blocks[head]?.cells ?? []) : [];
  const textOf = (span: Span | undefined) => (span ? reply.plain.slice(span.start, span.end).trim() : "");
  return {
    lead: column > 0 ? textOf(cells[0]) : "",
    head: textOf(heads[column]),
    heads: heads.map(textOf).join(" | "),
  };
}
