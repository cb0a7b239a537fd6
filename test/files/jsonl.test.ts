import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readJsonl, strictJson, toJsonl } from "../../src/files/jsonl.ts";
import { formatProblem, InputError } from "../../src/records/errors.ts";
import { temporaryFolder } from "../support/cli.ts";

const Schema = z.looseObject({ n: z.number() });

interface Outcome {
  records: { value: unknown; line: number }[];
  problems: string[];
}

async function readAll(content: string | Buffer, torn: "drop" | "refuse" = "refuse"): Promise<Outcome> {
  const file = join(temporaryFolder(), "a.jsonl");
  writeFileSync(file, content);
  return readFileOf(file, torn);
}

async function readFileOf(file: string, torn: "drop" | "refuse"): Promise<Outcome> {
  const records: Outcome["records"] = [];
  try {
    for await (const record of readJsonl(file, Schema, { torn })) {
      const { value, line, span } = record;
      const bytes = readFileSync(file).subarray(span.start, span.start + span.length);
      // Where a record is said to stand, it stands.
      expect(JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""))).toEqual(value);
      records.push({ value, line });
    }
    return { records, problems: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return {
      records,
      problems: error.problems.map((problem) => formatProblem(problem).replace(`${file}:`, "")),
    };
  }
}

describe("readJsonl", () => {
  test("yields records with their lines, passing over blank ones, a byte-order mark and CRLF", async () => {
    const { records, problems } = await readAll('\uFEFF{"n":1}\r\n\r\n{"n":2,"more":true}');
    expect(problems).toEqual([]);
    expect(records).toEqual([
      { value: { n: 1 }, line: 1 },
      { value: { n: 2, more: true }, line: 3 },
    ]);
  });

  test("takes Unicode line separators inside a string for text", async () => {
    const { records } = await readAll(toJsonl([{ n: 1, text: "a\u2028b\u2029c\u0085d" }]));
    expect(records.map(({ value }) => value)).toEqual([{ n: 1, text: "a\u2028b\u2029c\u0085d" }]);
  });

  test("lists every bad line and yields nothing after the first", async () => {
    const { records, problems } = await readAll('{"n":1}\n{"n":"x"}\n{"n":3}\nnonsense\n');
    expect(records.map(({ line }) => line)).toEqual([1]);
    expect(problems).toEqual([
      '2 n: found "x", expected a number',
      expect.stringMatching(/^4:1: JSON: found "nonsense", expected a value/),
    ]);
  });

  test("names the line and column of a byte that is not UTF-8", async () => {
    const { problems } = await readAll(Buffer.from('{"n":1}\n{"n":2,"t":"caf\xe9"}\n', "latin1"));
    expect(problems).toEqual([expect.stringMatching(/^2:16: found a byte 0xe9 that is not UTF-8/)]);
  });

  test("drops a torn last line only when asked", async () => {
    const torn = '{"n":1}\n{"n":2,"te';
    expect(await readAll(torn, "drop")).toEqual({ records: [{ value: { n: 1 }, line: 1 }], problems: [] });
    expect((await readAll(torn)).problems).toEqual([expect.stringMatching(/^2:11: JSON: /)]);
  });

  test("does not take a broken line that ends in a newline, or a whole but wrong last line, for torn", async () => {
    expect((await readAll('{"n":1}\n{"n":2,"te\n', "drop")).problems).toHaveLength(1);
    expect((await readAll('{"n":1}\n{"n":"x"}', "drop")).problems).toHaveLength(1);
  });

  test("counts problems beyond the first fifty instead of listing them", async () => {
    const { problems } = await readAll("x\n".repeat(60));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toMatch(/and 10 more problems$/);
  });

  test("says that a missing file is missing", async () => {
    const file = join(temporaryFolder(), "none.jsonl");
    expect((await readFileOf(file, "refuse")).problems).toEqual([" no such file; check the path"]);
  });

  test("joins lines that are longer than one read of the file", async () => {
    const long = { n: 1, text: "é€😀".repeat(40_000) };
    const { records } = await readAll(toJsonl([long, { n: 2 }]));
    expect(records.map(({ value }) => value)).toEqual([long, { n: 2 }]);
  });
});

describe("toJsonl", () => {
  test("writes what readJsonl reads, whatever the strings hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ n: fc.integer(), text: fc.string({ unit: "binary" }) })),
        async (records) => {
          const read = await readAll(toJsonl(records));
          expect(read).toEqual({
            records: records.map((value, index) => ({ value, line: index + 1 })),
            problems: [],
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("escapes lone surrogates and NUL", () => {
    expect(toJsonl([{ text: "\ud800\u0000" }])).toBe('{"text":"\\ud800\\u0000"}\n');
  });
});

describe("strictJson", () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s", (n) => {
    expect(() => strictJson({ score: n })).toThrow(RangeError);
  });
});
