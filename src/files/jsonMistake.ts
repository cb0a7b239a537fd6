import { visit } from "jsonc-parser";

/** Where a text stops being JSON (`offset` in UTF-16 units from 0), what stands there, what should, and what to do. */
export interface JsonMistake {
  offset: number;
  found: string;
  expected: string;
  advice: string;
}

const VALUE = 'a value, such as "text", 12, true, null, [ or {';
const NAME = "a name in double quotes";

/** The first mistake of a text that is no JSON (RFC 8259); null if it has none, or its brackets nest too deeply to tell. */
export function jsonMistake(text: string): JsonMistake | null {
  let mistake: JsonMistake | null = null;
  let wanted = VALUE;
  /** For each open bracket what must come after a value in it, the innermost last. */
  const open: string[] = [];
  const begin = (inside: string, closer: string): void => {
    wanted = `${inside} or ${closer}`;
    open.push(`"," or ${closer}`);
  };
  const afterValue = (): void => void (wanted = open.at(-1) ?? "nothing after the value");
  const end = (at: number): void => {
    if (at === text.length) return;
    open.pop();
    afterValue();
  };
  const fail = (at: number): void => {
    const word = wanted.startsWith("a value") ? (GLUED_WORD.exec(text.slice(at, at + 6))?.[0] ?? "") : "";
    if (word !== "") afterValue();
    mistake ??= mistakeAt(text, at + word.length, wanted);
  };
  const visitor = {
    onObjectBegin: () => begin(NAME, '"}"'),
    onArrayBegin: () => begin("a value", '"]"'),
    onObjectProperty: () => void (wanted = '":" and a value after the name'),
    onSeparator: (mark: string) => void (wanted = mark === "," && open.at(-1)?.includes("}") ? NAME : VALUE),
    onLiteralValue: (value: unknown, at: number, length: number) => {
      if (typeof value === "number" && /[\w.+-]/.test(text.charAt(at + length))) fail(at);
      afterValue();
    },
    onObjectEnd: end,
    onArrayEnd: end,
    onError: (_: unknown, at: number) => fail(at),
  };
  try {
    visit(text, visitor, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // of the call stack, by nesting
  }
  return mistake;
}

/** A word of JSON with a mark after it (true;), which the library takes for one unknown symbol. */
const GLUED_WORD = /^(?:true|false|null)(?![\w.+-])/;

/** A word or number, a string, the start of a comment or a single character. */
const TOKEN = /^(?:[\w.+-]+|"[^"\n]*"?|'[^'\n]*'?|\/[/*]|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^])/;

function mistakeAt(text: string, offset: number, expected: string): JsonMistake {
  if (text[offset] === '"' && /^a (?:value|name)/.test(expected)) return mistakeInString(text, offset);
  const token = TOKEN.exec(text.slice(offset, offset + 400))?.[0] ?? "";
  if (token === "" && text.trim() === "")
    return { offset, found: "an empty text", expected, advice: "write one" };
  const shown = token.length > 30 ? `${token.slice(0, 29)}…` : token;
  const found = token === "" ? "the end of the text" : /^["']/.test(shown) ? shown : JSON.stringify(shown);
  const afterComma = /^[}\],]/.test(token) && text.slice(0, offset).trimEnd().endsWith(",");
  const fitting = ADVICE.find(([wanted, stands]) => expected.startsWith(wanted) && stands.test(token));
  const advice = afterComma ? "take out the comma before it" : (fitting?.[2] ?? "put a value there");
  return { offset, found, expected, advice };
}

/** What is wrong first inside the string that begins at `start`; the library says only that something is. */
function mistakeInString(text: string, start: number): JsonMistake {
  const escape = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/g;
  const plain = text.slice(start).replace(escape, (good) => "_".repeat(good.length));
  const offset = start + plain.search(/\\[^]|[^ -\uFFFF]|$/);
  const char = text.charAt(offset);
  const say = (found: string, expected: string, advice: string): JsonMistake => {
    return { offset, found: `${found} inside a string`, expected, advice };
  };
  if (char === "")
    return say("the end of the text", 'a closing "', "close it, or bring back the part that is missing");
  if (/[\r\n]/.test(char))
    return say("a line break", 'a closing " on the same line', "close the string, or write the break as \\n");
  if (char === "\t") return say("a tab", "it written as an escape", "write it as \\t");
  const code = char.charCodeAt(0).toString(16).padStart(2, "0");
  if (char !== "\\")
    return say(`the character 0x${code}`, "it written as an escape", `write it as \\u00${code}`);
  return say(
    JSON.stringify(text.slice(offset, offset + 2)).replace("\\\\", "\\"),
    'after a backslash one of " \\ / b f n r t or u and four hex digits',
    "write a backslash of the text twice",
  );
}

const NUMBERS = "0.5, 12 or -3e4: no sign + and no 0 in front, digits on both sides of the point";

/** How the words for what was wanted begin, what stands there, and what to do; the first that fits counts. */
const ADVICE: [wanted: string, stands: RegExp, advice: string][] = [
  ["", /^$/, "bring back the part that is missing"],
  ["", /^(?:\/[/*]|#)/, "take it out; JSON has no comments"],
  ["", /^['“”‘’]/, 'write texts and names in double quotes (")'],
  ["a value", /^True$/, "write true"],
  ["a value", /^False$/, "write false"],
  ["a value", /^None$/, "write null"],
  ["a value", /^(?:NaN|Infinity)$/, "write null, or the number"],
  ["a value", /^undefined$/, "write null, or leave the field out"],
  ["a value", /^[\d.+-]/, `write numbers as ${NUMBERS}`],
  ["a value", /^[\p{L}\w]/u, "put a text in double quotes"],
  ["a name", /^\w/, "put the name in double quotes"],
  ["a name", /^/, "put a name there"],
  ['","', /^[\w"{[]/, "put a comma before it"],
  ['","', /^/, "take it out, or close what is open before it"],
  ['":"', /^/, "put a colon before it"],
  ["nothing", /^/, "take it out; a text holds one value"],
];
