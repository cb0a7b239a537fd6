import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { extractVerdict } from "./extract.ts";
import type { VerdictContext, VerdictReading } from "./reading.ts";

interface Case {
  n?: number;
  label: string;
  text: string;
  also?: string[];
  deals?: Record<string, string>;
  conditional?: boolean;
  deadline?: string;
  context?: VerdictContext;
}

const FIXTURES = casesOf("fixtures.yaml");
const CHALLENGE = casesOf("challenge.yaml");

function casesOf(file: string): Case[] {
  return parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8")) as Case[];
}

function said(reading: VerdictReading, { label, deals }: Case): string {
  if (label === "perDeal")
    return JSON.stringify(reading.perDeal) === JSON.stringify(deals) ? "perDeal" : "needs_judge";
  return reading.verdict === "needs_judge" ? "judge" : reading.verdict;
}

describe("the codebook's fixtures", () => {
  test.for(FIXTURES)("#$n $text", (fixture) => {
    const reading = extractVerdict(fixture.text, fixture.context);
    expect(said(reading, fixture)).toBe(fixture.label);
    expect(reading.conditional).toBe(fixture.conditional ?? reading.conditional);
    expect(reading.deadline).toBe(fixture.deadline ?? reading.deadline);
  });

  test("are all there", () => {
    expect(FIXTURES.map(({ n }) => n)).toEqual(Array.from({ length: 36 }, (_, index) => index + 1));
  });
});

describe("the challenge set", () => {
  const read = CHALLENGE.map((entry) => ({
    entry,
    got: said(extractVerdict(entry.text, entry.context), entry),
  }));
  const accepted = ({ entry, got }: (typeof read)[number]) =>
    got === entry.label || entry.also?.some((label) => label.replace("needs_judge", "judge") === got);

  test("is read without a single wrong verdict", () => {
    const wrong = read.filter((one) => !accepted(one) && one.got !== "judge" && one.got !== "needs_judge");
    expect(wrong.map(({ entry, got }) => ({ text: entry.text, label: entry.label, got }))).toEqual([]);
  });

  test("leaves to a judge at most 15 % of what has a definite verdict", () => {
    const definite = read.filter(({ entry }) => entry.label !== "judge");
    const judged = definite.filter((one) => !accepted(one));
    expect(definite.length).toBeGreaterThanOrEqual(120);
    expect(judged.length / definite.length).toBeLessThanOrEqual(0.15);
  });

  test("is not answered by reading everything alike", () => {
    const labels = new Set(read.map(({ got }) => got));
    expect([...labels].sort()).toEqual([
      "conflict",
      "develop",
      "disqualify",
      "judge",
      "no_verdict",
      "perDeal",
      "pursue",
    ]);
  });
});

describe("a reading", () => {
  test("points at the sentence that decides", () => {
    const text =
      "Lovely account.\n\nThe CFO has refused twice. **Verdict: disqualify** unless she meets by 14 March.\n\nThanks.";
    const reading = extractVerdict(text);
    expect(reading.verdict).toBe("disqualify");
    expect(text.slice(reading.span?.start, reading.span?.end)).toContain("disqualify");
    expect(reading.conditional).toBe(true);
    expect(reading.deadline).toBe("14 March");
  });

  test("lists what did not count, and why", () => {
    const reading = extractVerdict("Drop the discount. Your VP wants to pursue this. I'd walk away.");
    expect(reading.verdict).toBe("disqualify");
    expect(reading.mentions.map(({ standing, counted }) => [standing, counted])).toEqual([
      ["other_object", false],
      ["attributed", false],
      ["asserted", true],
    ]);
    expect(reading.mentions.every(({ why }) => why.length > 0)).toBe(true);
  });

  test("does not take the user's own words back to him for a stance", () => {
    const userText =
      "My manager says we should go all in on this deal and I would like to know what you think.";
    const echo = "You wrote that we should go all in on this deal and I would like to know what you think.";
    expect(extractVerdict(echo, { userText }).verdict).toBe("needs_judge");
  });

  test("tells a person from a deal by the people given", () => {
    expect(extractVerdict("Drop Marek.", { people: ["Marek Novak"] }).verdict).toBe("no_verdict");
    expect(extractVerdict("Drop Moravia.", { people: ["Marek Novak"] }).verdict).toBe("disqualify");
  });

  test("keeps its offsets inside the text whatever the text", () => {
    const words = constantFrom(
      "disqualify",
      "pursue",
      "it",
      "unless",
      "if",
      "not",
      "\n",
      "# ",
      "| ",
      "“",
      '"',
      "Verdict:",
      "é",
      "😀",
      ".",
      "walk",
      "**",
      "go",
      "until Friday",
      "- ",
    );
    assert(
      property(array(words, { maxLength: 60 }), (parts) => {
        const text = parts.join(" ");
        const reading = extractVerdict(text);
        for (const { start, end } of reading.mentions)
          expect(text.slice(start, end).length).toBe(end - start);
        expect(reading.span?.end ?? 0).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 200 },
    );
  });

  test.for([
    ["one line of a megabyte", "disqualify unless a b c ".repeat(45_000)],
    ["ten thousand verdicts", "Disqualify unless ".repeat(10_000)],
    ["a long run of conditions", "if ".repeat(13_000)],
    ["a row of many cells", "| walk ".repeat(5_000)],
    ["thousands of verdict lines", "Disqualify it.\n\n".repeat(2_400)],
    ["quotation marks only", '"'.repeat(39_000)],
  ])("survives %s", ([, text]) => {
    expect(["disqualify", "needs_judge", "no_verdict"]).toContain(extractVerdict(text ?? "").verdict);
  });
});
