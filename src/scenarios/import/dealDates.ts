import type { Place, Problem } from "../../records/errors.ts";
import { type DateOrder, readDate } from "./dates.ts";

/** Writes the dates of deals one way, and keeps those that read two ways or none. */
export interface DateWriter {
  /** The date as 2026-03-16; a text that is no date stays as it is. */
  write: (text: string, place: Place) => string;
  problems: () => Problem[];
  warnings: () => string[];
}

/** A writer of dates that takes three numbers in this order. */
export function dateWriter(order: DateOrder | undefined): DateWriter {
  const ambiguous: { text: string; place: Place; either: readonly [string, string] }[] = [];
  const strange: { text: string; place: Place }[] = [];
  const write = (text: string, place: Place): string => {
    const reading = readDate(text, order);
    if (reading === "none") strange.push({ text, place });
    else if ("either" in reading) ambiguous.push({ text, place, either: reading.either });
    else return reading.iso;
    return text;
  };
  return { write, problems: () => twoWays(ambiguous), warnings: () => noDates(strange) };
}

function twoWays(
  found: readonly { text: string; place: Place; either: readonly [string, string] }[],
): Problem[] {
  const [first] = found;
  if (!first) return [];
  const others = found.length === 1 ? "" : ` (and ${found.length - 1} more such dates)`;
  const [dmy, mdy] = first.either;
  const message = `found ${JSON.stringify(first.text)}${others}, which is ${dmy} or ${mdy}; say which with --dates dmy (day first) or --dates mdy (month first)`;
  return [{ place: first.place, field: "", message }];
}

function noDates(found: readonly { text: string; place: Place }[]): string[] {
  const [first] = found;
  if (!first) return [];
  const where = `line ${first.place.line}: ${JSON.stringify(first.text)}`;
  return [
    found.length === 1
      ? `a cell of a date column is no date and went into the message as it is (${where})`
      : `${found.length} cells of date columns are no dates and went into the message as they are (the first in ${where})`,
  ];
}
