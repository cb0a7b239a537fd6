import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import { readText } from "./read.ts";

/** A parsed YAML document that still knows where each of its fields stands. */
export interface LocatedYaml {
  value: unknown;
  /** The place of a field given its path, or of its nearest parent that exists. */
  place: (path: readonly PropertyKey[]) => Place;
}

/**
 * Parses YAML (JSON is YAML too), refusing what people do not write by hand: duplicate keys, aliases that multiply.
 * `firstLine` shifts reported lines, for YAML that starts further down in its file (front matter).
 * @throws InputError listing every syntax error as file:line:column.
 */
export function parseYaml(text: string, file: string, firstLine = 1): LocatedYaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: line + firstLine - 1, column: col };
  };
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map((error) => ({
        place: at(error.pos[0]),
        field: "",
        message: `YAML: ${error.message}`,
      })),
    );
  }
  return { value: resolveAliases(document, file), place: (path) => placeOf(document, path, at) };
}

/**
 * Reads a YAML file and checks it against a schema.
 * @throws InputError listing every problem as file:line:column field.
 */
export function readYaml<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const located = parseYaml(readText(file), file);
  const result = schema.safeParse(located.value);
  if (!result.success) throw new InputError(schemaProblems(result.error, located.place));
  return result.data;
}

/** The issues of a failed zod parse as problems, each at the place of its field. */
export function schemaProblems(error: z.ZodError, place: (path: readonly PropertyKey[]) => Place): Problem[] {
  return error.issues.map((issue) => ({
    place: place(issue.path),
    field: issue.path.join("."),
    message: issue.message,
  }));
}

function resolveAliases(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new InputError(
      [{ place: { file }, field: "", message: `YAML: ${(cause as Error).message}; write the values out` }],
      { cause },
    );
  }
}

function placeOf(document: Document, path: readonly PropertyKey[], at: (offset: number) => Place): Place {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return at(node.range[0]);
  }
  return at(0);
}
