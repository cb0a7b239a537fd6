import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, inject, vi } from "vitest";
import { temporaryFolder } from "./cli.ts";

/**
 * A response cache of a test's own in `folder`, so that it pays for its own calls, beside the grade cache that all tests of this run
 * share, so that a reply is graded once. Not for tests of grading or of the grade cache. Gives the response cache's file.
 */
export function cacheWithSharedGrades(folder: string): string {
  const grades = "replies.grades.sqlite";
  symlinkSync(join(inject("gradesFolder"), grades), join(folder, grades));
  return join(folder, "replies.sqlite");
}

/** Gives every test of a file such a cache. Call it at the top of the file. */
export function shareGrades(): void {
  beforeEach(() => void vi.stubEnv("DEALBENCH_CACHE", cacheWithSharedGrades(temporaryFolder())));
  afterEach(() => void vi.unstubAllEnvs());
}
