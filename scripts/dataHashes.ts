import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../src/files/hash.ts";

/** The files that weights were fitted to, from the root, each with its SHA-256, as lines of the weights' header. */
export function dataHashes(root: string, paths: readonly string[]): string {
  return paths.map((path) => `    ${path}: ${sha256(readFileSync(join(root, path), "utf8"))}`).join("\n");
}
