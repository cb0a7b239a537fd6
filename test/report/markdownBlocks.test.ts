import { array, assert, constantFrom, property, string } from "fast-check";
import { expect, test } from "vitest";
import { type Block, blocksOf } from "../../src/report/markdownBlocks.ts";
import type { Run } from "../../src/report/markdownRuns.ts";
import { plainQuote } from "../../src/report/quote.ts";

/** A block in one line, with what is set off: **strong**, *emphasis* and `code`. */
function told(text: string): string[] {
  const words = (runs: readonly Run[]) =>
    runs
      .map(({ start, end, strong, emphasis, code }) => {
        const around = `${strong ? "**" : ""}${emphasis ? "*" : ""}${code ? "`" : ""}`;
        return around + text.slice(start, end) + around.split("").toReversed().join("");
      })
      .join("");
  return blocksOf(text).flatMap((block): string[] => {
    if (block.kind === "rule") return ["rule"];
    if (block.kind === "table") return block.rows.map((row) => `row: ${row.map(words).join(" / ")}`);
    if (block.kind === "list")
      return block.items.map(({ marker, depth, runs }) => `${depth} ${marker} ${words(runs)}`);
    return [`${block.kind}: ${words(block.runs)}`];
  });
}

test("takes headings, emphasis, lists, tables, quotes, code and rules apart", () => {
  const text = [
    "## The **call**",
    "Disqualify, *today*,",
    "and say `so`.",
    "",
    "| Signal | Reads |",
    "|---|---:|",
    "| Economic buyer | **Red**: a \\| b |",
    "| None |",
    "- one",
    "  carried on",
    "  - two",
    "1. first",
    "> said",
    "> twice",
    "---",
    "```js",
    "a | b",
    "```",
  ].join("\n");
  expect(told(text)).toEqual([
    "heading: The **call**",
    "paragraph: Disqualify, *today*,\nand say `so`.",
    "row: Signal / Reads",
    "row: Economic buyer / **Red**: a | b",
    "row: None",
    "0 • one\ncarried on",
    "1 • two",
    "0 1. first",
    "quote: said\ntwice",
    "rule",
    "code: js\na | b",
  ]);
});

test("leaves as text what is no mark: sums, names, what never closes, links and HTML", () => {
  for (const text of ["3 * 4 * 5", "snake_case_name", "**open", "a ` b", "[x](javascript:y)", "<b>no</b>"])
    expect(told(text)).toEqual([`paragraph: ${text}`]);
  expect(told("**a *b** c*")).toEqual(["paragraph: **a *b** c*"]);
});

test("a fence with a word behind it does not close the code before it", () => {
  expect(told("```\n```and more")).toEqual(["code: ```and more"]);
});

test("loses no letter, whatever the text", () => {
  const piece = constantFrom(
    "*",
    "**",
    "_",
    "`",
    "```",
    "\n",
    "\n\n",
    "|",
    "|---|",
    "# ",
    "- ",
    "1. ",
    "> ",
    "\\",
    " ",
    "a",
    "é",
    "Z",
  );
  assert(
    property(array(piece), string(), (pieces, more) => {
      const text = pieces.join("") + more;
      const shown = blocksOf(text)
        .flatMap(runsIn)
        .map(({ start, end }) => text.slice(start, end));
      expect(shown.join("").replaceAll(/[^\p{L}]/gu, "")).toBe(text.replaceAll(/[^\p{L}]/gu, ""));
    }),
  );
});

test("quotes without the marks they were cut from", () => {
  expect(plainQuote("Where this really stands:** seven parts")).toBe("Where this really stands: seven parts");
  expect(plainQuote("| Executive sponsor | You, twice a year |")).toBe(
    "Executive sponsor · You, twice a year",
  );
  expect(plainQuote("- **Still refused:** we stop.\n\n## `Then`")).toBe("Still refused: we stop. Then");
  expect(plainQuote("3 * 4 = 12, snake_case, < b >")).toBe("3 * 4 = 12, snake_case, < b >");
});

function runsIn(block: Block): Run[] {
  if (block.kind === "rule") return [];
  if (block.kind === "table") return block.rows.flat(2);
  return block.kind === "list" ? block.items.flatMap(({ runs }) => runs) : block.runs;
}
