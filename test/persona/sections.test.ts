import { expect, test } from "vitest";
import { sectionsAtLevel, sectionsOf, sectionText, withoutLines } from "../../src/persona/sections.ts";

const TEXT = `# Title

## One

first

### Inner

deep

## Two
second
\`\`\`md
## no heading
\`\`\`

## Empty

### Below

last
`;

const titles = (level: number) => sectionsAtLevel(TEXT, level).map(({ title }) => title);

test("a section goes to the next heading of its level or above, and a # in a fence heads nothing", () => {
  expect(sectionsOf(TEXT).map(({ title, level }) => `${level} ${title}`)).toEqual([
    "1 Title",
    "2 One",
    "3 Inner",
    "2 Two",
    "2 Empty",
    "3 Below",
  ]);
  const one = sectionsOf(TEXT).find(({ title }) => title === "One");
  expect(one && sectionText(TEXT, one)).toBe("## One\n\nfirst\n\n### Inner\n\ndeep\n");
});

test("at a level the sections do not overlap, and headings that say nothing of their own are none", () => {
  expect(titles(2)).toEqual(["One", "Two", "Empty"]);
  expect(titles(3)).toEqual(["One", "Inner", "Two", "Below"]);
  expect(titles(1)).toEqual(["Title"]);
  const lines = sectionsAtLevel(TEXT, 3).flatMap(({ start, end }) =>
    Array.from({ length: end - start }, (_, line) => start + line),
  );
  expect(new Set(lines).size).toBe(lines.length);
});

test("what is left of the text stands as before, with one empty line where the section was", () => {
  const one = sectionsAtLevel(TEXT, 2)[0];
  expect(one && withoutLines(TEXT, one)).toBe(TEXT.replace("## One\n\nfirst\n\n### Inner\n\ndeep\n\n", ""));
});
