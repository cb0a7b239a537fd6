import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { readText } from "../files/read.ts";

/** Variables from the process and from a `.env` file; the process wins. Values are secrets: never log them. */
export interface Environment {
  /** A variable's value; undefined where it is missing or empty. */
  get: (name: string) => string | undefined;
  /** Where a variable comes from. */
  sourceOf: (name: string) => "environment" | ".env" | null;
  /** The `.env` file that was read, and its names; null where there is none. */
  file: { path: string; names: string[] } | null;
}

/**
 * Reads `.env` of a folder, if it is there, beneath the process's own variables.
 * @throws InputError when the file cannot be read or is not UTF-8
 */
export function readEnvironment(
  folder: string = process.cwd(),
  variables: NodeJS.ProcessEnv = process.env,
): Environment {
  const path = resolve(join(folder, ".env"));
  const file = existsSync(path) ? parseEnv(readText(path)) : null;
  const own = (name: string): string | undefined => variables[name] || undefined;
  const filed = (name: string): string | undefined => file?.[name] || undefined;
  return {
    get: (name) => own(name) ?? filed(name),
    sourceOf: (name) => (own(name) !== undefined ? "environment" : filed(name) !== undefined ? ".env" : null),
    file: file === null ? null : { path, names: Object.keys(file) },
  };
}
