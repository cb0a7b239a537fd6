import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contentHash, sha256 } from "../../files/hash.ts";
import { DIMENSIONS } from "../../records/rubric.ts";
import { JUDGE_SETTINGS } from "./settings.ts";

/**
 * SHA-256 over everything of ours that a judge's grade depends on: what it is told (the prompts of every dimension, the
 * rules, the settings), how it is asked and how its answers are read, and the number of votes.
 */
export function judgeHash(votes: number): string {
  const prompts = DIMENSIONS.map((dimension) => {
    const file = new URL(`../../../graders/${dimension}/judge.md`, import.meta.url);
    return [dimension, existsSync(file) ? hashFile(file) : null];
  });
  const code = readdirSync(fileURLToPath(new URL(".", import.meta.url)))
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => [name, hashFile(new URL(name, import.meta.url))]);
  return contentHash({ prompts, code, settings: JUDGE_SETTINGS, votes });
}

function hashFile(file: URL): string {
  return sha256(readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
}
