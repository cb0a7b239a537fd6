import type { Scenario } from "../../src/records/scenario.ts";
import { type Anchor, anchorFinder } from "../text/anchors.ts";
import { keptWith } from "../text/kept.ts";
import { parseReply, type Reply } from "../text/reply.ts";

/** What a reply says in one go: a sentence, or a whole table row, whose cells only mean something together. */
export interface Statement {
  /** 1-based index of the turn. */
  turn: number;
  start: number;
  end: number;
  /** Without Markdown marks, white space folded; a row's cells are parted by " | ". */
  text: string;
  /** The same as it was written. */
  raw: string;
  kind: "heading" | "paragraph" | "bullet" | "row";
  question: boolean;
  /** Proposed wording for someone else to say or send: a block quote. */
  script: boolean;
  /** What in it comes from this deal. */
  anchors: readonly Anchor[];
}

/** The statements of one reply in order; code blocks and table heads say nothing of the deal and are left out. */
export function statementsOf(text: string, turn: number, scenario: Scenario): Statement[] {
  return statementsIn(parseReply(text), turn, scenario);
}

/** Several graders ask. */
const statementsIn = keptWith((reply: Reply, turn: number, scenario: Scenario): Statement[] => {
  const { text } = reply;
  const anchors = anchorFinder(scenario).find(reply);
  const statements: Statement[] = [];
  const rows = new Set<number>();
  for (const sentence of reply.sentences) {
    const kind = sentence.kind;
    if (kind === "code" || kind === "table_head") continue;
    if (kind !== "row") {
      const shape = kind === "quote" ? "paragraph" : kind;
      const { start, end, question } = sentence;
      const raw = text.slice(start, end);
      statements.push({
        turn,
        start,
        end,
        text: sentence.text,
        raw,
        kind: shape,
        question,
        script: kind === "quote",
        anchors: within(anchors, sentence),
      });
    } else if (!rows.has(sentence.block)) {
      rows.add(sentence.block);
      const row = rowOf(reply, sentence.block, turn);
      statements.push({ ...row, anchors: within(anchors, row) });
    }
  }
  return statements;
});

/** Anchors that begin within a span; they are in order of place. */
function within(anchors: readonly Anchor[], { start, end }: { start: number; end: number }): Anchor[] {
  const first = anchors.findIndex((anchor) => anchor.start >= start);
  if (first === -1) return [];
  const last = anchors.findIndex((anchor) => anchor.start >= end);
  return anchors.slice(first, last === -1 ? undefined : last);
}

function rowOf(reply: Reply, block: number, turn: number): Omit<Statement, "anchors"> {
  const { start, end, cells = [] } = reply.blocks[block] ?? { start: 0, end: 0 };
  const text = cells
    .map((cell) => reply.plain.slice(cell.start, cell.end).replaceAll(/\s+/g, " ").trim())
    .join(" | ");
  const raw = reply.text.slice(start, end);
  return { turn, start, end, text, raw, kind: "row", question: false, script: false };
}

/** The text with quoted passages of three words and more blanked, same length: what someone else says or should say. */
export function withoutQuotes(text: string): string {
  if (!text.includes('"') && !text.includes("“")) return text;
  return text.replaceAll(/["“][^"“”]*["”]/g, (quote) =>
    quote.trim().split(/\s+/).length >= 3 ? " ".repeat(quote.length) : quote,
  );
}
