import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, vi } from "vitest";
import { temporaryFolder } from "./cli.ts";

/**
 * Gives every test of a file a response cache of its own, so that each pays for its own calls, and all of them one grade cache, so that a
 * reply is graded once. Call it at the top of the file.
 */
export function shareGrades(): void {
  const shared = mkdtempSync(join(tmpdir(), "dealbench-grades-"));
  const name = "replies.grades.sqlite";
  beforeEach(() => {
    const own = temporaryFolder();
    symlinkSync(join(shared, name), join(own, name));
    vi.stubEnv("DEALBENCH_CACHE", join(own, "replies.sqlite"));
  });
  afterEach(() => void vi.unstubAllEnvs());
  afterAll(() => rmSync(shared, { recursive: true, force: true }));
}
