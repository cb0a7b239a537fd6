import { resolve } from "node:path";
import { gitShow } from "../files/git.ts";
import { sha256 } from "../files/hash.ts";
import { readText } from "../files/read.ts";
import { wordIssue } from "../files/wording.ts";
import { InputError, type Problem } from "../records/errors.ts";
import { FrontMatterSchema, type Persona } from "../records/persona.ts";
import { splitFrontMatter } from "./frontMatter.ts";

/** The persona that is meant where none is named, from the root of the repository. */
export const DEFAULT_PERSONA = "persona/enterprise-sales-director.md";

/** The version of a persona whose front matter has none. */
export const UNVERSIONED = "unversioned";

/**
 * Loads a persona from a file, or from git: `git:REF` (the default persona there) or `git:REF:path`, the path counted from the
 * root of the repository. `cwd` (default: the working folder) is where paths and the repository are looked for.
 * @throws InputError listing every problem as file:line:column; DealbenchError when git has no such ref or file.
 */
export async function loadPersona(source: string, options: { cwd?: string } = {}): Promise<Persona> {
  return parsePersona(await readPersonaText(source, options.cwd), source);
}

/**
 * The text of a persona file as it stands, front matter and all; sources as {@link loadPersona} takes them.
 * @throws InputError / DealbenchError when it cannot be read.
 */
export async function readPersonaText(source: string, cwd = "."): Promise<string> {
  if (!source.startsWith("git:")) return readText(cwd === "." ? source : resolve(cwd, source));
  const [ref = "", ...path] = source.slice("git:".length).split(":");
  return gitShow(ref, path.join(":") || DEFAULT_PERSONA, resolve(cwd));
}

/**
 * Takes a persona file's text apart.
 * @throws InputError listing every problem as source:line:column.
 */
export function parsePersona(text: string, source: string): Persona {
  const { value, place, body, bodyLine } = splitFrontMatter(text, source);
  const result = FrontMatterSchema.safeParse(value ?? {});
  const problems: Problem[] = (result.success ? [] : result.error.issues)
    .flatMap((issue) => wordIssue(issue, value ?? {}))
    .map(({ path, message }) => ({ place: place(path), field: path.join("."), message }));
  if (body.trim() === "") {
    const message = "found nothing below the front matter, expected the system prompt";
    problems.push({ place: { file: source, line: bodyLine, column: 1 }, field: "", message });
  }
  if (!result.success || problems.length > 0) throw new InputError(problems);
  const { name, description, model, version } = result.data;
  return {
    name,
    description,
    model: model ?? null,
    version: version ?? UNVERSIONED,
    systemPrompt: body,
    sha256: sha256(body),
    source,
  };
}
