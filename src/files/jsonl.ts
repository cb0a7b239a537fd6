import { type FileHandle, open } from "node:fs/promises";
import type { z } from "zod";
import { InputError, type Problem } from "../records/errors.ts";
import { parseJson } from "./json.ts";
import { decodeUtf8, readFailure } from "./read.ts";
import { wordIssue } from "./wording.ts";

/** How many problems are listed before the rest is only counted: a wrong file should not scroll the screen away. */
const MAX_PROBLEMS = 50;

/** How much of a file is read at a time. */
const CHUNK = 65_536;
const LF = 10;

/** Where a record's line stands in its file, in bytes, its newline included. */
export interface Span {
  start: number;
  length: number;
}

/**
 * Streams a JSONL file through a schema: one record a line with its line number and span, blank lines skipped. `torn: "drop"` leaves out a last line
 * that has no newline and does not parse (a journal whose writer was killed); everywhere else it is a problem.
 * @throws InputError at the end of the file, listing every bad line; no record after the first bad line is yielded, but for
 * `afterBad: "yield"`, whose caller looks for further mistakes in them and keeps nothing unless the end is reached.
 */
export async function* readJsonl<S extends z.ZodType>(
  file: string,
  schema: S,
  options: { torn?: "drop" | "refuse"; afterBad?: "yield" } = {},
): AsyncGenerator<{ value: z.output<S>; line: number; span: Span }> {
  const problems: Problem[] = [];
  let line = 0;
  let end = 0;
  for await (const { bytes, ended } of lines(file)) {
    line++;
    const span = { start: end, length: bytes.length + (ended ? 1 : 0) };
    end += span.length;
    const parsed = parseLine(bytes, schema, file, line);
    if (parsed.state === "record" && (problems.length === 0 || options.afterBad))
      yield { value: parsed.value, line, span };
    if (parsed.state === "bad") problems.push(...parsed.problems);
    if (parsed.state === "not JSON" && (ended || options.torn !== "drop")) problems.push(...parsed.problems);
  }
  if (problems.length > 0) throw new InputError(capped(problems, file));
}

/** The records as JSONL text: strict JSON, one a line, lone surrogates escaped, a newline at the end. */
export function toJsonl(records: readonly unknown[]): string {
  return records.map((record) => `${strictJson(record)}\n`).join("");
}

/**
 * `JSON.stringify` that refuses what JSON cannot say.
 * @throws RangeError on NaN or Infinity, which JSON.stringify would silently turn into null.
 */
export function strictJson(value: unknown, indent?: number): string {
  // Looked through beforehand: with a replacer, JSON.stringify takes several times as long.
  refuseNotFinite(value, "");
  return JSON.stringify(value, null, indent);
}

function refuseNotFinite(value: unknown, key: string): void {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${key} is ${value}: not JSON`);
  } else if (Array.isArray(value)) {
    for (const inner of value) refuseNotFinite(inner, key);
  } else if (value !== null && typeof value === "object") {
    for (const inner in value) refuseNotFinite((value as Record<string, unknown>)[inner], inner);
  }
}

/**
 * The lines of a file as bytes without their LF, which hold until the next is asked for; `ended` is false for a last line that has none. Only LF ends a line:
 * the other line separators of Unicode may stand inside a JSON string.
 */
async function* lines(file: string): AsyncGenerator<{ bytes: Buffer; ended: boolean }> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file);
    // One buffer for all: one for each line would be garbage that the collector sees late.
    let desk = Buffer.allocUnsafeSlow(CHUNK);
    let held = 0;
    for (;;) {
      if (held === desk.length) desk = Buffer.concat([desk], 2 * held);
      const { bytesRead } = await handle.read(desk, held, desk.length - held);
      if (bytesRead === 0) break;
      const filled = held + bytesRead;
      let start = 0;
      for (let end = desk.indexOf(LF, held); end !== -1 && end < filled; end = desk.indexOf(LF, start)) {
        yield { bytes: desk.subarray(start, end), ended: true };
        start = end + 1;
      }
      desk.copyWithin(0, start, filled);
      held = filled - start;
    }
    if (held > 0) yield { bytes: desk.subarray(0, held), ended: false };
  } catch (cause) {
    throw readFailure(cause, file);
  } finally {
    await handle?.close();
  }
}

type ParsedLine<T> =
  | { state: "blank" }
  | { state: "record"; value: T }
  | { state: "not JSON" | "bad"; problems: Problem[] };

function parseLine<S extends z.ZodType>(
  bytes: Buffer,
  schema: S,
  file: string,
  line: number,
): ParsedLine<z.output<S>> {
  let value: unknown;
  try {
    const text = decodeUtf8(bytes, file);
    if (text.trim() === "") return { state: "blank" };
    value = parseJson(text, file, line);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return { state: "not JSON", problems: cause.problems.map((problem) => onLine(problem, line)) };
  }
  const result = schema.safeParse(value);
  if (result.success) return { state: "record", value: result.data };
  const problems = result.error.issues
    .flatMap((issue) => wordIssue(issue, value))
    .map(({ path, message }) => ({ place: { file, line }, field: path.join("."), message }));
  return { state: "bad", problems };
}

/** A record is one line, whatever the decoder counted inside it. */
function onLine(problem: Problem, line: number): Problem {
  return { ...problem, place: { ...problem.place, line } };
}

function capped(problems: Problem[], file: string): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const rest = { place: { file }, field: "", message: `and ${problems.length - MAX_PROBLEMS} more problems` };
  return [...problems.slice(0, MAX_PROBLEMS), rest];
}
