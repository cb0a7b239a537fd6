import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCalibration } from "../src/grading/calibrationFile.ts";
import { ROOT } from "./support/cli.ts";

/** Cells of the README's table of graders, by the items that its rows name. */
const ROWS = readFileSync(join(ROOT, "README.md"), "utf8")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter(([, , items = ""]) => /^[A-Z]{2}\d/.test(items))
  .flatMap((cells) => (cells[2] ?? "").split(", ").map((item) => ({ item, cells })));

describe("the README's table of graders", () => {
  const measured = (readCalibration()?.items ?? []).filter(
    ({ by, item }) => by === "checker" && item !== "verdict",
  );

  test("names every item that was measured: what is not in it is unproven, as it says", () => {
    const proven = measured
      .filter(({ state }) => state !== "unproven")
      .flatMap(({ item }) => item.split("/"));
    expect(proven.length).toBeGreaterThan(10);
    expect(proven.filter((id) => !ROWS.some(({ item }) => item === id))).toEqual([]);
  });

  test("has what is weak in bold", () => {
    const weak = measured.filter(({ state }) => state === "weak").map(({ item }) => item);
    const bold = ROWS.filter(({ cells }) => cells.at(-2)?.includes("**")).map(({ item }) => item);
    expect(weak.filter((item) => !bold.includes(item))).toEqual([]);
  });
});
