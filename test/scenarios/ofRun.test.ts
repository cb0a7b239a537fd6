import { join } from "node:path";
import { expect, test } from "vitest";
import type { Run } from "../../src/records/run.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { editedSince, scenariosOf } from "../../src/scenarios/ofRun.ts";
import { ROOT } from "../support/cli.ts";

const SCENARIOS = join(ROOT, "scenarios");

test("a run's scenarios come back in its order", () => {
  const [first, second] = loadScenarios(SCENARIOS);
  const ids = [second?.scenario.id ?? "", first?.scenario.id ?? ""];
  expect(scenariosOf(runOf(ids), SCENARIOS).map(({ scenario }) => scenario.id)).toEqual(ids);
});

test("scenarios that are gone are counted, and of many some are named", () => {
  const ids = Array.from({ length: 500 }, (_, index) => `gone-${index}`);
  expect(() => scenariosOf(runOf(ids), SCENARIOS)).toThrow(
    /: lacks 500 scenarios of run r1: gone-0, gone-1, .*gone-9 and 490 more; name the place they came from with --scenarios$/,
  );
});

test("scenarios that were edited since are named in the same way", () => {
  const loaded = loadScenarios(SCENARIOS);
  const run = runOf(loaded.map(({ scenario }) => scenario.id));
  expect(editedSince(run, loaded.slice(0, 2))).toEqual([
    `Edited since they were graded: ${loaded[0]?.scenario.id}, ${loaded[1]?.scenario.id}.`,
  ]);
  expect(editedSince(run, loaded)[0]).toMatch(new RegExp(`and ${loaded.length - 10} more\\.$`));
});

function runOf(ids: readonly string[]): Run {
  const hashes = ids.map((id) => ({ id, sha256: "another" }));
  return { id: "r1", identity: { scenarios: { hashes } } } as unknown as Run;
}
