import { expect, test } from "vitest";
import { missingRow, type Row } from "../../src/summary/rows.ts";
import { rowTable } from "../../src/summary/rowTable.ts";
import { scenarioOf } from "./build.ts";

const DEALS = ["first", "second"].map((id) => scenarioOf({ id, gold: "pursue_high" }));

test("gives every row back as it was, known and unknown values alike", () => {
  const rows = Array.from({ length: 3_000 }, (_, index) => rowOf(index));
  const table = rowTable();
  expect(rows.map(table.add)).toEqual([...rows.keys()]);
  expect(rows.map((_, place) => table.at(place))).toEqual(rows);
  expect(table.at(2_999).scenario).toBe(rows[2_999]?.scenario);
  for (const [place, { scenario, model, repeat, incurredUsd }] of rows.entries()) {
    expect(table.sampleAt(place)).toEqual({ scenario: scenario.id, model, repeat });
    expect(table.incurredAt(place)).toBe(incurredUsd);
  }
});

test("gives one model's rows in the order in which they came", () => {
  const rows = Array.from({ length: 40 }, (_, index) => rowOf(index));
  const table = rowTable();
  for (const row of rows) table.add(row);
  expect(table.ofModel("a:b")).toEqual(rows.filter(({ model }) => model === "a:b"));
  expect(table.ofModel("a:none")).toEqual([]);
});

test("has no row where none was added", () => {
  const table = rowTable();
  expect(() => table.at(0)).toThrow("found no row 0, expected one of 0");
  table.add(rowOf(0));
  for (const place of [1, -1])
    for (const read of [table.at, table.sampleAt, table.incurredAt])
      expect(() => read(place)).toThrow(RangeError);
});

function rowOf(index: number): Row {
  const deal = DEALS[index % 2] as Row["scenario"];
  const blank = missingRow(deal, index % 3 === 0 ? "a:b" : "c:d", index, []);
  if (index % 7 === 0) return blank;
  return {
    ...blank,
    outcome: index % 5 === 0 ? "refused" : "ok",
    scores: blank.scores.map((_, dimension) =>
      dimension === index % 8 ? Number.NaN : 1 / (index + dimension + 1),
    ),
    graded: 255,
    unscored: index % 256,
    critical: (index * 3) % 256,
    said: index % 4 === 0 ? null : "disqualify",
    ...(index % 2 === 0 ? { elicited: index % 6 === 0 ? null : "pursue" } : {}),
    leaks: index % 2 === 1,
    passes: index % 3 === 1,
    words: index % 11 === 0 ? null : index,
    ungraded: index % 40,
    failed: index % 9 === 0 ? ["DC1", "IN1"] : [],
    listUsd: index % 10 === 0 ? null : index / 1_000,
    incurredUsd: index % 10 === 1 ? 0 : null,
  };
}
