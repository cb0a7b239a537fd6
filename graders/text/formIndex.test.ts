import { expect, test } from "vitest";
import { openingsOf } from "./openings.ts";

function openings(sources: readonly string[], text: string): string[] {
  const found: string[] = [];
  openingsOf(sources)(text, (start, index) => {
    found.push(`${index}@${start}`);
    return true;
  });
  return found;
}

const BRACKETED = String.raw`\((?:alpha|beta) x`;
const ROAMING = String.raw`(?:[^a]|zz)[a-z]{3}`;

test.each(["say (alpha x) now", "say (beta x) now"])(
  "a form with several beginnings at one sign is met where one that roams matches too: %s",
  (text) => {
    expect(openings([BRACKETED], text)).toContain("0@4");
    expect(openings([BRACKETED, ROAMING], text)).toEqual(expect.arrayContaining(["0@4", "1@4"]));
  },
);
