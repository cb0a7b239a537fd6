import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseYaml, readYaml } from "../../src/files/yaml.ts";
import { temporaryFolder } from "../support/cli.ts";
import { problemsOf } from "../support/problems.ts";

const BOMB = `a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
`;

describe("parseYaml", () => {
  test("gives the value, and places of fields or of their nearest parent", () => {
    const { value, place } = parseYaml("a: 1\nb:\n  - x: 2\n", "f.yaml");
    expect(value).toEqual({ a: 1, b: [{ x: 2 }] });
    expect(place(["b", 0, "x"])).toEqual({ file: "f.yaml", line: 3, column: 8 });
    expect(place(["b", 0, "none"])).toEqual({ file: "f.yaml", line: 3, column: 5 });
  });

  test("read again and again, a text has the same values, each time its own, and its places in each file", () => {
    const text = "again: [1, 2]\nn: .nan\nm: -0.0\n";
    const json = "again: [1, 2]\nb: {x: true}\n";
    for (const name of ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]) {
      const odd = parseYaml(text, name).value;
      expect(odd).toEqual({ again: [1, 2], n: NaN, m: -0 });
      const { value, place } = parseYaml(json, name, 5);
      expect(value).toEqual({ again: [1, 2], b: { x: true } });
      expect(place(["b", "x"])).toEqual({ file: name, line: 6, column: 8 });
      (value as { again: number[] }).again.push(3);
    }
    // What YAML lets pass is no JSON for that.
    expect(() => parseYaml(json, "e.json")).toThrow(/e\.json:1:1/);
  });

  test("reads dates and yes/no as text", () => {
    expect(parseYaml("d: 2026-03-16\ny: yes\n", "f.yaml").value).toEqual({ d: "2026-03-16", y: "yes" });
  });

  test("shifts lines for YAML that starts further down", () => {
    expect(parseYaml("a: 1\n", "f.md", 2).place(["a"])).toEqual({ file: "f.md", line: 2, column: 4 });
  });

  test.each([
    [
      "a repeated key",
      "a: 1\nb: 2\na: 3\n",
      '3:1: YAML: found the name "a" twice in one place, expected it once; take one of the two out',
    ],
    [
      "a second document",
      "a: 1\n---\nb: 2\n",
      "2:1: YAML: found a second document (---), expected one a file; split the file",
    ],
    [
      "an alias of nothing",
      "a: &x 1\nb: *x\nc: *y\n",
      "3:4: YAML: found *y, expected a value, for no &y stands before it; write the value out, or put the text in quotes",
    ],
    [
      "aliases that multiply",
      BOMB,
      "2:8: YAML: found aliases (*name) that multiply, expected few; write the values out",
    ],
    [
      "a list that is not closed",
      "a: [1, 2\n",
      "2:1: YAML: found the end of a [list] without its bracket, expected ]; close it, or indent the lines that belong to it",
    ],
    [
      "a text that is not closed",
      'a: "x\nb: 1\n',
      '3:1: YAML: found the end of the text inside quotes, expected a closing "; close the text before it',
    ],
    [
      "a colon in a text",
      "a: b: c\n",
      "1:4: YAML: found a second colon, or a further entry, within a value, expected one value; put a text with a colon in quotes, or line the entry up with the name before it",
    ],
    [
      "a tab",
      "a:\n\t- x\n",
      "2:1: YAML: found a tab before the entry, expected spaces; put spaces in its place",
    ],
    [
      "an entry out of line",
      "a: x # c\n b: 1\n",
      "2:1: YAML: found a line that stands further in or out than its neighbours, expected entries of one block in one column; line it up",
    ],
    [
      "a reserved character",
      "a: @x\n",
      '1:4: YAML: found "@" at the start of a value, expected a value; put the text in quotes',
    ],
    [
      "a quote in a quoted text",
      "a: 'it's'\n",
      `1:8: YAML: found "s'" after the end of a value, expected a new line; put the whole text in quotes and write a single quote within single quotes twice, or line the entry up with its block`,
    ],
    [
      "a backslash in quotes",
      'a: "\\q"\n',
      String.raw`1:5: YAML: found \q in double quotes, expected an escape such as \n or \"; write the backslash twice, or use single quotes`,
    ],
    [
      "a text that goes on outdented",
      "a: |\n text\nmore\n",
      "3:1: YAML: found a line without a colon among named entries, expected name: value; add the colon, or indent the line to the text above it",
    ],
  ])("fault 41: says of %s where it is, what was found and expected, and what to do", (_, text, expected) => {
    expect(problemsOf(() => parseYaml(text, "f.yaml"))).toEqual([`f.yaml:${expected}`]);
  });

  test("fault 41: tells the mistakes of several lines at once, and no line's twice", () => {
    expect(problemsOf(() => parseYaml("a: 1\na: 2\nb: 1\nb: 2\nc: 1\n  d: 2\n", "f.yaml"))).toEqual([
      expect.stringMatching(/^f\.yaml:2:1: /),
      expect.stringMatching(/^f\.yaml:4:1: /),
      expect.stringMatching(/^f\.yaml:5:4: /),
    ]);
  });
});

describe("readYaml", () => {
  const Schema = z.strictObject({
    name: z.string(),
    size: z.int().positive(),
    kind: z.enum(["big", "small"]),
    when: z.iso.date(),
    months: z.union([z.number(), z.literal("unknown")]),
    tags: z.array(z.string().min(1)).min(1),
    done: z.boolean(),
    code: z.string().regex(/^[A-Z]+$/, "expected capital letters"),
  });

  test("says of every field what was found and what was expected, where it stands", () => {
    const file = join(temporaryFolder(), "a.yaml");
    writeFileSync(
      file,
      'name: 7\nsize: 1.5\nkind: bigg\nwhen: 3 March\nmonths: soon\ntags: []\ncode: ""\nextra: 1\n',
    );
    expect(problemsOf(() => readYaml(file, Schema)).map((line) => line.slice(file.length + 1))).toEqual([
      "1:7 name: found 7, expected text; put it in quotes",
      "2:7 size: found 1.5, expected a whole number",
      '3:7 kind: found "bigg", expected one of: big, small',
      '4:7 when: found "3 March", expected a date like 2026-03-16',
      '5:9 months: found "soon", expected a number or "unknown"',
      "6:7 tags: found an empty list, expected at least 1 entry",
      "1:1 done: is missing, expected true or false",
      '7:7 code: found "", expected capital letters',
      "8:8 extra: found an unknown field, expected only known fields",
    ]);
  });
});
