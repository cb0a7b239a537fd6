import { expect, test } from "vitest";
import { numberRows } from "../../src/records/numberRows.ts";

test("gives every number back as it was put, however many rows there are", () => {
  const rows = numberRows("float64", 3);
  const count = 40_000;
  const places = Array.from({ length: count }, (_, row) => rows.push([row, row / 7, Number.NaN]));
  expect(places).toEqual([...places.keys()]);
  expect(rows.length()).toBe(count);
  const wrong = Array.from({ length: count }, (_, row) => row).filter(
    (row) => rows.at(row, 0) !== row || rows.at(row, 1) !== row / 7 || !Number.isNaN(rows.at(row, 2)),
  );
  expect(wrong).toEqual([]);
  rows.put(count - 1, 1, -1);
  expect([rows.at(count - 1, 0), rows.at(count - 1, 1)]).toEqual([count - 1, -1]);
  expect(rows.at(count, 0)).toBe(0);
});

test("keeps numbers as its kind does", () => {
  const kinds = ["int32", "uint32", "uint16"] as const;
  const held = kinds.map((kind) => {
    const rows = numberRows(kind, 1);
    rows.push([-1]);
    rows.push([1.5]);
    return [rows.at(0, 0), rows.at(1, 0)];
  });
  expect(held).toEqual([
    [-1, 1],
    [4_294_967_295, 1],
    [65_535, 1],
  ]);
});

test("goes on beyond the addresses that were set aside at first", () => {
  const wide = 1_048_576;
  const rows = numberRows("float64", wide);
  const values = Array.from({ length: wide }, (_, index) => index);
  for (let row = 0; row < 20; row++) rows.push(values);
  expect([rows.length(), rows.at(0, wide - 1), rows.at(19, 0), rows.at(19, wide - 1)]).toEqual([
    20,
    wide - 1,
    0,
    wide - 1,
  ]);
});
