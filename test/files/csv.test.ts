import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/files/csv.ts";
import { problemsOf } from "../support/problems.ts";

const FILE = "deals.csv";

function texts(csv: string): string[][] {
  return parseCsv(csv, FILE).rows.map((row) => row.map(({ text }) => text));
}

describe("parseCsv", () => {
  test("reads commas, quotes and line ends inside quoted cells", () => {
    expect(texts('a,b\n"x, y","say ""no"""\n"two\nlines",\n')).toEqual([
      ["x, y", 'say "no"'],
      ["two\nlines", ""],
    ]);
  });

  test("takes CRLF files and turns CRLF inside cells into LF", () => {
    expect(texts('a,b\r\n1,"x\r\ny"\r\n')).toEqual([["1", "x\ny"]]);
  });

  test("skips blank lines and needs no newline at the end", () => {
    expect(texts("a,b\n\n1,2\n\n\n3,4")).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  test("knows the place of every cell, after cells of several lines and blank lines too", () => {
    const { header, rows } = parseCsv('a,bb\n\n"x\ny",2\n3,"4"\n', FILE);
    const places = [header, ...rows].map((row) => row.map(({ place }) => `${place.line}:${place.column}`));
    expect(places).toEqual([
      ["1:1", "1:3"],
      ["3:1", "4:4"],
      ["5:1", "5:3"],
    ]);
  });

  test.each([
    [
      "an empty file",
      "",
      ["deals.csv: found an empty file, expected a header line and rows; write them, or name another file"],
    ],
    [
      "blank lines only",
      "\n\n",
      ["deals.csv: found an empty file, expected a header line and rows; write them, or name another file"],
    ],
    [
      "a header alone",
      "a,b\n",
      [
        "deals.csv: found a header without rows, expected one row for each record; add them, or name another file",
      ],
    ],
    [
      "a quote that is never closed",
      'a,b\n1,"x\ny,3\n',
      [
        'deals.csv:2:3: found a quote that is never closed, expected a closing " at the end of the cell; add it, and double the quotes inside the cell ("")',
      ],
    ],
    [
      "text after a closing quote",
      'a,b\n1,2\n3,"x"y\n',
      [
        'deals.csv:3:3: found text after the closing quote, expected a comma; write a quote inside a cell as ""',
      ],
    ],
    [
      "a quote in the middle of a cell",
      'a,b\n1,x"y"\n',
      [
        'deals.csv:2:3: found a quote inside an unquoted cell, expected none; wrap the cell in quotes and double the quotes inside it ("")',
      ],
    ],
    [
      "lone carriage returns",
      "a,b\r1,2\r",
      [
        "deals.csv:1:4: found a line that ends in a lone carriage return, expected LF or CRLF; save the file with LF line ends",
      ],
    ],
    [
      "semicolons for commas",
      "a;b\n1;2\n",
      [
        "deals.csv:1:1: found semicolons or tabs between the headers, expected commas; save the file as comma-separated",
      ],
    ],
  ])("refuses %s", (_, csv, expected) => {
    expect(problemsOf(() => parseCsv(csv, FILE))).toEqual(expected);
  });

  test("fault 41: lists repeated and blank headers and every row of the wrong length at once", () => {
    expect(problemsOf(() => parseCsv("a,b,a,\n1,2,3\n1,2,3,4\n1,2,3,4,5\n", FILE))).toEqual([
      "deals.csv:1:5 a: found this header twice, expected it once; the first is in column 1, rename or take out one of them",
      "deals.csv:1:7: found a blank header, expected the name of a field; name it, or take the column out",
      "deals.csv:2:1: found a row of 3 cells, expected 4 (one for each header); check its commas and quotes",
      "deals.csv:4:9: found a row of 5 cells, expected 4 (one for each header); check its commas and quotes",
    ]);
  });
});
