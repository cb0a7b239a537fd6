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

  test("reads dates and yes/no as text", () => {
    expect(parseYaml("d: 2026-03-16\ny: yes\n", "f.yaml").value).toEqual({ d: "2026-03-16", y: "yes" });
  });

  test("shifts lines for YAML that starts further down", () => {
    expect(parseYaml("a: 1\n", "f.md", 2).place(["a"])).toEqual({ file: "f.md", line: 2, column: 4 });
  });

  test.each([
    ["a repeated key", "a: 1\nb: 2\na: 3\n", "f.yaml:3:1: YAML: Map keys must be unique"],
    ["a second document", "a: 1\n---\nb: 2\n", "f.yaml:2:1: YAML: found a second document (---)"],
    ["an alias of nothing", "a: &x 1\nb: *x\nc: *y\n", "f.yaml:3:4: YAML: Unresolved alias"],
    ["aliases that multiply", BOMB, "f.yaml:2:8: YAML: Excessive alias count"],
    ["a list that is not closed", "a: [1, 2\n", "f.yaml:2:1: YAML: Flow sequence"],
  ])("fault 41: refuses %s", (_, text, expected) => {
    expect(problemsOf(() => parseYaml(text, "f.yaml"))).toEqual([expect.stringContaining(expected)]);
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
