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
  let section = -1;
  let fenced = false;
  let open: Block | undefined;
  for (const line of linesOf(text)) {
    const raw = text.slice(line.start, line.end);
    const fence = /^\s*(```|~~~)/.test(raw);
    if (fence) fenced = !fenced;
    const kind = fence || fenced ? "code" : kindOf(raw);
    if (kind === "blank" || kind === "rule") {
      if (kind === "rule") markTableHead(blocks, raw);
      open = undefined;
      continue;
    }
    const continues =
      open && (kind === "paragraph" || kind === "quote" || kind === "code") && open.kind === kind;
    const hangs = open?.kind === "bullet" && kind === "paragraph" && /^\s/.test(raw);
    if (open && (continues || hangs)) {
      open.end = line.end;
      continue;
    }
    open = { kind, start: line.start, end: line.end, section };
    if (kind === "row") open.cells = cellsOf(raw, line.start);
    blocks.push(open);
    if (kind === "heading") {
      section = blocks.length - 1;
      open = undefined;
    }
  }
  return { plain: blankMarks(text, blocks), blocks };
}

function* linesOf(text: string): Generator<{ start: number; end: number }> {
  let start = 0;
  while (start <= text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    yield { start, end: text[end - 1] === "\r" ? end - 1 : end };
    start = end + 1;
  }
}

function kindOf(line: string): Block["kind"] | "blank" | "rule" {
  if (line.trim() === "") return "blank";
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
  const bars = [...line.matchAll(/(?<!\\)\|/g)].map((match) => match.index);
  return bars
    .slice(0, -1)
    .map((bar, index) => ({ start: offset + bar + 1, end: offset + (bars[index + 1] ?? bar + 1) }));
}

function blankMarks(text: string, blocks: Block[]): string {
  const blanks: { start: number; end: number }[] = [];
  for (const block of blocks) {
    if (block.kind === "code") continue;
    const raw = text.slice(block.start, block.end);
    for (const { pattern, group, signs } of MARKS) {
      if (!signs.test(raw)) continue;
      for (const match of raw.matchAll(pattern)) {
        const start = block.start + match.index + match[0].indexOf(match[group] ?? match[0]);
        blanks.push({ start, end: start + (match[group] ?? match[0]).length });
      }
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

/** The marks; `signs` tells quickly whether a text may have one. */
const MARKS: { pattern: RegExp; group: number; signs: RegExp }[] = [
  { pattern: /^\s*#{1,6}(?=\s)/gm, group: 0, signs: /#/ },
  { pattern: /^\s*>+/gm, group: 0, signs: />/ },
  { pattern: /^\s*([-*+•–]|\d{1,2}[.)])(?=\s)/gm, group: 1, signs: /[-*+•–.)]/ },
  { pattern: /\*+|`+|~~|(?<!\\)\|/g, group: 0, signs: /[*`~|]/ },
  { pattern: /(?<![\p{L}\p{N}])_+(?=\S)|(?<=\S)_+(?![\p{L}\p{N}])/gu, group: 0, signs: /_/ },
  { pattern: /\]\([^)\s]*\)/g, group: 0, signs: /\]\(/ },
];
