import { join } from "node:path";
import { expect, test } from "vitest";
import { soakRound } from "../bench/soakRound.ts";
import { seeded } from "./statistics/seeded.ts";
import { temporaryFolder } from "./support/cli.ts";

test("fault 20: killed at random instants and resumed, a run pays nothing twice and ends with the same grades", async () => {
  const folder = temporaryFolder();
  const random = seeded(20);
  const { grades, faults } = await soakRound(join(folder, "whole"), random, null);
  expect(faults).toEqual([]);
  const killed = await soakRound(join(folder, "killed"), random, grades);
  expect(killed).toMatchObject({ repeated: 0, faults: [] });
  expect(killed.kills).toBeGreaterThan(0);
});
