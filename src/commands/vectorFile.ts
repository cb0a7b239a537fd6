import { z } from "zod";
import { readText } from "../files/read.ts";
import { wordIssue } from "../files/wording.ts";
import { type LocatedYaml, parseYaml } from "../files/yaml.ts";
import { checkFacts } from "../policy/facts.ts";
import { InputError, type Problem } from "../records/errors.ts";
import type { Facts } from "../records/facts.ts";

/** Facts and the fields that their decision must have. */
export interface DecisionVector {
  id: string;
  facts: Facts;
  expected: Record<string, unknown>;
}

/** A call of a statistical function: what it must return, within `tol`, or the code of the error it must throw. */
export interface StatisticsVector {
  id: string;
  fn: string;
  input: unknown;
  expected?: unknown;
  error?: string | undefined;
  /** Relative or absolute, whichever is looser. */
  tol: number;
}

export type Vector = DecisionVector | StatisticsVector;

const id = z.string().min(1);

const DecisionVectorSchema = z.looseObject({
  id,
  facts: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
});

const StatisticsVectorSchema = z.looseObject({
  id,
  fn: z.string().min(1),
  input: z.unknown(),
  expected: z.unknown().optional(),
  error: z.string().min(1).optional(),
  tol: z.number().nonnegative().default(1e-9),
});

/**
 * Reads a file of reference vectors: `{vectors: […]}` or the list itself. A vector with `fn` is of statistics, one with
 * `facts` of decisions; one file may hold both.
 * @throws InputError listing every malformed vector as file:line:column field, or when there is no vector at all.
 */
export function readVectors(file: string): Vector[] {
  const located = parseFast(readText(file), file);
  const nested = isRecord(located.value) && "vectors" in located.value;
  const path = nested ? ["vectors"] : [];
  const list = nested ? (located.value as { vectors: unknown }).vectors : located.value;
  const whole = (message: string) =>
    new InputError([{ place: located.place(path), field: path.join("."), message }]);
  if (!Array.isArray(list)) throw whole('found no list, expected {"vectors": [...]}');
  if (list.length === 0) throw whole("found an empty list, expected at least one vector");
  const problems: Problem[] = [];
  const vectors = list.flatMap(
    (entry, index) => readVector(entry, [...path, index], problems, located.place) ?? [],
  );
  if (problems.length > 0) throw new InputError(problems);
  return vectors;
}

/** Large files are plain JSON, which JSON.parse reads many times faster; places are only looked up when needed. */
function parseFast(text: string, file: string): LocatedYaml {
  try {
    const value: unknown = JSON.parse(text);
    let located: LocatedYaml | undefined;
    return { value, place: (path) => (located ??= parseYaml(text, file)).place(path) };
  } catch (error) {
    if (error instanceof SyntaxError) return parseYaml(text, file);
    throw error;
  }
}

type Report = (path: readonly PropertyKey[], message: string) => void;

function readVector(
  entry: unknown,
  path: PropertyKey[],
  problems: Problem[],
  place: LocatedYaml["place"],
): Vector | undefined {
  const report: Report = (within, message) => {
    const at = [...path, ...within];
    problems.push({ place: place(at), field: at.join("."), message });
  };
  if (!isRecord(entry) || (!("fn" in entry) && !("facts" in entry))) {
    report([], 'found neither, expected a vector with "facts" (a decision) or "fn" (a statistic)');
    return undefined;
  }
  if ("fn" in entry) return readStatistic(entry, report);
  const vector = checked(DecisionVectorSchema, entry, report);
  return vector && { ...vector, facts: checkFacts(vector.facts, [...path, "facts"], problems, place) };
}

function readStatistic(entry: Record<string, unknown>, report: Report): StatisticsVector | undefined {
  const vector = checked(StatisticsVectorSchema, entry, report);
  if (vector && !("expected" in entry) && vector.error === undefined) {
    report([], 'found neither, expected "expected" or "error"');
  }
  return vector;
}

function checked<S extends z.ZodType>(schema: S, entry: unknown, report: Report): z.output<S> | undefined {
  const result = schema.safeParse(entry);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues.flatMap((issue) => wordIssue(issue, entry))) {
    report(path, message);
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
