import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readText } from "../../src/files/read.ts";
import { readYaml } from "../../src/files/yaml.ts";
import { DIMENSIONS, LexiconSchema } from "../../src/records/rubric.ts";
import { beginningsOf } from "./beginnings.ts";
import { guarded } from "./guarded.ts";
import { lowerCase } from "./lowerCase.ts";
import { mayOccur, watchFor } from "./occurs.ts";
import { alternativesOf } from "./pattern.ts";
import { readPhrases } from "./phrases.ts";
import { prefixesOf } from "./prefixes.ts";
import { requiredIn } from "./required.ts";

const GRADERS = join(import.meta.dirname, "..");
const REPLIES = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const LEXICONS = join(GRADERS, "lexicons");
/** Lexicons that are read as phrases: one search for each class. */
const PHRASES = ["assumptions", "elements", "evidence_claims", "flattery", "frameworks", "hedges", "insults"];

/** The hand-written replies of every dimension; those of a conversation one after the other. */
const replies = DIMENSIONS.flatMap((name) =>
  Object.values(readYaml(join(GRADERS, name, "replies.yaml"), REPLIES)).flat(),
);
const persona = readText(join(GRADERS, "..", "persona", "enterprise-sales-director.md"));
const texts = [
  ...replies,
  persona,
  replies.join("\n").toUpperCase(),
  replies.join("\n").replaceAll("'", "’"),
];
const sentences = [...new Set(texts.flatMap((text) => text.split(/(?<=[.!?])\s+/)))];

function entriesOf(name: string) {
  return readYaml(join(LEXICONS, name), LexiconSchema).entries;
}

describe("what a pattern needs", () => {
  test.each([
    ["might", [["might"]]],
    [String.raw`\bno (?:real )?\w+ access`, [["^access"], ["^no$"]]],
    [String.raw`\bclos(?:e|ed) it\b`, [["^close$", "^closed$"]]],
    ["\\w+", []],
    ["(?:a|b)?", []],
    [String.raw`(?:is|are) (?!not)\w+ lost\b`, [["^lost$"]]],
    ["it['’]s dead", [["^dead"]]],
    [String.raw`\bQ[1-4]\b`, [["^q0$"]]],
    [String.raw`(?<![\p{L}\p{N}])disqualif\p{L}+`, [["^disqualif"]]],
    ["société(?![a-z0-9])", [["soci$"]]],
  ])("%s", (pattern, words) => {
    const found = requiredIn(pattern, { bounded: false, lower: true }).map((set) => [...set]);
    expect(found).toEqual(words);
  });

  test.each(readdirSync(LEXICONS).filter((name) => !name.endsWith("_weights.yaml")))(
    "no entry of %s matches a sentence without a word it needs",
    (name) => {
      const patterns = entriesOf(name).map(({ pattern }) => ({
        pattern: new RegExp(
          String.raw`(?<![\p{L}\p{N}])(?:${pattern.replaceAll("(?-i:", "(?:")})(?![\p{L}\p{N}])`,
          "iu",
        ),
        watch: watchFor(pattern, { bounded: true, lower: true }),
        beginnings: alternativesOf(pattern).flatMap(({ elements }) => beginningsOf(elements)),
      }));
      let matches = 0;
      const overlooked: { text: string; pattern: string }[] = [];
      for (const text of [
        ...sentences,
        ...patterns.flatMap(({ beginnings }) => beginnings.map((one) => one.text)),
      ])
        for (const { pattern, watch } of patterns) {
          if (!pattern.test(text)) continue;
          matches++;
          if (!mayOccur(text, watch)) overlooked.push({ text, pattern: pattern.source });
        }
      expect(overlooked).toEqual([]);
      expect(matches).toBeGreaterThan(0);
    },
  );

  test("white space, apostrophes, case and digits are folded", () => {
    const watch = watchFor("don't sell 30 seats");
    expect(mayOccur("DON’T \n\t SELL 99 seats", watch)).toBe(true);
    expect(mayOccur("do not sell", watch)).toBe(false);
  });

  test("a guarded expression finds what it finds unguarded", () => {
    const pattern = /\b(?:so that|measured by|counts? as done)\b/i;
    const find = guarded(pattern);
    expect(sentences.map((text) => find.exec(text))).toEqual(sentences.map((text) => pattern.exec(text)));
  });
});

describe("beginnings", () => {
  test.each([
    ["close(?:d)? it", ["close it", "closed it"]],
    ["[Ee]nd of", ["end of"]],
    [String.raw`\d{1,2} weeks`, ["0"]],
    [String.raw`(?:no|zero)\s{1,20}money`, ["no money", "zero money"]],
    [String.raw`\w+ has`, [""]],
    ["the (?:é|e)tat", ["the ", "the etat"]],
    ["→ go", ["→ go"]],
    ["[%$] off", ["% off", "$ off"]],
  ])("%s", (pattern, expected) => {
    const [alternative] = alternativesOf(pattern);
    expect(beginningsOf(alternative?.elements ?? []).map(({ text }) => text)).toEqual(expected);
  });

  test.each([
    ["close(?:d)? it", ["clos"]],
    ["no(?:-one|body)", ["no", "nobo"]],
    [
      String.raw`\d{1,2} weeks|Q[1-4]`,
      [..."0123456789".split(""), ..."0123456789".split("").map((digit) => `q${digit}`)],
    ],
    [String.raw`\w+ has`, [""]],
  ])("of %s in letters and digits", (pattern, prefixes) =>
    expect([...prefixesOf(pattern)]).toEqual(prefixes),
  );
});

describe.each(PHRASES)("phrases of %s", (name) => {
  const find = readPhrases(name);
  const byClass = Map.groupBy(entriesOf(`${name}.yaml`), (entry) => entry.class ?? "");

  test("are those that one alternation for each class finds", () => {
    let found = 0;
    for (const text of [...texts, ...sentences.slice(0, 300)]) {
      const expected = [...byClass].flatMap(([key, entries]) => {
        const body = entries
          .map(({ pattern }) =>
            pattern.replaceAll(" ?", String.raw`\s{0,20}`).replaceAll(" ", String.raw`\s{1,20}`),
          )
          .join("|");
        const pattern = new RegExp(
          String.raw`(?<![a-z0-9\u00e0-\u024f])(?:${body})(?![a-z0-9\u00e0-\u024f])`,
          "g",
        );
        return [...lowerCase(text).matchAll(pattern)].map(({ index, 0: { length } }) => ({
          start: index,
          end: index + length,
          class: key,
        }));
      });
      expect(find(text)).toEqual(expected);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(0);
  });
});
