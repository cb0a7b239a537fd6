import { describe, expect, test } from "vitest";
import { readCrmTable } from "../../../src/scenarios/import/crmTable.ts";
import { problemsOf } from "../../support/problems.ts";
import { crmText } from "./imported.ts";

function shape(text: string | Uint8Array): {
  headers: string[];
  rows: string[][];
  lines: number[];
  notes: number[];
} {
  const { headers, rows, notes } = readCrmTable(crmText(text));
  return {
    headers: headers.map((header) => header.text),
    rows: rows.map(({ texts }) => [...texts]),
    lines: rows.map(({ line }) => line),
    notes,
  };
}

describe("readCrmTable", () => {
  test.each([
    ["commas", "Deal,Amount\nA,1\n"],
    ["semicolons", "Deal;Amount\r\nA;1\r\n"],
    ["tabs", "Deal\tAmount\nA\t1"],
    ["a byte-order mark", "\uFEFFDeal,Amount\nA,1\n"],
    ["blank columns on the right and blank rows", "Deal,Amount,,\n,,,\n A , 1 ,,\n,,,\n"],
  ])("reads %s", (_, text) => {
    expect(shape(text)).toMatchObject({ headers: ["Deal", "Amount"], rows: [["A", "1"]] });
  });

  test("keeps lines where a sep= line stands on top and cells span lines, and sets notes of one cell apart", () => {
    expect(shape('sep=;\r\nDeal;"Amount; net"\r\n"A\r\nB";1\r\nC;2\r\n\r\n"Confidential"\r\n')).toEqual({
      headers: ["Deal", "Amount; net"],
      rows: [
        ["A\nB", "1"],
        ["C", "2"],
      ],
      lines: [3, 5],
      notes: [7],
    });
  });

  test.each([
    ["an empty file", "", ["found an empty file, expected a header line and a row for each deal"]],
    [
      "a header alone",
      "Deal,Amount\n",
      ["found a header without deals, expected a row for each; export them, or name another file"],
    ],
    [
      "a title above the header",
      "Pipeline,,\nDeal,Amount,Stage\nA,1,Proof\n",
      ["found a single cell in the first line, expected the header; take out the lines above it"],
    ],
    [
      "a header twice, a blank one over filled cells, and rows of other lengths",
      "Deal,,Deal\nA,1,2,3\nB,2\n",
      [
        "1:6: found a blank header, expected the name of a field; name it, or take the column out",
        "1:7 Deal: found this header twice, expected it once; the first is in column 1, rename or take out one of them",
        "2:7: found a row of 4 cells, expected 3 (one for each header); check its commas and quotes",
        "3:1: found a row of 2 cells, expected 3 (one for each header); check its commas and quotes",
      ],
    ],
    [
      "a broken quote between semicolons",
      'Deal;Amount\n"A"B;1\n',
      ['2:1: found text after the closing quote, expected a semicolon; write a quote inside a cell as ""'],
    ],
    [
      "Windows-1252",
      Buffer.from("Deal,Amount\nM\u00fcller,1\n", "latin1"),
      [
        "2:2: found a byte 0xfc that is not UTF-8, expected UTF-8 text; save it as UTF-8: in Excel with Save As, CSV UTF-8; in LibreOffice with the character set Unicode (UTF-8); or with: iconv -f WINDOWS-1252 -t UTF-8 in.csv > out.csv",
      ],
    ],
  ])("refuses %s", (_, text, told) => {
    const problems = problemsOf(() => readCrmTable(crmText(text)));
    expect(problems.map((line) => line.replace(/^.*?crm\.csv:\s?/, ""))).toEqual(told);
  });
});
