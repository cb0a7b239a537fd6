import { expect, test } from "vitest";
import { numbersOf } from "./numbers.ts";

const read = (text: string) =>
  numbersOf(text).map(({ kind, value, currency, unit }) =>
    [kind, value, currency ?? unit].filter((part) => part !== undefined).join(" "),
  );

test.each([
  ["$1.2M", ["money 1200000 USD"]],
  ["USD 1,200,000", ["money 1200000 USD"]],
  ["1.2 million dollars", ["money 1200000 USD"]],
  ["1.2 million", ["money 1200000"]],
  ["KES 41M", ["money 41000000 KES"]],
  ["EUR300K and EUR 300K", ["money 300000 EUR", "money 300000 EUR"]],
  ["CZK 3.4M/mo", ["money 3400000 CZK"]],
  ["USD 500K–$5M", ["money 500000 USD", "money 5000000 USD"]],
  ["₹3 crore", ["money 30000000 INR"]],
  ["12%, 12 per cent, 12.5 percent", ["percent 12", "percent 12", "percent 12.5"]],
  ["10-12%", ["percent 10", "percent 12"]],
  ["$2.3–3.1M", ["money 2300000 USD", "money 3100000 USD"]],
  ["$2.3M–$3.1M", ["money 2300000 USD", "money 3100000 USD"]],
  ["CZK 21–23", ["money 21 CZK", "money 23 CZK"]],
  ["2 million users", ["count 2000000 user"]],
  ["14-month payback", ["count 14 month"]],
  ["38 stores and nine items", ["count 38 store", "count 9 item"]],
])("normalises %j", (text, expected) => expect(read(text)).toEqual(expected));

test.each([
  ["28 August"],
  ["March 16"],
  ["2026-03-16"],
  ["2029"],
  ["3pm and 14:00"],
  ["MR-04"],
  ["Q2"],
  ["FY26"],
  ["15–20 March"],
])("takes no number from %j", (text) => expect(read(text)).toEqual([]));

test("keeps offsets and the precision that was written", () => {
  const [token] = numbersOf("about $1.35M in all");
  expect(token).toMatchObject({ start: 6, end: 12, text: "$1.35M", precision: 5000 });
});

test("reads a megabyte of digits on one line", () => {
  expect(numbersOf("1,234,".repeat(170_000)).length).toBeLessThan(200_000);
  expect(numbersOf("9".repeat(1_000_000)).length).toBeLessThan(100_000);
});
