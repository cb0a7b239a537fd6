import { CsvError, parse } from "csv-parse/sync";
import { InputError, type Place, type Problem } from "../records/errors.ts";

/** One cell and where its text (or its opening quote) starts in the file. */
export interface CsvCell {
  readonly text: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly place: Place;
}

/** A CSV file as a header and rows of as many cells; every cell is text and knows its place. */
export interface CsvTable {
  header: CsvCell[];
  rows: CsvCell[][];
}

/**
 * Parses comma-separated text (RFC 4180: quotes doubled inside quotes, cells may span lines; LF or CRLF). Blank lines are
 * skipped; CRLF inside a cell becomes LF, so that a checkout's line ends never change a text.
 * @throws InputError listing at once: an empty file, no rows, blank or repeated headers, rows with too few or too many
 * cells. A broken quote or lone-CR line ends are reported alone, since nothing after them can be trusted.
 */
export function parseCsv(text: string, file: string): CsvTable {
  const [header, ...rows] = readCells(text, file);
  if (!header)
    throw new InputError([
      {
        place: { file },
        field: "",
        message: "found an empty file, expected a header line and rows; write them, or name another file",
      },
    ]);
  const problems = [...headerProblems(header), ...rows.flatMap((row) => arityProblems(row, header))];
  if (rows.length === 0) {
    problems.push({
      place: { file },
      field: "",
      message:
        "found a header without rows, expected one row for each record; add them, or name another file",
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return { header, rows };
}

/** What may stand between the cells of a line. */
export type Delimiter = keyof typeof DELIMITERS;

const DELIMITERS = { ",": "a comma", ";": "a semicolon", "\t": "a tab" } as const;

/**
 * The cells of each line, as many as it has, read as {@link parseCsv} reads them; blank lines are skipped.
 * @throws InputError for a broken quote or lone-CR line ends.
 */
export function readCells(text: string, file: string, delimiter: Delimiter = ","): CsvCell[][] {
  const scan = scanCells(text, file, delimiter);
  return recordsOf(text, file, scan).map((record, row) =>
    record.map((cell, at) => {
      const lines = cell.includes("\r") ? cell.replaceAll("\r\n", "\n") : cell;
      return new Cell(lines, file, scan.spots[row]?.[2 * at], scan.spots[row]?.[2 * at + 1]);
    }),
  );
}

/** Its place is made when it is asked for: hardly any is. */
class Cell implements CsvCell {
  readonly text: string;
  readonly file: string;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(text: string, file: string, line: number | undefined, column: number | undefined) {
    this.text = text;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  get place(): Place {
    return placeOf(this.file, this.line, this.column);
  }
}

interface Scan {
  delimiter: Delimiter;
  /** Of each line that is not blank, line and column of each of its cells. */
  spots: number[][];
  /** Where the last quote was opened; tells the place of one that is never closed. */
  lastQuote: Place;
  loneReturn: Place | undefined;
}

function placeOf(file: string, line: number | undefined, column: number | undefined): Place {
  return line === undefined || column === undefined ? { file } : { file, line, column };
}

const QUOTE = 34;
const LF = 10;
const CR = 13;

/** Walks the text once for the places of its cells, which csv-parse does not tell. */
function scanCells(text: string, file: string, delimiter: Delimiter): Scan {
  const between = delimiter.charCodeAt(0);
  const highest = Math.max(QUOTE, between);
  const scan: Scan = { delimiter, spots: [], lastQuote: { file }, loneReturn: undefined };
  let line = 1;
  let lineStart = 0;
  let quoted = false;
  let quoteLine = 0;
  let quoteColumn = 0;
  let row: number[] = [];
  let cellStart = 0;
  let cellLine = 1;
  let cellColumn = 1;
  const beginCell = (index: number): void => {
    cellStart = index;
    cellLine = line;
    cellColumn = index - lineStart + 1;
  };
  for (let index = 0; index <= text.length; index++) {
    // Beyond the end there is no code, and the last line ends.
    const code = index === text.length ? LF : text.charCodeAt(index);
    if (code > highest) continue;
    if (code === QUOTE) {
      if (!quoted) {
        quoteLine = line;
        quoteColumn = index - lineStart + 1;
      }
      quoted = !quoted;
    } else if (!quoted && code === between) {
      row.push(cellLine, cellColumn);
      beginCell(index + 1);
    } else if (!quoted && code === CR && text.charCodeAt(index + 1) !== LF) {
      scan.loneReturn ??= { file, line, column: index - lineStart + 1 };
    } else if (code === LF) {
      const blank = row.length === 0 && text.slice(cellStart, index).replace("\r", "") === "";
      if (!quoted && !blank) row.push(cellLine, cellColumn);
      line++;
      lineStart = index + 1;
      if (quoted) continue;
      if (!blank) scan.spots.push(row);
      row = [];
      beginCell(index + 1);
    }
  }
  // A quote that is closed elsewhere than it should be leaves the last line open; its cells tell the place of that.
  if (quoted) scan.spots.push([...row, cellLine, cellColumn]);
  if (quoteLine > 0) scan.lastQuote = { file, line: quoteLine, column: quoteColumn };
  return scan;
}

function recordsOf(text: string, file: string, scan: Scan): string[][] {
  if (scan.loneReturn) {
    const message =
      "found a line that ends in a lone carriage return, expected LF or CRLF; save the file with LF line ends";
    throw new InputError([{ place: scan.loneReturn, field: "", message }]);
  }
  try {
    return parse(text, {
      delimiter: scan.delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      // Looking for either at every character takes twice the time.
      record_delimiter: text.includes("\r") ? ["\r\n", "\n"] : "\n",
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new InputError([{ ...quoteProblem(cause, file, scan), field: "" }], { cause });
  }
}

function quoteProblem(error: CsvError, file: string, scan: Scan): { place: Place; message: string } {
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return {
      place: scan.lastQuote,
      message:
        'found a quote that is never closed, expected a closing " at the end of the cell; add it, and double the quotes inside the cell ("")',
    };
  }
  const { records, column, lines } = error as CsvError & {
    records?: number;
    column?: number;
    lines?: number;
  };
  const spots = scan.spots[records ?? -1] ?? [];
  const at = typeof column === "number" ? 2 * column : -1;
  const place = at in spots ? placeOf(file, spots[at], spots[at + 1]) : { file, line: lines, column: 1 };
  if (error.code === "CSV_INVALID_CLOSING_QUOTE") {
    return {
      place,
      message: `found text after the closing quote, expected ${DELIMITERS[scan.delimiter]}; write a quote inside a cell as ""`,
    };
  }
  return {
    place,
    message:
      'found a quote inside an unquoted cell, expected none; wrap the cell in quotes and double the quotes inside it ("")',
  };
}

/** Headers that are blank or stand twice, and a header line that is no comma-separated one. */
export function headerProblems(header: readonly CsvCell[]): Problem[] {
  const [only] = header;
  if (header.length === 1 && only && /[;\t]/.test(only.text)) {
    return [
      {
        place: only.place,
        field: "",
        message:
          "found semicolons or tabs between the headers, expected commas; save the file as comma-separated",
      },
    ];
  }
  const seen = new Map<string, Place>();
  return header.flatMap(({ text, place }) => {
    const first = seen.get(text);
    seen.set(text, first ?? place);
    if (text.trim() === "")
      return [
        {
          place,
          field: "",
          message: "found a blank header, expected the name of a field; name it, or take the column out",
        },
      ];
    if (!first) return [];
    const message = `found this header twice, expected it once; the first is in column ${first.column}, rename or take out one of them`;
    return [{ place, field: text, message }];
  });
}

/** A row that has more or fewer cells than there are headers. */
export function arityProblems(row: readonly CsvCell[], header: readonly CsvCell[]): Problem[] {
  if (row.length === header.length) return [];
  const place = (row.length > header.length ? row[header.length] : row[0])?.place ?? { file: "" };
  const message = `found a row of ${row.length} cells, expected ${header.length} (one for each header); check its commas and quotes`;
  return [{ place, field: "", message }];
}
