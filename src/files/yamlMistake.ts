import type { YAMLError } from "yaml";

/** What is wrong with a YAML text at an error of the parser: what was found, what was expected, and what to do. */
export function yamlMistake({ code, message, pos }: YAMLError, text: string): string {
  // Of a name the parser marks the first character alone.
  const at = code === "DUPLICATE_KEY" ? nameAt(text.slice(pos[0])) : text.slice(pos[0], pos[1]);
  const words = WORDS[code]?.(message, at);
  return (
    words ??
    `found what YAML cannot be read by (${message}), expected YAML; put it right, or put the text in quotes`
  );
}

/** A word for each mistake that people make; undefined leaves the parser its own. */
const WORDS: Partial<Record<YAMLError["code"], (message: string, at: string) => string | undefined>> = {
  MULTIPLE_DOCS: () => "found a second document (---), expected one a file; split the file",
  DUPLICATE_KEY: (_, at) =>
    `found the name ${JSON.stringify(at)} twice in one place, expected it once; take one of the two out`,
  TAB_AS_INDENT: () => "found a tab before the entry, expected spaces; put spaces in its place",
  BAD_INDENT: (message) => {
    const [, kind, close] = /^Flow (sequence|map) .* end with a (.)/.exec(message) ?? [];
    if (close)
      return `found the end of a ${kind === "map" ? "{mapping}" : "[list]"} without its bracket, expected ${close}; close it, or indent the lines that belong to it`;
    return "found a line that stands further in or out than its neighbours, expected entries of one block in one column; line it up";
  },
  MISSING_CHAR: (message) => {
    const quote = /^Missing closing (.)quote/.exec(message)?.[1];
    if (quote)
      return `found the end of the text inside quotes, expected a closing ${quote}; close the text before it`;
    if (message.startsWith("Implicit map keys"))
      return "found a line without a colon among named entries, expected name: value; add the colon, or indent the line to the text above it";
    return undefined;
  },
  MULTILINE_IMPLICIT_KEY: () =>
    "found a name that goes on over a line break, expected name: value on one line; add the colon that is missing, or put the text in quotes",
  BLOCK_AS_IMPLICIT_KEY: (message) =>
    message.startsWith("A block sequence")
      ? "found a list entry that stands further out than those before it, expected one column for all; line it up"
      : "found a second colon, or a further entry, within a value, expected one value; put a text with a colon in quotes, or line the entry up with the name before it",
  BAD_SCALAR_START: (_, at) =>
    `found ${JSON.stringify(at)} at the start of a value, expected a value; put the text in quotes`,
  BAD_ALIAS: () => "found a * without a name, expected a value; put the text in quotes",
  BAD_DQ_ESCAPE: (message) =>
    `found ${message.replace(/^.* /, "")} in double quotes, expected an escape such as \\n or \\"; write the backslash twice, or use single quotes`,
  UNEXPECTED_TOKEN: (message, at) => {
    const shown = JSON.stringify(at.slice(0, 30));
    if (message.includes("at node end"))
      return `found ${shown} after the end of a value, expected a new line; put the whole text in quotes and write a single quote within single quotes twice, or line the entry up with its block`;
    if (message.includes("on same line with key"))
      return "found a list entry on the line of its name, expected it on a line of its own; break the line before the dash, or put the text in quotes";
    return `found ${shown}, expected a value or an entry; take it out, or put the text in quotes`;
  },
};

function nameAt(rest: string): string {
  const [, quoted, plain] = /^(?:["'](.*?)["']|([^:\n]*))/.exec(rest) ?? [];
  return (quoted ?? plain ?? "").trim();
}
