import { InputError, type Problem } from "../records/errors.ts";
import { jsonMistake } from "./jsonMistake.ts";

/**
 * Parses JSON. `firstLine` (1-based) is where the text begins in its file.
 * @throws InputError with the line and column of the first mistake, what was found, what was expected and what to do.
 */
export function parseJson(text: string, file: string, firstLine = 1): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError([syntaxProblem(text, (cause as Error).message, file, firstLine)], { cause });
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

/** The mistake as file:line:column; the engine's own words, which name no place, only where nothing better is known. */
function syntaxProblem(text: string, message: string, file: string, firstLine: number): Problem {
  const mistake = jsonMistake(text);
  if (mistake === null) return { place: { file, line: firstLine }, field: "", message: `JSON: ${message}` };
  const { offset, found, expected, advice } = mistake;
  const before = text.slice(0, offset).split("\n");
  return {
    place: { file, line: firstLine + before.length - 1, column: (before.at(-1) ?? "").length + 1 },
    field: "",
    message: `JSON: found ${found}, expected ${expected}; ${advice}`,
  };
}
