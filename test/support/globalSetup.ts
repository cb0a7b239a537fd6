import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { freshBuild } from "../../bin/freshBuild.js";
import { buildProgram } from "../../scripts/build/program.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A folder for the grade cache that the tests of a run share. */
    gradesFolder: string;
  }
}

/**
 * Builds the program as `npm ci` does, so that the processes that tests start need not compile 850 files each: they take the build while it is
 * fresh, and the sources where it is not or could not be made. Makes the folder of the grades that are shared.
 */
export async function setup(project: TestProject): Promise<() => void> {
  // Why it cannot be built is told by the tests of building.
  const { root } = project.config;
  if (freshBuild(root) === null) await buildProgram(root).catch(() => undefined);
  const grades = mkdtempSync(join(tmpdir(), "dealbench-grades-"));
  project.provide("gradesFolder", grades);
  return () => rmSync(grades, { recursive: true, force: true });
}
