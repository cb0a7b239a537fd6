import { eachMatch, matchesOf } from "./eachMatch.ts";

/** What a line of Markdown is. A table row's cells and a list item stay one block each; paragraphs join their lines. */
export interface Block {
  kind: "heading" | "paragraph" | "bullet" | "table_head" | "row" | "quote" | "code";
  start: number;
  end: number;
  /** Spans of the cells of a `table_head` or `row`. */
  cells?: { start: number; end: number }[];
  /** Index in the block list of the heading (or bold-only line) that this block stands under, -1 if none. */
  section: number;
}

/** Splits Markdown into blocks, and blanks its marks (`#`, `*`, `|`, `>`, `-`, backticks, links' targets) in `plain`. */
export function blocksOf(text: string): { plain: string; blocks: Block[] } {
  const blocks: Block[] = [];
  /** The blocks that may have marks at the beginning of a line. */
  const led = new Set<Block>();
  const isOdd = ODD_LINE_END.test(text);
  let section = -1;
  let fenced = false;
  let open: Block | undefined;
  for (let start = 0, next = 0; start <= text.length; start = next) {
    const newline = text.indexOf("\n", start);
    next = newline === -1 ? text.length + 1 : newline + 1;
    const end = text[next - 2] === "\r" ? next - 2 : next - 1;
    const raw = text.slice(start, end);
    const first = raw[raw.search(/\S/)];
    const isLed = isOdd || (first !== undefined && LEADS.has(first));
    const fence = (first === "`" || first === "~") && /^\s*(```|~~~)/.test(raw);
    if (fence) fenced = !fenced;
    const kind = fence || fenced ? "code" : first === undefined ? "blank" : isLed ? kindOf(raw) : "paragraph";
    if (kind === "blank" || kind === "rule") {
      if (kind === "rule") markTableHead(blocks, raw);
      open = undefined;
      continue;
    }
    const continues =
      open && (kind === "paragraph" || kind === "quote" || kind === "code") && open.kind === kind;
    const hangs = open?.kind === "bullet" && kind === "paragraph" && /^\s/.test(raw);
    if (open && (continues || hangs)) open.end = end;
    else {
      open = { kind, start, end, section };
      if (kind === "row") open.cells = cellsOf(raw, start);
      blocks.push(open);
    }
    if (isLed) led.add(open);
    if (kind === "heading") {
      section = blocks.length - 1;
      open = undefined;
    }
  }
  return { plain: blankMarks(text, blocks, led), blocks };
}

/** To a regular expression a line also ends here. */
const ODD_LINE_END = /\r(?!\n)|[\u2028\u2029]/;
/** What a line that is no paragraph begins with. */
const LEADS = new Set("#*|>-+_:•–0123456789");

function kindOf(line: string): Block["kind"] | "rule" {
  if (/^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/.test(line) || /^\s*([-*_]\s*){3,}$/.test(line))
    return "rule";
  if (/^\s{0,3}#{1,6}\s/.test(line)) return "heading";
  if (/^\s*\*\*[^*]{1,80}\*\*:?\s*$/.test(line) && !/[.!?]\s*\*\*\s*$/.test(line)) return "heading";
  if (/^\s*>/.test(line)) return "quote";
  if (/^\s*([-*+•–]|\d{1,2}[.)])\s+/.test(line)) return "bullet";
  if (/^\s*\|.*\|/.test(line)) return "row";
  return "paragraph";
}

function markTableHead(blocks: Block[], rule: string): void {
  const last = blocks.at(-1);
  if (rule.includes("|") && last?.kind === "row") last.kind = "table_head";
}

function cellsOf(line: string, offset: number): { start: number; end: number }[] {
  const bars = matchesOf(line, BAR).map(({ index }) => index);
  return bars
    .slice(0, -1)
    .map((bar, index) => ({ start: offset + bar + 1, end: offset + (bars[index + 1] ?? bar + 1) }));
}

const BAR = /(?<!\\)\|/g;

function blankMarks(text: string, blocks: Block[], led: ReadonlySet<Block>): string {
  const blanks: { start: number; end: number }[] = [];
  const marks = MARKS.filter(({ signs }) => signs.test(text));
  for (const block of blocks) {
    if (block.kind === "code") continue;
    const raw = text.slice(block.start, block.end);
    for (const { pattern, group, signs, leads } of marks) {
      if ((leads && !led.has(block)) || !signs.test(raw)) continue;
      eachMatch(raw, pattern, (match) => {
        const mark = match[group] ?? match[0];
        const start = block.start + match.index + match[0].indexOf(mark);
        blanks.push({ start, end: start + mark.length });
      });
    }
  }
  return blanked(text, blanks);
}

/** The text with spans of it replaced by spaces. */
function blanked(text: string, spans: { start: number; end: number }[]): string {
  let plain = "";
  let from = 0;
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    if (end <= from) continue;
    plain += text.slice(from, start) + " ".repeat(end - Math.max(start, from));
    from = end;
  }
  return plain + text.slice(from);
}

/** The marks; `signs` tells quickly whether a text may have one, `leads` = it stands at the beginning of a line. */
const MARKS: { pattern: RegExp; group: number; signs: RegExp; leads: boolean }[] = [
  { pattern: /^\s*#{1,6}(?=\s)/gm, group: 0, signs: /#/, leads: true },
  { pattern: /^\s*>+/gm, group: 0, signs: />/, leads: true },
  { pattern: /^\s*([-*+•–]|\d{1,2}[.)])(?=\s)/gm, group: 1, signs: /[-*+•–.)]/, leads: true },
  { pattern: /\*+|`+|~~|(?<!\\)\|/g, group: 0, signs: /[*`~|]/, leads: false },
  {
    pattern: /(?<![\p{L}\p{N}])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}])/gu,
    group: 0,
    signs: /_/,
    leads: false,
  },
  { pattern: /\]\([^)\s]*\)/g, group: 0, signs: /\]\(/, leads: false },
];
