import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/files/json.ts";
import { parseYaml } from "../../src/files/yaml.ts";
import { problemsOf } from "../support/problems.ts";

describe("parseJson", () => {
  test.each([
    ["a comma too many", '{\n "a": 1,\n}', "f.json:3:1: JSON: Expected double-quoted property name"],
    ["a missing comma", '{\n"a": 1\n"b": 2}', "f.json:3:1: JSON: Expected ',' or '}' after property value"],
    ["text after the end", "[1] x", "f.json:1:5: JSON: Unexpected non-whitespace character"],
    ["a text that stops", '{"a":\n[1', "f.json:2:3: JSON: Expected ',' or ']' after array element"],
    ["a word that is no JSON", '{"a":\n nonsense}', 'f.json:2:3: JSON: did not expect "o"'],
    ["an empty text", "", "f.json:1:1: JSON: ends too early; is a part missing?"],
  ])("places %s", (_, text, expected) => {
    expect(problemsOf(() => parseJson(text, "f.json"))).toEqual([expect.stringContaining(expected)]);
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
    ["a repeated key", '{"a": 1,\n"a": 2}', "f.json:2:1: JSON: Map keys must be unique"],
  ])("refuses %s and does not speak of YAML", (_, text, expected) => {
    expect(problemsOf(() => parseYaml(text, "f.json"))).toEqual([expect.stringContaining(expected)]);
  });
});
