import type { z } from "zod";

const TYPES: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object of fields",
  record: "an object of fields",
  array: "a list",
  null: "nothing",
};

/** An issue of a failed zod parse said for people: which field, and "found X, expected Y". */
export interface WordedIssue {
  path: PropertyKey[];
  message: string;
}

/**
 * Words one zod issue of parsing `root`. An issue over several unknown keys becomes one message for each key;
 * `known(path)` may name the fields that exist at a path, to tell the nearest one.
 */
export function wordIssue(
  issue: z.core.$ZodIssue,
  root: unknown,
  known: (path: readonly PropertyKey[]) => readonly string[] = () => [],
): WordedIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `found an unknown field, expected ${nearest(key, known(issue.path))}`,
    }));
  }
  const found = valueAt(root, issue.path);
  if (found === undefined) return [{ path: issue.path, message: `is missing, expected ${expected(issue)}` }];
  const shown = issue.code === "invalid_key" ? JSON.stringify(String(issue.path.at(-1))) : show(found);
  return [{ path: issue.path, message: `found ${shown}, expected ${expected(issue)}${hint(issue, found)}` }];
}

/** Names that are listed before the rest is only counted. */
const LISTED = 10;

/** Names one after the other; of many, the first `most` and how many more there are. */
export function listed(names: readonly string[], most = LISTED): string {
  const rest = names.length > most ? ` and ${names.length - most} more` : "";
  return `${names.slice(0, most).join(", ")}${rest}`;
}

/** The candidate that `name` most likely means, as "…; did you mean …?", or all of them when none is near. */
export function nearest(name: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "only known fields";
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best && best.distance <= Math.max(2, name.length / 3))
    return `a known one; did you mean "${best.candidate}"?`;
  return `one of: ${candidates.join(", ")}`;
}

/** What zod says of a union that has no words of its own. */
const UNWORDED = "Invalid input";

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return issue.values.length === 1
        ? `"${String(issue.values[0])}"`
        : `one of: ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      if (issue.message !== UNWORDED) return issue.message;
      return [...new Set(issue.errors.flat().map(expected))].join(" or ");
    case "too_small":
      return bound(issue.origin, "at least", "more than", issue.minimum, issue.inclusive);
    case "too_big":
      return bound(issue.origin, "at most", "less than", issue.maximum, issue.inclusive);
    case "invalid_format":
      return expectedFormat(issue.format, issue.message, "pattern" in issue ? issue.pattern : undefined);
    case "invalid_key":
      return issue.issues.map(expected).join(" and ");
    case "custom":
    case "invalid_element":
    case "not_multiple_of":
    case "unrecognized_keys":
      break;
  }
  return issue.message.replace(/^Invalid input: expected /, "").replace(/^expected /, "");
}

function expectedFormat(format: string, message: string, pattern: string | undefined): string {
  if (message.startsWith("expected ")) return message.slice("expected ".length);
  if (format === "date") return "a date like 2026-03-16";
  if (format === "datetime") return "a time like 2026-03-16T09:30:00Z";
  return pattern === undefined ? `text in the form of a ${format}` : `text that matches ${pattern}`;
}

function bound(
  origin: string,
  orEqual: string,
  strict: string,
  limit: number | bigint,
  inclusive = true,
): string {
  if (origin === "string" && orEqual === "at least" && Number(limit) === 1) return "text";
  const units: Record<string, string> = { string: " characters", array: limit === 1 ? " entry" : " entries" };
  return `${inclusive ? orEqual : strict} ${limit}${units[origin] ?? ""}`;
}

function hint(issue: z.core.$ZodIssue, found: unknown): string {
  const wantsText = issue.code === "invalid_type" && issue.expected === "string";
  return wantsText && (typeof found === "number" || typeof found === "boolean") ? "; put it in quotes" : "";
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

const SHOWN = 60;

function show(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : `${value as number | boolean}`;
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…"`;
}

/** Levenshtein distance in UTF-16 units, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
