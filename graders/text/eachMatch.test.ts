import { expect, test } from "vitest";
import { eachMatch, matchesOf } from "./eachMatch.ts";

test.each([
  ["a1b22c", /\d+/g],
  ["a1b22c", /\d*/g],
  ["no digit", /\d+/g],
  ["", /x*/g],
  ["🔴x🟢", /(?:)/gu],
  ["🔴x🟢", /(?:)/g],
  ["Key: value", /(?<word>\w+)/g],
  ["line\nline", /^l/gm],
])("finds in %j what matchAll finds with %s", (text, pattern) => {
  expect(matchesOf(text, pattern)).toEqual([...text.matchAll(pattern)]);
});

test("a visitor may search with the same expression", () => {
  const word = /\w+/g;
  const found: string[] = [];
  eachMatch("one two", word, (match) => {
    found.push(match[0]);
    eachMatch("three four", word, (inner) => found.push(inner[0]));
  });
  expect(found).toEqual(["one", "three", "four", "two", "three", "four"]);
});

test("begins at the beginning wherever the expression stopped before", () => {
  const digit = /\d/g;
  digit.test("1 2 3");
  expect(matchesOf("1 2", digit)).toHaveLength(2);
});
