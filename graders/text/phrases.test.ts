import { expect, test } from "vitest";
import { readPhrases } from "./phrases.ts";

const LONG = `${"The deal stands as it stood. ".repeat(30)}\n\n`;

test.each([
  ["assumptions", "40 percent of her week", "percent of her week"],
  ["assumptions", "40 per cent of her week", "per cent of her week"],
  ["assumptions", "40 per\ncent of her week", "per\ncent of her week"],
  ["assumptions", "two engineers(at cost)", "engineers"],
  ["assumptions", "two engineers (at cost)", "engineers"],
  ["frameworks", "sell the whitespace", "whitespace"],
  ["frameworks", "sell the white space", "white space"],
  ["elements", "six /eight of them", "six /eight"],
])("%s: a space that may be missing is found either way: %j", (name, text, phrase) => {
  const find = readPhrases(name);
  for (const before of ["", LONG]) {
    const found = find(before + text).map(({ start, end }) => (before + text).slice(start, end));
    expect(found).toContain(phrase);
  }
});

test("a space that stands in a pattern without more must be there", () => {
  expect(readPhrases("assumptions")("40 percentof her week")).toEqual([]);
});
