import { type Run, runsOf, type Span } from "./markdownRuns.ts";

/** A block of a text in Markdown; its words are places in the text, so that nothing of it is ever read as markup. */
export type Block =
  | { kind: "heading" | "paragraph" | "quote" | "code"; runs: Run[] }
  | { kind: "list"; items: ListItem[] }
  /** The first row is the head. */
  | { kind: "table"; rows: Run[][][] }
  | { kind: "rule" };

interface ListItem {
  /** As it stands in the text ("2."), or a bullet. */
  marker: string;
  /** 0 for the outermost. */
  depth: number;
  runs: Run[];
}

/** Deepest indentation that is shown. */
const DEEPEST = 3;

/** Takes Markdown apart: headings, lists, tables, quotes, code and paragraphs, whose line ends stay. No letter of the text is lost. */
export function blocksOf(text: string): Block[] {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const { block, next } = blockAt(text, lines, at);
    if (block?.kind === "list" && blocks.at(-1)?.kind === "list") {
      (blocks.at(-1) as { items: ListItem[] }).items.push(...block.items);
    } else if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

interface Line extends Span {
  text: string;
}

interface Read {
  block: Block | null;
  next: number;
}

const FENCE = /^ {0,3}(?:```|~~~)/;
/** With a word behind it a fence closes nothing. */
const CLOSING = /^\s*(?:`{3,}|~{3,})\s*$/;
const HEADING = /^ {0,3}#{1,6}[ \t]+/;
const ITEM = /^([ \t]*)([-*+•]|\d{1,9}[.)])[ \t]+/;
const QUOTE = /^ {0,3}>[ \t]?/;

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((whole) => {
    const line = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
    const from = start;
    start += whole.length + 1;
    return { start: from, end: from + line.length, text: line };
  });
}

function blockAt(text: string, lines: readonly Line[], at: number): Read {
  const line = lines[at];
  if (!line || line.text.trim() === "") return { block: null, next: at + 1 };
  if (FENCE.test(line.text)) return codeAt(lines, at);
  if (isRule(line.text)) return { block: { kind: "rule" }, next: at + 1 };
  const heading = HEADING.exec(line.text);
  if (heading) {
    const runs = runsOf(text, [{ start: line.start + heading[0].length, end: line.end }]);
    return { block: { kind: "heading", runs }, next: at + 1 };
  }
  if (isTable(lines, at)) return tableAt(text, lines, at);
  const item = ITEM.exec(line.text);
  if (item) {
    const [prefix, indent = "", marker = ""] = item;
    const { spans, next } = following(lines, at, prefix.length, (other) => other.text.trimStart());
    const depth = Math.min(DEEPEST, Math.floor(indent.replaceAll("\t", "  ").length / 2));
    const shown = /\d/.test(marker) ? marker : "•";
    return { block: { kind: "list", items: [{ marker: shown, depth, runs: runsOf(text, spans) }] }, next };
  }
  if (QUOTE.test(line.text)) {
    const { spans, next } = quoted(lines, at);
    return { block: { kind: "quote", runs: runsOf(text, spans) }, next };
  }
  const { spans, next } = following(lines, at, 0, (other) => other.text);
  return { block: { kind: "paragraph", runs: runsOf(text, spans) }, next };
}

/** A line and those that carry it on, each with the line end before it. */
function following(
  lines: readonly Line[],
  at: number,
  skipped: number,
  shown: (line: Line) => string,
): { spans: Span[]; next: number } {
  const spans: Span[] = [];
  let next = at;
  for (let line = lines[next]; line; line = lines[++next]) {
    if (next === at) {
      spans.push({ start: line.start + skipped, end: line.end });
      continue;
    }
    if (line.text.trim() === "" || begins(lines, next)) break;
    spans.push(
      { start: line.start - 1, end: line.start },
      { start: line.end - shown(line).length, end: line.end },
    );
  }
  return { spans, next };
}

function quoted(lines: readonly Line[], at: number): { spans: Span[]; next: number } {
  const spans: Span[] = [];
  let next = at;
  for (let line = lines[next]; line; line = lines[++next]) {
    const mark = QUOTE.exec(line.text);
    if (!mark) break;
    if (next > at) spans.push({ start: line.start - 1, end: line.start });
    spans.push({ start: line.start + mark[0].length, end: line.end });
  }
  return { spans, next };
}

/** Whether another block begins at a line. */
function begins(lines: readonly Line[], at: number): boolean {
  const text = lines[at]?.text ?? "";
  return [FENCE, HEADING, ITEM, QUOTE].some((mark) => mark.test(text)) || isRule(text) || isTable(lines, at);
}

function isRule(line: string): boolean {
  const marks = line.length > 200 ? "" : line.replaceAll(/\s/g, "");
  return /^(?:-{3,}|\*{3,}|_{3,})$/.test(marks);
}

function codeAt(lines: readonly Line[], at: number): Read {
  const spans: Span[] = [];
  const opening = lines[at];
  const fence = opening?.text.trimStart().slice(0, 3) ?? "";
  const language = opening?.text.trimStart().replace(/^[`~]+/, "") ?? "";
  if (opening && language !== "") spans.push({ start: opening.end - language.length, end: opening.end });
  let next = at + 1;
  for (let line = lines[next]; line; line = lines[++next]) {
    if (line.text.trimStart().startsWith(fence) && CLOSING.test(line.text)) break;
    spans.push({ start: spans.length === 0 ? line.start : line.start - 1, end: line.end });
  }
  const runs = spans.map((span) => ({ ...span, strong: false, emphasis: false, code: false }));
  return { block: { kind: "code", runs }, next: next + 1 };
}

function isTable(lines: readonly Line[], at: number): boolean {
  const under = lines[at + 1]?.text ?? "";
  return (
    (lines[at]?.text.includes("|") ?? false) &&
    under.includes("|") &&
    under.includes("-") &&
    /^[\s|:-]+$/.test(under)
  );
}

function tableAt(text: string, lines: readonly Line[], at: number): Read {
  const rows: Run[][][] = [];
  let next = at;
  for (let line = lines[next]; line; line = lines[++next]) {
    if (next === at + 1) continue;
    if (!line.text.includes("|")) break;
    rows.push(cellsOf(line).map((cell) => runsOf(text, [cell])));
  }
  return { block: { kind: "table", rows }, next };
}

/** The cells of a row, without the bars and the blanks around them. */
function cellsOf({ start, text }: Line): Span[] {
  const bars = Array.from(text.matchAll(/\\\||\|/g)).filter(({ 0: mark }) => mark === "|");
  const borders = [-1, ...bars.map(({ index }) => index), text.length];
  const cells = borders.slice(1).map((to, index) => {
    const from = (borders[index] ?? -1) + 1;
    const cell = text.slice(from, to);
    const lead = cell.length - cell.trimStart().length;
    return { start: start + from + lead, end: start + from + Math.max(lead, cell.trimEnd().length) };
  });
  return cells.slice(isBare(cells[0]) ? 1 : 0, isBare(cells.at(-1)) && cells.length > 1 ? -1 : undefined);
}

function isBare(cell: Span | undefined): boolean {
  return cell !== undefined && cell.start === cell.end;
}
