import { readdirSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { DealbenchError } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import { DEFAULT_PERSONA, loadPersona } from "./load.ts";

/** Where a persona with a known hash may be found again. */
export interface PersonaTraces {
  sha256: string | null;
  /** As it was named when it was used: a path, or `git:REF…`. */
  source: string;
  /** The commit that was checked out then. */
  gitCommit: string | null;
}

/**
 * Looks for the text of a persona by its hash: where it was read from, at the commit of that time, among the variants
 * of today, and at HEAD. Null when none of these has that very text; `cwd` is where paths and the repository are looked for.
 */
export async function findPersona(
  { sha256, source, gitCommit }: PersonaTraces,
  cwd = ".",
): Promise<Persona | null> {
  if (sha256 === null) return null;
  const path = source.startsWith("git:") ? DEFAULT_PERSONA : normalize(source);
  const refs = [...(gitCommit === null ? [] : [gitCommit]), "HEAD"];
  const candidates = [
    source,
    ...(isAbsolute(path) ? [] : refs.map((ref) => `git:${ref}:${path}`)),
    ...personaFiles(cwd),
    ...refs.map((ref) => `git:${ref}`),
  ];
  for (const candidate of new Set(candidates)) {
    const persona = await loadOrNull(candidate, cwd);
    if (persona?.sha256 === sha256) return persona;
  }
  return null;
}

function personaFiles(cwd: string): string[] {
  const folder = dirname(DEFAULT_PERSONA);
  try {
    return readdirSync(join(cwd, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** A candidate that is gone, or is no persona, is simply not the one. */
async function loadOrNull(source: string, cwd: string): Promise<Persona | null> {
  try {
    return await loadPersona(source, { cwd });
  } catch (error) {
    if (error instanceof DealbenchError) return null;
    throw error;
  }
}
