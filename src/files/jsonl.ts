import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { z } from "zod";
import { InputError, type Problem } from "../records/errors.ts";

/** How many problems are listed before the rest is only counted: a wrong file should not scroll the screen away. */
const MAX_PROBLEMS = 50;

/**
 * Streams a JSONL file through a schema: one record a line with its line number, blank lines skipped. `torn: "drop"` leaves out a last line
 * that has no newline and does not parse (a journal whose writer was killed); everywhere else it is a problem.
 * @throws InputError at the end of the file, listing every bad line; no record after the first bad line is yielded.
 */
export async function* readJsonl<S extends z.ZodType>(
  file: string,
  schema: S,
  options: { torn?: "drop" | "refuse" } = {},
): AsyncGenerator<{ value: z.output<S>; line: number }> {
  const problems: Problem[] = [];
  let line = 0;
  let pending: Problem[] = [];
  for await (const text of lines(file)) {
    line++;
    problems.push(...pending);
    pending = [];
    if (text.trim() === "") continue;
    const parsed = parseLine(text, schema, file, line);
    if (parsed.ok) {
      if (problems.length === 0) yield { value: parsed.value, line };
    } else {
      pending = parsed.problems;
    }
  }
  if (pending.length > 0 && !(options.torn === "drop" && pending[0]?.message.startsWith("JSON:"))) {
    problems.push(...pending);
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
  return JSON.stringify(
    value,
    (key, inner: unknown) => {
      if (typeof inner === "number" && !Number.isFinite(inner))
        throw new RangeError(`${key} is ${inner}: not JSON`);
      return inner;
    },
    indent,
  );
}

async function* lines(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file, { encoding: "utf8" });
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const message =
      code === "ENOENT" ? "no such file; check the path" : `cannot be read: ${(cause as Error).message}`;
    throw new InputError([{ place: { file }, field: "", message }], { cause });
  } finally {
    stream.destroy();
  }
}

type ParsedLine<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

function parseLine<S extends z.ZodType>(
  text: string,
  schema: S,
  file: string,
  line: number,
): ParsedLine<z.output<S>> {
  let value: unknown;
  try {
    value = JSON.parse(line === 1 ? text.replace(/^\uFEFF/, "") : text);
  } catch (cause) {
    return {
      ok: false,
      problems: [{ place: { file, line }, field: "", message: `JSON: ${(cause as Error).message}` }],
    };
  }
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map((issue) => ({
    place: { file, line },
    field: issue.path.join("."),
    message: issue.message,
  }));
  return { ok: false, problems };
}

function capped(problems: Problem[], file: string): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const rest = { place: { file }, field: "", message: `and ${problems.length - MAX_PROBLEMS} more problems` };
  return [...problems.slice(0, MAX_PROBLEMS), rest];
}
