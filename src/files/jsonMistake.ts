/** Where a text stops being JSON (`offset` in UTF-16 units from 0), what stands there, what should, and what to do. */
export interface JsonMistake {
  offset: number;
  found: string;
  expected: string;
  advice: string;
}

/** The first mistake of a text that is no JSON (RFC 8259); null where this reader finds none. */
export function jsonMistake(text: string): JsonMistake | null {
  const walk: Walk = { text, at: skipSpace(text, 0), open: [], wanted: "value" };
  while (walk.wanted !== "end" || walk.at < text.length) {
    const mistake = step(walk);
    if (mistake !== null) return mistake;
    walk.at = skipSpace(text, walk.at);
  }
  return null;
}

type Wanted = "value" | "value or close" | "name" | "name or close" | "colon" | "comma or close" | "end";

/** How far a text was read, and what must come next. */
interface Walk {
  text: string;
  at: number;
  /** The brackets that are open, the innermost last. */
  open: ("{" | "[")[];
  wanted: Wanted;
}

/** Reads one token; the mistake where it is not the one that must come. */
function step(walk: Walk): JsonMistake | null {
  const { text, at, open, wanted } = walk;
  const char = text[at] ?? "";
  const inner = open.at(-1);
  const closes = (inner === "{" && char === "}") || (inner === "[" && char === "]");
  if (closes && /close/.test(wanted)) {
    open.pop();
    return moved(walk, 1, afterValue(walk));
  }
  if (wanted === "comma or close" && char === ",") return moved(walk, 1, inner === "{" ? "name" : "value");
  if (wanted === "colon" && char === ":") return moved(walk, 1, "value");
  if (char === '"' && /value|name/.test(wanted)) {
    const end = endOfString(text, at);
    if (typeof end !== "number") return end;
    return moved(walk, end - at, /name/.test(wanted) ? "colon" : afterValue(walk));
  }
  if (/value/.test(wanted)) {
    if (char === "{" || char === "[") {
      open.push(char);
      return moved(walk, 1, char === "{" ? "name or close" : "value or close");
    }
    const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/.exec(
      text.slice(at, at + 400),
    )?.[0];
    if (literal !== undefined) return moved(walk, literal.length, afterValue(walk));
  }
  return mistakeAt(walk);
}

function moved(walk: Walk, length: number, wanted: Wanted): null {
  walk.at += length;
  walk.wanted = wanted;
  return null;
}

function afterValue({ open }: Walk): Wanted {
  return open.length === 0 ? "end" : "comma or close";
}

/** Past the closing quote, or what is wrong inside the string. */
function endOfString(text: string, start: number): number | JsonMistake {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === '"') return at + 1;
    if (char < " ") return controlIn(char, at);
    if (char !== "\\") continue;
    const escape = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(text.slice(at, at + 6))?.[0];
    if (escape === undefined) {
      if (text.length - at < 2) break;
      return {
        offset: at,
        found: `${JSON.stringify(text.slice(at, at + 2)).replace("\\\\", "\\")} inside a string`,
        expected: 'after a backslash one of " \\ / b f n r t or u and four hex digits',
        advice: "write a backslash of the text twice",
      };
    }
    at += escape.length - 1;
  }
  return {
    offset: text.length,
    found: "the end of the text inside a string",
    expected: 'a closing "',
    advice: "close it, or bring back the part that is missing",
  };
}

function controlIn(char: string, offset: number): JsonMistake {
  const isBreak = char === "\n" || char === "\r";
  const name = isBreak
    ? "a line break"
    : char === "\t"
      ? "a tab"
      : `the character 0x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
  const written = isBreak
    ? "\\n"
    : char === "\t"
      ? "\\t"
      : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return {
    offset,
    found: `${name} inside a string`,
    expected: isBreak ? 'a closing " on the same line' : "it written as an escape",
    advice: isBreak ? `close the string, or write the break as ${written}` : `write it as ${written}`,
  };
}

function mistakeAt(walk: Walk): JsonMistake {
  const { text, at, wanted, open } = walk;
  const token = tokenAt(text, at);
  return {
    offset: at,
    found: token === "" ? (text.trim() === "" ? "an empty text" : "the end of the text") : quoted(token),
    expected: expectedWords(wanted, open.at(-1)),
    advice: adviceFor(token, walk),
  };
}

/** The word, number, string or single character that stands at a place; empty at the end. */
function tokenAt(text: string, at: number): string {
  return (
    /^(?:[\w.+-]+|"[^"\n]*"?|'[^'\n]*'?|\/[/*]|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^])/.exec(
      text.slice(at, at + 400),
    )?.[0] ?? ""
  );
}

const MOST_SHOWN = 30;

function quoted(token: string): string {
  const shown = token.length > MOST_SHOWN ? `${token.slice(0, MOST_SHOWN - 1)}…` : token;
  return /^["']/.test(shown) ? shown : JSON.stringify(shown);
}

function expectedWords(wanted: Wanted, inner: "{" | "[" | undefined): string {
  const close = inner === "{" ? '"}"' : '"]"';
  const words: Record<Wanted, string> = {
    value: 'a value, such as "text", 12, true, null, [ or {',
    "value or close": 'a value or "]"',
    name: "a name in double quotes",
    "name or close": 'a name in double quotes or "}"',
    colon: '":" and a value after the name',
    "comma or close": `"," or ${close}`,
    end: "nothing after the value",
  };
  return words[wanted];
}

/** Words of other languages, and what JSON has for them. */
const FOREIGN: Record<string, string> = {
  True: "write true",
  False: "write false",
  None: "write null",
  NaN: "write null, or the number",
  Infinity: "write null, or the number",
  undefined: "write null, or leave the field out",
};

function adviceFor(token: string, { text, at, wanted }: Walk): string {
  const before = text.slice(0, at).trimEnd().at(-1);
  if (token === "") return text.trim() === "" ? "write one" : "bring back the part that is missing";
  if (/^(?:\/[/*]|#)/.test(token)) return "take it out; JSON has no comments";
  if (before === "," && /^[}\],]/.test(token)) return "take out the comma before it";
  if (/^'|^[“”‘’]/.test(token)) return 'write texts and names in double quotes (")';
  if (/value/.test(wanted) && FOREIGN[token] !== undefined) return FOREIGN[token];
  if (/value/.test(wanted) && /^[\d.+-]/.test(token))
    return "write numbers as 0.5, 12 or -3e4: no sign + and no 0 in front, digits on both sides of the point";
  if (/name/.test(wanted) && /^\w/.test(token)) return "put the name in double quotes";
  if (/value/.test(wanted))
    return /^[\p{L}\w]/u.test(token) ? "put a text in double quotes" : "put a value there";
  if (wanted === "comma or close")
    return /^[\w"{[]/.test(token) ? "put a comma before it" : "take it out, or close what is open before it";
  if (wanted === "colon") return "put a colon before it";
  if (wanted === "end") return "take it out; a text holds one value";
  return "put a name there";
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text[at] ?? "x")) at++;
  return at;
}
