import { InputError } from "../records/errors.ts";

/**
 * Parses JSON. `firstLine` (1-based) is where the text begins in its file.
 * @throws InputError with the line and column of the first character that is not JSON.
 */
export function parseJson(text: string, file: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { found, line, column } = syntaxError((cause as Error).message, text);
    const place = { file, line: firstLine + line - 1, column };
    throw new InputError([{ place, field: "", message: `JSON: ${found}` }], { cause });
  }
}

/** Whether an object in a JSON text has a key twice, of which `value`, what it was parsed to, has kept only the last. */
export function hasRepeatedKeys(text: string, value: unknown): boolean {
  let written = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) if (colon !== undefined) written++;
  return written !== countKeys(value);
}

function countKeys(value: unknown): number {
  if (value === null || typeof value !== "object") return 0;
  const inner = Object.values(value);
  return inner.reduce((sum: number, each) => sum + countKeys(each), Array.isArray(value) ? 0 : inner.length);
}

/** The engine tells the place at the end of most of its messages. */
function syntaxError(message: string, text: string): { found: string; line: number; column: number } {
  const told = /^(.*?)(?: in JSON| after JSON)? at position \d+ \(line (\d+) column (\d+)\)$/s.exec(message);
  if (told) return { found: told[1] ?? message, line: Number(told[2]), column: Number(told[3]) };
  const token = /^Unexpected token '(.+?)', /su.exec(message)?.[1];
  const end = token === undefined ? text.length : unexpectedAt(text) - 1;
  const lines = text.slice(0, end).split("\n");
  return {
    found:
      token === undefined ? "ends too early; is a part missing?" : `did not expect ${JSON.stringify(token)}`,
    line: lines.length,
    column: (lines.at(-1) ?? "").length + 1,
  };
}

/** The length of the shortest beginning of the text that holds the token nobody expected. */
function unexpectedAt(text: string): number {
  let [without, within] = [0, text.length];
  while (within - without > 1) {
    const middle = (without + within) >> 1;
    if (hasUnexpectedToken(text.slice(0, middle))) within = middle;
    else without = middle;
  }
  return within;
}

function hasUnexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith("Unexpected token");
  }
}
