import { isDeepStrictEqual } from "node:util";
import { isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { sha256 } from "./hash.ts";
import { hasRepeatedKeys, parseJson } from "./json.ts";
import { PARSED_BEFORE } from "./parsedBefore.ts";
import { readText } from "./read.ts";
import { wordIssue } from "./wording.ts";
import { yamlMistake } from "./yamlMistake.ts";

/** A parsed YAML document that still knows where each of its fields stands. */
export interface LocatedYaml {
  value: unknown;
  /** The place of a field given its path, or of its nearest parent that exists. */
  place: (path: readonly PropertyKey[]) => Place;
}

/**
 * Parses YAML, or JSON where the file's name ends in .json, refusing what people do not write by hand: duplicate keys,
 * aliases that multiply.
 * `firstLine` shifts reported lines, for YAML that starts further down in its file (front matter).
 * @throws InputError listing every syntax error as file:line:column.
 */
export function parseYaml(text: string, file: string, firstLine = 1): LocatedYaml {
  const hash = sha256(text);
  const isJson = file.endsWith(".json");
  const json = PARSED_BEFORE?.[hash] ?? (isJson ? undefined : parsedHere.get(hash)?.json);
  if (json === undefined) {
    const first = parsed(text, file, firstLine);
    if (!isJson) noteParsed(hash, first.value);
    return first;
  }
  let located: LocatedYaml | undefined;
  const place: LocatedYaml["place"] = (path) => (located ??= parsed(text, file, firstLine)).place(path);
  return { value: JSON.parse(json), place };
}

/**
 * Reads a YAML file and checks it against a schema.
 * @throws InputError listing every problem as file:line:column field.
 */
export function readYaml<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const text = readText(file);
  if (file.endsWith(".json")) {
    // Places are found out where something is wrong, and not before: that takes many times as long.
    const value = parseJson(text, file);
    const result = schema.safeParse(value);
    if (result.success && !hasRepeatedKeys(text, value)) return result.data;
  }
  const located = parseYaml(text, file);
  const result = schema.safeParse(located.value);
  if (!result.success) throw new InputError(schemaProblems(result.error, located));
  return result.data;
}

/**
 * The issues of a failed zod parse as problems said for people, each at the place of its field. `known` may tell which
 * fields exist at a path, so that an unknown one is told its nearest.
 */
export function schemaProblems(
  error: z.ZodError,
  { value, place }: LocatedYaml,
  known?: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  return error.issues
    .flatMap((issue) => wordIssue(issue, value, known))
    .map(({ path, message }) => ({ place: place(path), field: path.join("."), message }));
}

/**
 * By the SHA-256 of a YAML's text, what it says as JSON, where this process has parsed it twice: who regresses many times in one process
 * reads the same files each time. None where it was parsed once, which most programs do, or where JSON cannot say it.
 */
const parsedHere = new Map<string, { json: string | undefined }>();

/** The latest are remembered: a library of thousands of scenarios is not held a second time. */
const MOST_REMEMBERED = 500;

function noteParsed(hash: string, value: unknown): void {
  const isAgain = parsedHere.delete(hash);
  const [oldest] = parsedHere.size < MOST_REMEMBERED ? [] : parsedHere.keys();
  if (oldest !== undefined) parsedHere.delete(oldest);
  const json = isAgain ? JSON.stringify(value) : undefined;
  const isSaid = json !== undefined && isDeepStrictEqual(JSON.parse(json), value);
  parsedHere.set(hash, { json: isSaid ? json : undefined });
}

function parsed(text: string, file: string, firstLine: number): LocatedYaml {
  const isJson = file.endsWith(".json");
  if (isJson) parseJson(text, file, firstLine);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: line + firstLine - 1, column: col };
  };
  if (document.errors.length > 0) {
    // What the parser says of the rest of a line that it could not read follows from the first mistake there.
    const lines = new Set<number>();
    const first = document.errors.filter(({ pos }) => {
      const { line } = lineCounter.linePos(pos[0]);
      return !lines.has(line) && lines.add(line);
    });
    throw new InputError(
      first.map((error) => ({
        place: at(error.pos[0]),
        field: "",
        message: `${isJson ? "JSON" : "YAML"}: ${yamlMistake(error, text)}`,
      })),
    );
  }
  return { value: resolveAliases(document, at), place: (path) => placeOf(document, path, at) };
}

function resolveAliases(document: Document, at: (offset: number) => Place): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const message = `YAML: ${aliasMistake((cause as Error).message)}`;
    throw new InputError([{ place: at(aliasOffset(document)), field: "", message }], { cause });
  }
}

function aliasMistake(message: string): string {
  const name = /^Unresolved alias .*: (\S+)$/.exec(message)?.[1];
  return name === undefined
    ? "found aliases (*name) that multiply, expected few; write the values out"
    : `found *${name}, expected a value, for no &${name} stands before it; write the value out, or put the text in quotes`;
}

/** Where the first alias without an anchor stands, or else the first alias. */
function aliasOffset(document: Document): number {
  let first: number | undefined;
  let unresolved: number | undefined;
  visit(document, {
    Alias(_, alias) {
      const offset = alias.range?.[0];
      first ??= offset;
      if (!alias.resolve(document)) unresolved ??= offset;
    },
  });
  return unresolved ?? first ?? 0;
}

function placeOf(document: Document, path: readonly PropertyKey[], at: (offset: number) => Place): Place {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return at(node.range[0]);
  }
  return at(0);
}
