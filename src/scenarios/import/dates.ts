/** How days and months stand in a date of three numbers. */
export type DateOrder = "dmy" | "mdy";

/** What a cell says of a day: an ISO date, that it reads two ways (both given), or that it is no date. */
export type DateReading = { iso: string } | { either: readonly [dmy: string, mdy: string] } | "none";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** A time behind a date. */
const TIME = String.raw`(?:(?:T|,?\s+)\d{1,2}[:.]\d{2}.*)?`;
const ISO = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${TIME}$`, "s");
const NUMBERS = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`, "s");
const DAY_FIRST = new RegExp(
  String.raw`^(?:[a-z]{2,9},?\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})${TIME}$`,
  "is",
);
const MONTH_FIRST = new RegExp(
  String.raw`^(?:[a-z]{2,9},?\s+)?([a-z]{3,9})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4}|\d{2})${TIME}$`,
  "is",
);

/**
 * Reads a date as CRMs and spreadsheets write it: 2026-03-16 (a time may follow), 16 Mar 2026, Mar 16, 2026, 16/03/2026, 03/16/2026.
 * Three numbers whose order is not plain need `order`; years of two digits are of this century.
 */
export function readDate(text: string, order: DateOrder | undefined): DateReading {
  const iso = ISO.exec(text);
  if (iso) return known(iso[1], iso[2], iso[3]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return known(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return known(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const numbers = NUMBERS.exec(text);
  if (!numbers) return "none";
  const dmy = isoDate(numbers[4], numbers[3], numbers[1]);
  const mdy = isoDate(numbers[4], numbers[1], numbers[3]);
  if (order !== undefined) return asReading(order === "dmy" ? dmy : mdy);
  if (dmy !== undefined && mdy !== undefined && dmy !== mdy) return { either: [dmy, mdy] };
  return asReading(dmy ?? mdy);
}

/** Whether a text is a day as 2026-03-16. */
export function isIsoDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && readDate(text, undefined) !== "none";
}

function known(year?: string, month?: string, day?: string): DateReading {
  return asReading(isoDate(year, month, day));
}

function asReading(iso: string | undefined): DateReading {
  return iso === undefined ? "none" : { iso };
}

function monthNumber(name = ""): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}

/** The day as ISO writes it, undefined where the calendar has none. */
function isoDate(year = "", month = "", day = ""): string | undefined {
  const full = year.length === 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal && full >= 1900 ? date.toISOString().slice(0, 10) : undefined;
}
