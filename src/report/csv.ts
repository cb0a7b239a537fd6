/** A value of a cell; null is an empty cell. */
export type CellValue = string | number | boolean | null;

/** A row of CSV text with its line end (CRLF, RFC 4180). */
export function csvRow(cells: readonly CellValue[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/**
 * A cell as text, quoted where it must be. What a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab or carriage
 * return at its beginning, full-width forms of them included) gets an apostrophe in front, numbers do not. NUL is taken
 * out and lone surrogates become U+FFFD, which no reader of CSV trips over.
 */
export function csvCell(value: CellValue): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const clean = value.toWellFormed().replaceAll("\u0000", "");
  const safe = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]|^\s|\s$|^'/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
