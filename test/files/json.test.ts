import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/files/json.ts";
import { jsonMistake } from "../../src/files/jsonMistake.ts";
import { parseYaml } from "../../src/files/yaml.ts";
import { problemsOf } from "../support/problems.ts";

const A_VALUE = 'a value, such as "text", 12, true, null, [ or {';

describe("parseJson", () => {
  test.each([
    [
      "a comma too many",
      '{\n "a": 1,\n}',
      '3:1: JSON: found "}", expected a name in double quotes; take out the comma before it',
    ],
    [
      "a missing comma",
      '{\n"a": 1\n"b": 2}',
      '3:1: JSON: found "b", expected "," or "}"; put a comma before it',
    ],
    [
      "a missing colon",
      '{"a" 1}',
      '1:6: JSON: found "1", expected ":" and a value after the name; put a colon before it',
    ],
    [
      "text after the end",
      "[1] x",
      '1:5: JSON: found "x", expected nothing after the value; take it out; a text holds one value',
    ],
    [
      "a text that stops",
      '{"a":\n[1',
      '2:3: JSON: found the end of the text, expected "," or "]"; bring back the part that is missing',
    ],
    [
      "a word that is no JSON",
      '{"a":\n nonsense}',
      `2:2: JSON: found "nonsense", expected ${A_VALUE}; put a text in double quotes`,
    ],
    ["an empty text", "", `1:1: JSON: found an empty text, expected ${A_VALUE}; write one`],
    [
      "single quotes",
      "{'a': 1}",
      '1:2: JSON: found \'a\', expected a name in double quotes or "}"; write texts and names in double quotes (")',
    ],
    [
      "a name without quotes",
      "{a: 1}",
      '1:2: JSON: found "a", expected a name in double quotes or "}"; put the name in double quotes',
    ],
    ["Python's words", '{"a": None}', `1:7: JSON: found "None", expected ${A_VALUE}; write null`],
    [
      "a comment",
      "[1 // one\n]",
      '1:4: JSON: found "//", expected "," or "]"; take it out; JSON has no comments',
    ],
    [
      "a number in another form",
      "[.5]",
      '1:2: JSON: found ".5", expected a value or "]"; write numbers as 0.5, 12 or -3e4: no sign + and no 0 in front, digits on both sides of the point',
    ],
    [
      "a number with a 0 in front",
      '{"a": 01}',
      `1:7: JSON: found "01", expected ${A_VALUE}; write numbers as 0.5, 12 or -3e4: no sign + and no 0 in front, digits on both sides of the point`,
    ],
    [
      "a mark right after a word",
      '{"a": true; "b": 1}',
      '1:11: JSON: found ";", expected "," or "}"; take it out, or close what is open before it',
    ],
    [
      "a tab in a text",
      '["a\tb"]',
      "1:4: JSON: found a tab inside a string, expected it written as an escape; write it as \\t",
    ],
    [
      "another control character in a text",
      '["a\u0001b"]',
      "1:4: JSON: found the character 0x01 inside a string, expected it written as an escape; write it as \\u0001",
    ],
    [
      "a line break in a text",
      '["a\nb"]',
      '1:4: JSON: found a line break inside a string, expected a closing " on the same line; close the string, or write the break as \\n',
    ],
    [
      "a lone backslash",
      String.raw`["C:\deals"]`,
      String.raw`1:5: JSON: found "\d" inside a string, expected after a backslash one of " \ / b f n r t or u and four hex digits; write a backslash of the text twice`,
    ],
    [
      "a text that is not closed",
      '["a',
      '1:4: JSON: found the end of the text inside a string, expected a closing "; close it, or bring back the part that is missing',
    ],
    [
      "a bracket of the other kind",
      '{"a": [1}',
      '1:9: JSON: found "}", expected "," or "]"; take it out, or close what is open before it',
    ],
  ])("says of %s where it is, what was found and expected, and what to do", (_, text, expected) => {
    expect(problemsOf(() => parseJson(text, "f.json"))).toEqual([`f.json:${expected}`]);
  });

  test("finds a mistake wherever the engine does, and nowhere else", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom("", "x", ",", '"', "}", "[", "0", "\\", "\n", "é", "1e", ";", "//", "true"),
        (json, at, put) => {
          const place = at % (json.length + 1);
          const text = json.slice(0, place) + put + json.slice(place + (put === "" ? 1 : 0));
          expect(jsonMistake(text) !== null).toBe(!isJson(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("finds the mistake before brackets that nest deeper than a program can follow", () => {
    const deep = "[".repeat(200_000);
    expect(problemsOf(() => parseJson(`[x${deep}`, "f.json"))).toEqual([
      expect.stringMatching(/^f\.json:1:2: /),
    ]);
    expect(problemsOf(() => parseJson(deep, "f.json"))).toEqual([
      expect.stringMatching(/^f\.json:1: JSON: /),
    ]);
  });

  test("counts lines from where the text begins in its file", () => {
    expect(problemsOf(() => parseJson("{", "f.jsonl", 7))).toEqual([
      expect.stringMatching(/^f\.jsonl:7:2: /),
    ]);
  });
});

describe("parseYaml of a .json file", () => {
  test.each([
    ["YAML that is no JSON", "a: 1\n", "f.json:1:1: JSON: "],
    [
      "a repeated key",
      '{"a": 1,\n"a": 2}',
      'f.json:2:1: JSON: found the name "a" twice in one place, expected it once',
    ],
  ])("refuses %s and does not speak of YAML", (_, text, expected) => {
    expect(problemsOf(() => parseYaml(text, "f.json"))).toEqual([expect.stringContaining(expected)]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
