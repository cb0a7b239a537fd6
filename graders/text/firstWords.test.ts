import { expect, test } from "vitest";
import { firstWordsOf } from "./firstWords.ts";

const PHRASES = [
  "board",
  "Board pack",
  "8812 plan",
  "Éclair",
  "€2M",
  "Łódź hub",
  "counterrevolutionaries",
  "İş",
];
const firstWords = firstWordsOf(PHRASES);

/** The places of a phrase. */
function placesOf(phrase: string, text: string): number[] {
  const places: number[] = [];
  firstWords(text, (start, index) => {
    if (PHRASES[index] === phrase) places.push(start);
  });
  return places;
}

test.each([
  ["The board: a BOARD pack, clipboard, boardé.", "board", [4, 13, 36]],
  ["The board: a BOARD pack.", "Board pack", [4, 13]],
  ["Cost centre 8812 plan, 1234", "8812 plan", [12, 23]],
  ["An éclair and an ÉCLAIR.", "Éclair", [3, 17]],
  ["At €2M or £2M", "€2M", [3, 10]],
  ["The łódź hub", "Łódź hub", [4]],
  ["Of counterrevolutionaries all", "counterrevolutionaries", [3]],
])("the places in %j at which %j may stand", (text, phrase, places) =>
  expect(placesOf(phrase, text)).toEqual(places),
);

test("in a text whose letters are read as written every place is one", () => {
  expect(placesOf("board", "İş, the board")).toContain(8);
  expect(placesOf("İş", "İş, the board")).toContain(0);
});

test("without phrases there is nothing to visit", () => {
  const visited: number[] = [];
  firstWordsOf([])("The board", (start) => visited.push(start));
  expect(visited).toEqual([]);
});
