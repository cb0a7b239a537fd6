import { beforeAll, expect, test } from "vitest";
import { simulateCommand } from "../../src/commands/simulate.ts";
import { renderSelfTest } from "../../src/commands/simulateTable.ts";
import type { SelfTest } from "../../src/statistics/simulation/selfTest.ts";
import { dealbenchHere } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const small = (...args: string[]) => runCommand(simulateCommand(), ["--rounds", "100", ...args]);

/** A small self-test as `--json` prints it. */
async function measured(): Promise<SelfTest> {
  return JSON.parse((await small("--json")).stdout) as SelfTest;
}

let first: SelfTest;
beforeAll(async () => {
  first = await measured();
});

test("prints each figure beside its band and says that all are within", async () => {
  const { code, stdout } = await small();
  expect(code).toBe(0);
  expect(stdout).toContain(
    "300 scenarios, correlation 0.5, 3/1 repeats (baseline/candidate), at most 300 units",
  );
  expect(stdout).toMatch(/^ {2}no change {3}regressed {8}\* <= 0\.035 +0\.\d{3} ± 0\.0\d\d +ok$/m);
  expect(stdout).toMatch(/^ {2}-10 points {2}candidate calls {2}\* 93\.0 – 101\.0 +\d+\.\d ± \d\.\d +ok$/m);
  expect(stdout).toMatch(/^ {2}-20 points {2}calls saved {6}\* >= 0\.70 +0\.\d{3} ± 0\.\d{3} +ok$/m);
  expect(stdout).not.toContain("OUT\n");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("All figures are within their bands.");
});

test("--json gives the same as one object, the same for the same seed", async () => {
  expect(first).toMatchObject({ rounds: 100, seed: 1, ok: true });
  expect(await measured()).toEqual(first);
  const other = JSON.parse((await small("--json", "--seed", "2")).stdout) as SelfTest;
  expect(other.seed).toBe(2);
  expect(other.outcomes).not.toEqual(first.outcomes);
});

test("a figure outside its band is marked and counted", async () => {
  const result = structuredClone(first);
  const figure = result.outcomes[0]?.figures[0];
  if (figure) Object.assign(figure, { value: 0.5, ok: false });
  const text = renderSelfTest({ ...result, ok: false });
  expect(text).toMatch(/^ {2}no change {3}regressed .* 0\.500 ± .* OUT$/m);
  expect(text.trimEnd().split("\n").at(-1)).toBe("1 figure is outside its band.");
});

test.each([
  ["--rounds", "1", "expected at least 2"],
  ["--rounds", "many", "expected a whole number of at least 1"],
  ["--seed", "0.5", "expected a whole number of at least 1"],
])("%s %s exits 2 and says what is expected", async (option, value, message) => {
  const { code, stdout, stderr } = await dealbenchHere(["simulate", option, value]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});
