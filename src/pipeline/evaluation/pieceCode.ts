import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contentHash, sha256 } from "../../files/hash.ts";
import { gradersHash } from "../../grading/identity.ts";
import type { ItemSummary } from "../../records/summary.ts";

/** What the code that makes pieces is known by: an edit of one stage makes that stage's work anew, and no other's. */
export interface PieceCode {
  /** Everything that turns a reply into grades: the graders, what applies them, what both are made of, and Node itself. */
  graders: string;
  /** Everything that turns grades into the rest of a piece: summary, reports, and how far each rubric line is to be believed. */
  rest: string;
}

const SRC = fileURLToPath(new URL("../../", import.meta.url));
const SHARED = ["records/", "files/"];
const GRADING = ["grading/grade.ts", "grading/score.ts"];
const REST = ["summary/", "report/", "pipeline/evaluation/"];

/** The code as it is now, for these rubric lines. */
export function pieceCode(items: readonly ItemSummary[]): PieceCode {
  const shared = hashOf(SHARED);
  return {
    graders: contentHash([process.version, gradersHash(), hashOf(GRADING), shared]),
    rest: contentHash([hashOf(REST), shared, items]),
  };
}

/** SHA-256 over TypeScript files of src/, and over those right in its folders, whose names end in a slash. */
function hashOf(places: readonly string[]): string {
  const files = places.flatMap((place) =>
    place.endsWith("/")
      ? readdirSync(SRC + place)
          .filter((name) => name.endsWith(".ts"))
          .sort()
          .map((name) => place + name)
      : [place],
  );
  return contentHash(files.map((name) => [name, sha256(readFileSync(SRC + name, "utf8"))]));
}
