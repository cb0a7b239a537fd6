import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leafHeaders } from "../../src/scenarios/fields.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { problemsOf } from "../support/problems.ts";
import { type Draft, draft, facts, folderOf } from "./example.ts";

/** Problems of loading a folder of files, without the folder's path. */
function problems(files: Record<string, unknown>): string[] {
  const folder = folderOf(files);
  return problemsOf(() => loadScenarios(folder)).map((line) => line.replaceAll(`${folder}/`, ""));
}

/** A draft as CSV cells by header: lists in one cell, null and empty left out. */
function cellsOf(value: unknown, prefix = ""): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[prefix, `${value as string | number | boolean}`]];
  const list =
    Array.isArray(value) && value.every((item) => typeof item === "string") && leafHeaders().includes(prefix);
  if (list) return value.length === 0 ? [] : [[prefix, value.join(" | ")]];
  return Object.entries(value).flatMap(([key, inner]) =>
    cellsOf(inner, prefix === "" ? key : `${prefix}.${key}`),
  );
}

function csvOf(...rows: [string, string][][]): string {
  const headers = [...new Set(rows.flatMap((row) => row.map(([header]) => header)))];
  const lines = rows.map((row) => headers.map((header) => new Map(row).get(header) ?? ""));
  return [headers, ...lines].map((line) => `${line.map(quoted).join(",")}\n`).join("");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The CSV of a draft with some cells replaced, added, or (undefined) left out. */
function csvWith(changes: Record<string, string | undefined>): string {
  const cells = Object.entries({ ...Object.fromEntries(cellsOf(draft())), ...changes });
  return csvOf(
    cells.flatMap(([header, cell]) => (cell === undefined ? [] : [[header, cell] as [string, string]])),
  );
}

function ids(source: string | string[]): string[] {
  return loadScenarios(source).map(({ scenario }) => scenario.id);
}

describe("formats", () => {
  test("one scenario is the same, with the same hash, from CSV, YAML and JSON", () => {
    const full = draft({
      tags: ["a", "b c"],
      people: [{ name: "Lena Fisk", title: "COO", side: "customer", role: "champion" }],
    });
    const [csv] = loadScenarios(folderOf({ "a.csv": csvOf(cellsOf(full)) }));
    const [yaml] = loadScenarios(folderOf({ "a.yaml": JSON.stringify(full) }));
    const [json] = loadScenarios(folderOf({ "a.json": full }));
    expect(csv?.scenario).toEqual(json?.scenario);
    expect(yaml?.scenario).toEqual(json?.scenario);
    expect(new Set([csv?.contentHash, yaml?.contentHash, json?.contentHash]).size).toBe(1);
  });

  test("any text survives CSV, whatever commas, quotes and line breaks it holds", () => {
    const text = fc.string({
      minLength: 1,
      unit: fc.constantFrom("a", ",", '"', "\n", "|", " ", "é", "=", "007", "."),
    });
    fc.assert(
      fc.property(text, text, (title, evidence) => {
        const written = draft({ title, facts: facts({ eb: ["engaged", evidence] }) });
        const [loaded] = loadScenarios(folderOf({ "a.csv": csvOf(cellsOf(written)) }));
        expect(loaded?.scenario.title).toBe(title);
        expect(loaded?.scenario.facts.eb.evidence).toBe(evidence);
      }),
      { numRuns: 25 },
    );
  });

  test("a byte-order mark and CRLF line ends change nothing", () => {
    const plain = csvWith({ "turns.0.text": "Two\nlines." });
    const [one] = loadScenarios(folderOf({ "a.csv": plain }));
    const [other] = loadScenarios(folderOf({ "a.csv": `\uFEFF${plain.replaceAll("\n", "\r\n")}` }));
    expect(other?.contentHash).toBe(one?.contentHash);
  });

  test("a CSV cell takes the type of its field and is never guessed", () => {
    const csv = csvWith({
      title: "007",
      user_role: "true",
      verdict_expected: "FALSE",
      acceptable_verdicts: "",
      "facts.timeline_months.value": "5.50",
    });
    const [loaded] = loadScenarios(folderOf({ "a.csv": csv }));
    expect(loaded?.scenario).toMatchObject({
      title: "007",
      userRole: "true",
      verdictExpected: false,
      acceptableVerdicts: [],
      dealValueUsd: 900_000,
    });
    expect(loaded?.scenario.facts.timeline_months.value).toBe(5.5);
  });

  test("a list item that holds the separator goes into a cell of its own", () => {
    const [loaded] = loadScenarios(
      folderOf({ "a.csv": csvWith({ "anchors.0": "one | two", "anchors.1": "three" }) }),
    );
    expect(loaded?.scenario.anchors).toEqual(["one | two", "three"]);
  });

  test("a folder is searched through, its own files first; other files are passed over", () => {
    const folder = folderOf({
      "z.json": draft({ id: "z" }),
      "notes.md": "x",
      "a.schema.json": {},
      ".hidden.json": "{",
    });
    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep", "a.yml"), JSON.stringify([draft({ id: "a1" }), draft({ id: "a2" })]));
    expect(ids(folder)).toEqual(["z", "a1", "a2"]);
    expect(ids([folder, join(folder, "z.json")])).toEqual(["z", "a1", "a2"]);
  });
});

describe("problems", () => {
  test("of all files are told together, in words, each where it stands", () => {
    const csv = csvWith({ industry: "retial", deal_value_usd: "1.3M", "facts.eb.value": "" });
    const found = problems({
      "a.csv": csv,
      "b.yaml": JSON.stringify(
        draft({ id: "b", title: 7, limits: { max_words: 0, min_actions: 1, words: 3 } }),
        null,
        2,
      ),
      "c.json": "[1,",
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^a\.csv:2:\d+ industry: found "retial", expected one of: financial_services, healthcare, retail,/,
      ),
      expect.stringMatching(/^a\.csv:2:\d+ deal_value_usd: found "1\.3M", expected a number$/),
      expect.stringMatching(/^a\.csv:2:\d+ facts\.eb\.value: is missing, expected one of: engaged, limited,/),
      "b.yaml:3:12 title: found 7, expected text; put it in quotes",
      expect.stringMatching(/^b\.yaml:\d+:18 limits\.max_words: found 0, expected more than 0$/),
      expect.stringMatching(
        /^b\.yaml:\d+:14 limits\.words: found an unknown field, expected one of: max_words, min_actions, max_questions$/,
      ),
      expect.stringMatching(/^c\.json:1:4: JSON: /),
    ]);
  });

  test("of a cell stand at its column, after cells of several lines too", () => {
    const csv = 'id,turns.0.text,stage\nx,"a\nb",later\n';
    expect(problems({ "a.csv": csv })).toContain(
      'a.csv:3:4 stage: found "later", expected one of: discovery, evaluation, proof, negotiation, close, n/a',
    );
  });

  test.each([
    [
      "a misspelt header",
      { "facts.eb.evidnce": "x" },
      /facts\.eb\.evidnce: found an unknown field, expected a known one; did you mean "facts\.eb\.evidence"\?$/,
    ],
    [
      "a header far from any",
      { colour: "red" },
      /colour: found an unknown field, expected a field of scenarios\/SCHEMA\.md/,
    ],
    [
      "the header of a whole object",
      { "people.0": "x" },
      /people\.0: found the header of a whole object or list, expected one of its fields, such as "people\.0\.name"$/,
    ],
    [
      "a list given twice",
      { anchors: "a", "anchors.0": "b" },
      /anchors\.0: found both "anchors" and "anchors\.0"/,
    ],
    [
      "an empty list item",
      { anchors: "a |  | b" },
      /anchors: found an empty item, expected items separated by " \| "/,
    ],
    [
      "a list separator without its space",
      { anchors: "a |b" },
      /anchors: found "a \|b", expected items separated by " \| ".*anchors\.0, anchors\.1$/,
    ],
    [
      "a hole in a list",
      { "people.1.name": "Lena Fisk" },
      /people\.0: is missing, expected an object of fields$/,
    ],
  ])("of CSV: %s", (_, changes, expected) => {
    expect(problems({ "a.csv": csvWith(changes) })).toContainEqual(expect.stringMatching(expected));
  });

  test("fault 29: of ids that are used twice name both places", () => {
    expect(problems({ "a.json": draft(), "b.yaml": JSON.stringify(draft()) })).toEqual([
      'b.yaml:1:7 id: found "rt-newlogo-norvik" again, expected an id of its own; the first is at a.json:2:9',
    ]);
  });

  test.each(["a/b", "..", "naïve", "A", "a b", "-a", "=cmd", ""])("fault 29: refuse the id %j", (id) => {
    expect(problems({ "a.json": draft({ id }) })).toEqual([
      `a.json:2:9 id: found ${JSON.stringify(id)}, expected lower-case letters, digits and single hyphens (it names files too)`,
    ]);
  });

  test.each([
    [
      "latin-1 bytes",
      { "a.csv": Buffer.from("id,title\nx,caf\xe9\n", "latin1") },
      "a.csv:2:6: found a byte 0xe9 that is not UTF-8",
    ],
    [
      "a quote that only a later one closes",
      { "a.csv": 'id,title\nx,"y\nz,w\na,"b"\n' },
      "a.csv:2:3: found text after the closing quote",
    ],
    ["an unclosed quote", { "a.csv": 'id,title\nx,"y\n' }, "a.csv:2:3: found a quote that is never closed"],
    ["a repeated YAML key", { "a.yaml": "id: x\nid: y\n" }, 'a.yaml:2:1: YAML: found the name "id" twice'],
    [
      "a YAML alias bomb",
      { "a.yaml": `a: &a [x]\nb: [${"*a, ".repeat(200)}*a]\n` },
      "a.yaml:2:5: YAML: found aliases (*name) that multiply",
    ],
    ["an empty YAML file", { "a.yaml": "# nothing\n" }, "a.yaml: is empty, expected a scenario"],
    ["an empty JSON file", { "a.json": "" }, "a.json: is empty, expected a scenario"],
    ["an empty JSON list", { "a.json": "[]" }, "a.json: is an empty list, expected scenarios"],
    ["YAML in a JSON file", { "a.json": "id: x\n" }, 'a.json:1:1: JSON: found "id", expected a value'],
    ["a header without rows", { "a.csv": "id,title\n" }, "a.csv: found a header without rows"],
  ])("refuse %s", (_, files, expected) => {
    expect(problems(files)).toEqual([expect.stringContaining(expected)]);
  });

  test("fault 41: refuse a file of 50 MB before parsing it", () => {
    const folder = folderOf({ "big.yaml": "" });
    truncateSync(join(folder, "big.yaml"), 50 * 1024 * 1024);
    expect(problemsOf(() => loadScenarios(folder))).toEqual([
      `${join(folder, "big.yaml")}: is 50.0 MB, expected at most 8.0 MB; split it into several files`,
    ]);
  });

  test("refuse a path that is missing, empty or of another kind", () => {
    const folder = folderOf({ "notes.md": "x" });
    expect(problemsOf(() => loadScenarios([join(folder, "none"), folder, join(folder, "notes.md")]))).toEqual(
      [
        `${folder}/none: no such file or folder; check the path`,
        `${folder}: found no scenario file, expected .csv, .yaml, .yml, .json`,
        `${folder}/notes.md: found a file of another kind, expected .csv, .yaml, .yml, .json or a folder of them`,
      ],
    );
  });

  test("fault 41: in one file leave nothing loaded of the others", () => {
    const good: Draft = draft();
    expect(problems({ "a.json": good, "b.json": draft({ id: "b", stage: "later" }) })).toHaveLength(1);
  });
});
