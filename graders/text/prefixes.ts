import { beginningsOf } from "./beginnings.ts";
import { alternativesOf } from "./pattern.ts";

/**
 * The letters and digits (lower case, at most four) with which a match of a regular expression can begin, so that a text is
 * only tried against it where a word begins like that. A shorter prefix, "" included, stands for everything that begins so.
 */
export function prefixesOf(source: string): Set<string> {
  const starts = alternativesOf(source).flatMap(({ elements }) => beginningsOf(elements));
  return new Set(
    starts.flatMap(({ text }) => spelled(/^[a-z]{0,4}(?:(?<=^[a-z]{0,3})0)?/.exec(text)?.[0] ?? "")),
  );
}

/** A beginning with the digits that its last letter may stand for. */
function spelled(text: string): string[] {
  return text.endsWith("0") ? Array.from("0123456789", (digit) => text.slice(0, -1) + digit) : [text];
}
