import { arityProblems, type CsvCell, type Delimiter, headerProblems, readCells } from "../../files/csv.ts";
import { readText } from "../../files/read.ts";
import { InputError, type Place, type Problem } from "../../records/errors.ts";

/** A CRM's export as it is read: every cell is trimmed text. */
export interface CrmTable {
  file: string;
  headers: { text: string; place: Place }[];
  rows: CrmRow[];
  /** Lines that hold a single cell, such as the notes under a Salesforce report. */
  notes: number[];
}

/** A deal's cells, one for each header. */
export interface CrmRow {
  line: number;
  texts: readonly string[];
  placeOf: (column: number) => Place;
}

const HOW_TO_SAVE =
  "save it as UTF-8: in Excel with Save As, CSV UTF-8; in LibreOffice with the character set Unicode (UTF-8); or with: iconv -f WINDOWS-1252 -t UTF-8 in.csv > out.csv";

/**
 * Reads a CSV file as CRMs and spreadsheets write them: commas, semicolons or tabs between the cells (whichever divides the header line
 * most), a `sep=;` line on top, blank columns on the right, blank rows.
 * @throws InputError listing at once repeated or blank headers and rows whose cells do not match them; bytes that are not UTF-8, a
 * broken quote and an empty file alone.
 */
export function readCrmTable(file: string): CrmTable {
  // Blanked rather than cut, so that lines keep their numbers.
  const text = readText(file, { howToSave: HOW_TO_SAVE }).replace(/^sep=.(?=\r?\n)/i, "");
  const [first, ...others] = readCells(text, file, delimiterOf(text));
  if (!first) throw whole(file, "found an empty file, expected a header line and a row for each deal");
  const width = Math.max(...[first, ...others].map(filledWidth));
  if (filledWidth(first) === 1 && width > 1)
    throw whole(
      file,
      "found a single cell in the first line, expected the header; take out the lines above it",
    );
  const header = first.slice(0, Math.max(width, filledWidth(first)));
  const notes = others.filter((row) => header.length > 1 && filledWidth(row) === 1 && row.length === 1);
  const rows = others
    .filter((row) => !notes.includes(row) && filledWidth(row) > 0)
    .map((row) => row.slice(0, Math.max(header.length, filledWidth(row))));
  const problems: Problem[] = [
    ...headerProblems(header),
    ...rows.flatMap((row) => arityProblems(row, header)),
  ];
  if (problems.length > 0) throw new InputError(problems);
  if (rows.length === 0)
    throw whole(
      file,
      "found a header without deals, expected a row for each; export them, or name another file",
    );
  return {
    file,
    headers: header.map(({ text: name, place }) => ({ text: cleaned(name).replaceAll(/\s+/g, " "), place })),
    rows: rows.map((row) => ({
      line: row[0]?.line ?? 0,
      texts: row.map(({ text: cell }) => cleaned(cell)),
      placeOf: (column) => row[column]?.place ?? { file },
    })),
    notes: notes.map((row) => row[0]?.line ?? 0),
  };
}

/** The delimiter that stands most often outside quotes in the first line that is not blank. */
function delimiterOf(text: string): Delimiter {
  const counts: Record<Delimiter, number> = { ",": 0, ";": 0, "\t": 0 };
  let quoted = false;
  for (const sign of text.trimStart()) {
    if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === "\n") break;
    else if (Object.hasOwn(counts, sign)) counts[sign as Delimiter]++;
  }
  return ([";", "\t"] as const).reduce<Delimiter>(
    (most, sign) => (counts[sign] > counts[most] ? sign : most),
    ",",
  );
}

/** The number of cells up to the last that is not blank. */
function filledWidth(row: readonly CsvCell[]): number {
  return row.findLastIndex(({ text }) => text.trim() !== "") + 1;
}

/** Without what no reader of CSV likes: NUL, lone surrogates, lone carriage returns. */
function cleaned(text: string): string {
  return text.toWellFormed().replaceAll("\u0000", "").replaceAll("\r", "\n").trim();
}

function whole(file: string, message: string): InputError {
  return new InputError([{ place: { file }, field: "", message }]);
}
