import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gitCommit, gitShow } from "../files/git.ts";
import { readText } from "../files/read.ts";
import { DealbenchError, InputError, type Problem } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import { splitFrontMatter } from "./frontMatter.ts";
import { parsePersona, UNVERSIONED } from "./load.ts";
import { isLaterVersion, isVersion } from "./version.ts";

/** The branch that a persona is compared with where none is named. */
const DEFAULT_BASE = "main";

/** What a check found; it passed when `problems` is empty. */
export interface PersonaCheck {
  /** Null when the file could not be read as a persona. */
  persona: Persona | null;
  problems: Problem[];
  /** What could not be compared, and why. */
  notes: string[];
}

/**
 * Checks a persona file: its front matter and version, whether the version was raised since `base` if the text changed, and
 * whether a CHANGELOG.md in its folder (or the one above) has an entry for it.
 * @throws DealbenchError when `base` was named and cannot be read; an absent default base is only noted.
 */
export async function checkPersona(file: string, options: { base?: string } = {}): Promise<PersonaCheck> {
  const text = readText(file);
  const persona = parsed(text, file);
  if (Array.isArray(persona)) return { persona: null, problems: persona, notes: [] };
  const place = splitFrontMatter(text, file).place(["version"]);
  const versionProblem = (message: string): Problem[] => [{ place, field: "version", message }];
  if (persona.version === UNVERSIONED) {
    return {
      persona,
      problems: versionProblem("is missing, expected a version like 1.0.0; add one"),
      notes: [],
    };
  }
  if (!isVersion(persona.version)) {
    const problems = versionProblem(
      `found "${persona.version}", expected a version like 1.0.0 or 1.0.0+soft`,
    );
    return { persona, problems, notes: [] };
  }
  const { message, notes } = await compareWithBase(file, persona, options.base);
  const problems = [
    ...(message === undefined ? [] : versionProblem(message)),
    ...changelogProblems(file, persona),
  ];
  return { persona, problems, notes };
}

function parsed(text: string, file: string): Persona | Problem[] {
  try {
    return parsePersona(text, file);
  } catch (error) {
    if (error instanceof InputError) return [...error.problems];
    throw error;
  }
}

interface BaseComparison {
  /** What is wrong with the version, if anything. */
  message?: string;
  notes: string[];
}

async function compareWithBase(file: string, persona: Persona, named?: string): Promise<BaseComparison> {
  const base = named ?? DEFAULT_BASE;
  const folder = dirname(file);
  try {
    await gitCommit(base, folder);
  } catch (error) {
    if (named !== undefined || !(error instanceof DealbenchError)) throw error;
    return { notes: [`Not compared with ${base}: ${error.message}`] };
  }
  const before = await personaAt(base, file);
  if (typeof before === "string") return { notes: [before] };
  if (before.sha256 === persona.sha256 || before.version === UNVERSIONED) return { notes: [] };
  if (isLaterVersion(persona.version, before.version)) return { notes: [] };
  return {
    message: `found ${persona.version}, expected a version after ${before.version}: the text differs from the one on ${base}`,
    notes: [],
  };
}

/** The persona as it stands at `base`, or a sentence saying why there is none to compare with. */
async function personaAt(base: string, file: string): Promise<Persona | string> {
  try {
    return parsePersona(await gitShow(base, `./${basename(file)}`, dirname(file)), `git:${base}:${file}`);
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    return `Not compared with ${base}: ${error.message}`;
  }
}

function changelogProblems(file: string, { version }: Persona): Problem[] {
  const folder = dirname(file);
  const candidates = [join(folder, "CHANGELOG.md"), join(folder, "..", "CHANGELOG.md")];
  const changelog = candidates.find((candidate) => existsSync(candidate));
  if (changelog === undefined) {
    const message = `no such file; write one with a heading for each version, here: ## ${version}`;
    return [{ place: { file: candidates[0] ?? "CHANGELOG.md" }, field: "", message }];
  }
  if (headings(readText(changelog)).includes(version)) return [];
  const message = `found no entry for ${version}, expected a heading such as: ## ${version}; say there what changed and why`;
  return [{ place: { file: changelog }, field: "", message }];
}

/** The first word of each heading, without brackets or a leading v: "## [1.0.0] - 2026-03-01" gives "1.0.0". */
function headings(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6}[ \t]+\[?v?([^\s\]]+)/gm)].map((match) => match[1] ?? "");
}
