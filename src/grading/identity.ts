import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { contentHash, sha256 } from "../files/hash.ts";

/** Files of graders/ that cannot change a grade: tests, their hand-written replies, labels and notes. */
const NOT_GRADING =
  /\.test\.ts$|^labels[/\\]|\.md$|replies\.yaml$|examples\.yaml$|calibration\.json$|^verdict[/\\]challenge\.yaml$|fixtures\.yaml$|^behaviours\.yaml$/;

let known: string | undefined;

/**
 * SHA-256 over everything that turns a reply into grades: checkers, rubrics, lexicons and the scoring rule. Read once: what a process
 * has loaded stays what it was, whatever becomes of the files.
 */
export function gradersHash(): string {
  return (known ??= hashNow());
}

function hashNow(): string {
  const graders = fileURLToPath(new URL("../../graders/", import.meta.url));
  const files = readdirSync(graders, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|yaml)$/.test(name) && !NOT_GRADING.test(name))
    .sort();
  const hashes = files.map((name) => [name.split(sep).join("/"), hashFile(join(graders, name))]);
  return contentHash([...hashes, ["score", hashFile(fileURLToPath(new URL("score.ts", import.meta.url)))]]);
}

function hashFile(file: string): string {
  return sha256(readFileSync(file, "utf8"));
}
