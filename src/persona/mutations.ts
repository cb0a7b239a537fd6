import { contentHash } from "../files/hash.ts";
import { readText } from "../files/read.ts";
import { parseYaml, schemaProblems } from "../files/yaml.ts";
import { InputError } from "../records/errors.ts";
import {
  type Edit,
  type Mutation,
  type Mutations,
  mutationsFromDisk,
  MutationsSchema,
} from "../records/mutation.ts";
import { sectionsOf, withoutLines } from "./sections.ts";

/** The mutations with the hash of their values. */
export interface LoadedMutations extends Mutations {
  sha256: string;
}

/**
 * Reads a file of mutations (persona/mutations.yaml).
 * @throws InputError listing every problem as file:line:column field.
 */
export function loadMutations(file: string): LoadedMutations {
  const located = parseYaml(readText(file), file);
  const result = MutationsSchema.safeParse(located.value);
  if (!result.success) throw new InputError(schemaProblems(result.error, located));
  return { ...mutationsFromDisk(result.data), sha256: contentHash(result.data) };
}

/** A prompt after an edit, or why the edit does not fit it. */
export type Edited = { text: string } | { unfit: string };

/** Makes the edits of a mutation in a prompt, one after the other. */
export function mutate(text: string, { edits }: Pick<Mutation, "edits">): Edited {
  let edited = text;
  for (const edit of edits) {
    const next = editOnce(edited, edit);
    if ("unfit" in next) return next;
    edited = next.text;
  }
  return edited === text ? { unfit: "it leaves the text as it is" } : { text: edited };
}

function editOnce(text: string, edit: Edit): Edited {
  if ("append" in edit) return { text: `${text.trimEnd()}\n\n${edit.append.trimEnd()}\n` };
  if ("replace" in edit) {
    if (!text.includes(edit.replace)) return { unfit: `found no "${edit.replace}" to replace` };
    return { text: text.replaceAll(edit.replace, () => edit.with) };
  }
  if ("removeSection" in edit) {
    const named = sectionsOf(text).filter(({ title }) => title === edit.removeSection);
    return removeOnly(text, named, `heading "${edit.removeSection}"`);
  }
  return removeOnly(
    text,
    paragraphsOf(text, edit.removeParagraph),
    `paragraph that begins "${edit.removeParagraph}"`,
  );
}

function removeOnly(text: string, found: readonly { start: number; end: number }[], what: string): Edited {
  const [only] = found;
  if (!only || found.length > 1)
    return { unfit: `found ${found.length === 0 ? "no" : found.length} ${what}, expected one` };
  return { text: withoutLines(text, only) };
}

/** The paragraphs and lists that begin with these characters: the lines up to the next empty one. */
function paragraphsOf(text: string, opening: string): { start: number; end: number }[] {
  const lines = text.split("\n");
  return lines.flatMap((line, start) => {
    const isFirst = start === 0 || lines[start - 1]?.trim() === "";
    if (!isFirst || !line.startsWith(opening)) return [];
    const length = lines.slice(start).findIndex((each) => each.trim() === "");
    return [{ start, end: length < 0 ? lines.length : start + length }];
  });
}
