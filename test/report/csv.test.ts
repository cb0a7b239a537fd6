import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvCell, csvRow } from "../../src/report/csv.ts";

describe("csvCell", () => {
  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "= cmd|' /C calc'!A0"])(
    "fault 39: %j begins like a formula and is made text",
    (text) => {
      const [[cell]] = parse(csvRow([text])) as [[string]];
      expect(cell).toBe(`'${text}`);
    },
  );

  test("numbers below 0 stay numbers, since they are ours", () => {
    expect(csvCell(-3)).toBe("-3");
  });

  test("fault 39: no text, whatever it holds, comes back beginning like a formula", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const rows = parse(csvRow(["x", text]));
        expect(rows).toHaveLength(1);
        expect(rows[0]?.[1]).not.toMatch(/^\s*[=+\-@]|^[\t\r]/);
      }),
    );
  });

  test("fault 31: NUL is taken out, a lone surrogate becomes U+FFFD", () => {
    expect(csvCell("a\u0000b\uD800c")).toBe("ab\uFFFDc");
  });

  test("quotes commas, quotes and line ends, and leaves an unknown value empty", () => {
    expect(csvRow(['a "b"', "c,d", "e\nf", null, true])).toBe('"a ""b""","c,d","e\nf",,true\r\n');
  });
});
