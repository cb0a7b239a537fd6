/** A span of a text, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A piece of a text as it is to be shown; the marks of Markdown around it are left out. */
export interface Run extends Span {
  strong: boolean;
  emphasis: boolean;
  code: boolean;
}

/**
 * The words of some spans of Markdown, taken together, in order: marks of emphasis, of code and backslashes before marks are left out
 * where they pair, and stay as text where they do not. Links, images and HTML are text.
 */
export function runsOf(text: string, spans: readonly Span[]): Run[] {
  const tokens = tokensIn(text, spans);
  const changes = tokens.length > MOST_MARKS ? [] : changesIn(text, tokens).toSorted((a, b) => a.at - b.at);
  const depth = { strong: 0, emphasis: 0, code: 0, hidden: 0 };
  const runs: Run[] = [];
  let next = 0;
  for (const { start, end } of spans) {
    let from = start;
    const close = (to: number): void => {
      if (to > from && depth.hidden === 0)
        runs.push({
          start: from,
          end: to,
          strong: depth.strong > 0,
          emphasis: depth.emphasis > 0,
          code: depth.code > 0,
        });
      from = to;
    };
    for (let change = changes[next]; change && change.at <= end; change = changes[++next]) {
      close(change.at);
      depth[change.kind] += change.by;
    }
    close(end);
  }
  return runs;
}

/** A block with more marks than any writer sets is shown as it stands: taking it apart would hold the page up. */
const MOST_MARKS = 20_000;

/** A mark: a run of one character, or a backslash with what it guards. */
interface Token extends Span {
  mark: string;
}

type Kind = "strong" | "emphasis" | "code" | "hidden";
interface Change {
  at: number;
  kind: Kind;
  by: 1 | -1;
}

const MARKS = /\\[\\`*_|#>~[\]]|`+|\*+|_+/g;
/** What a mark of emphasis makes of the words inside; longer ones are text. */
const STYLES: Record<number, Kind[]> = { 1: ["emphasis"], 2: ["strong"], 3: ["strong", "emphasis"] };

function tokensIn(text: string, spans: readonly Span[]): Token[] {
  return spans.flatMap(({ start, end }) =>
    Array.from(text.slice(start, end).matchAll(MARKS), ({ 0: mark, index }) => ({
      start: start + index,
      end: start + index + mark.length,
      mark,
    })),
  );
}

function changesIn(text: string, tokens: readonly Token[]): Change[] {
  const changes: Change[] = [];
  const over = (kind: Kind, { start, end }: Span) => {
    changes.push({ at: start, kind, by: 1 }, { at: end, kind, by: -1 });
  };
  const pair = (kinds: readonly Kind[], opening: Token, closing: Token) => {
    over("hidden", opening);
    for (const kind of kinds) over(kind, { start: opening.end, end: closing.start });
    over("hidden", closing);
  };
  const closers = codeClosers(tokens);
  const open: Token[] = [];
  const waiting = new Map<string, number>();
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) continue;
    const { mark } = token;
    if (mark.startsWith("\\")) {
      over("hidden", { start: token.start, end: token.start + 1 });
      continue;
    }
    if (mark.startsWith("`")) {
      const closing = tokens[closers[at] ?? -1];
      if (closing?.mark !== mark) continue;
      pair(["code"], token, closing);
      at = closers[at] ?? at;
      continue;
    }
    const kinds = STYLES[mark.length];
    if (!kinds) continue;
    if (closes(text, token) && (waiting.get(mark) ?? 0) > 0) {
      let opening = open.pop();
      while (opening && opening.mark !== mark) {
        waiting.set(opening.mark, (waiting.get(opening.mark) ?? 0) - 1);
        opening = open.pop();
      }
      if (!opening) continue;
      waiting.set(mark, (waiting.get(mark) ?? 0) - 1);
      pair(kinds, opening, token);
    } else if (opens(text, token)) {
      open.push(token);
      waiting.set(mark, (waiting.get(mark) ?? 0) + 1);
    }
  }
  return changes;
}

/** For each mark the place of the next backquotes behind it. */
function codeClosers(tokens: readonly Token[]): number[] {
  const closers: number[] = [];
  let next = -1;
  for (let at = tokens.length - 1; at >= 0; at--) {
    closers[at] = next;
    if (tokens[at]?.mark.startsWith("`")) next = at;
  }
  return closers;
}

function opens(text: string, { start, end, mark }: Token): boolean {
  return /\S/.test(text.charAt(end)) && !(mark.startsWith("_") && isWord(text.charAt(start - 1)));
}

function closes(text: string, { start, end, mark }: Token): boolean {
  return /\S/.test(text.charAt(start - 1)) && !(mark.startsWith("_") && isWord(text.charAt(end)));
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
