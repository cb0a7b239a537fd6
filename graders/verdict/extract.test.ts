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

/** Replies whose stance is in what they tell people to do. */
const WEIGHED = [
  {
    verdict: "pursue",
    text: `Yes, have Irena for all of it, and tell her manager I'll sign for the weeks.

The work left is paper. Count back from the 18 June signature: counsel needs nine days, the data processing annex four, and their purchasing raises the order the same week. Book the delivery lead from 1 June so that go-live in August is not squeezed.

- Mon: send counsel our redlines and the fallback clauses. Done when she confirms the list.
- Wed: Irena and their security lead close the questionnaire, full time until it is back.
- Fri: ask the CFO whether anything stands between here and her signature.

What could still slip is legal. If it does, she calls them herself. Price stays; there is no discount to give. Forecast: best case today, commit after the board on the 12th.`,
  },
  {
    verdict: "disqualify",
    text: `Write the truth, it is four lines. Their finance chief told you no in writing, there is no budget before 2029, and the incumbent is under contract until then. Nothing you show the plant changes that.

- Today: take it out of the forecast, reason "no money", and cancel the workshop. No further proof, no visit.
- Tomorrow: a short note thanking her for being straight. No pitch, no request.
- By Friday: release both engineers; their days go to another account where somebody has a funded problem. Bring me two names.

Reopen it when the contract's notice period starts, or if she calls first. Put a reminder in for that month. A good trial would prove something that nobody there disputes, and the weeks are better spent elsewhere. Which other deal gets the hours?`,
  },
  {
    verdict: "develop",
    text: `Not the engineer yet. Hold the pilot until you know who would sign and what happens if September passes, because nobody on our side has asked either question. The saving is our figure, not theirs, and one friendly contact is not a path to money.

So one job for the next three weeks: find out whether there is a budget owner who wants this.

- By 6 March: ask Lena for thirty minutes with whoever releases the money. What would he need to see first?
- By 13 March: her analyst checks the number. Until then it is an assumption.
- By 20 March: criteria on one page, before any hardware ships.

If she gets you the meeting, I'd release the engineer the same week and move it up. If she doesn't, it stays in pipeline and no team goes in. A small test with your own hands is fine meanwhile.`,
  },
];

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

describe("the outcome of a test and the end of a list of steps", () => {
  test.each([
    ["Develop it. An order in hand and I'd call it a pursue; a second refusal, and we walk away.", "develop"],
    ["Develop it. A funded line and we mark it a pursue.", "develop"],
    ["Pursue it. Send them the two pages. Then stop.", "pursue"],
    ["Pursue it. Ask her, and wait for the answer. And then go.", "pursue"],
  ])("decide nothing now: %s", (text, verdict) => {
    expect(extractVerdict(text).verdict).toBe(verdict);
  });

  test.each([
    ["There is no money and no owner. So stop.", "disqualify"],
    ["The board has paid for it. Go.", "pursue"],
  ])("are not mistaken for a verdict of one word: %s", (text, verdict) => {
    expect(extractVerdict(text).verdict).toBe(verdict);
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

  test("takes the persona's own text for no stance, whole or in part", () => {
    const persona = readFileSync(
      fileURLToPath(new URL("../../persona/enterprise-sales-director.md", import.meta.url)),
      "utf8",
    );
    const parts = [persona, persona.slice(persona.length / 2), persona.slice(0, persona.length / 2)];
    for (const part of [...parts, ...persona.split(/\n(?=#)/)])
      expect(["needs_judge", "no_verdict"]).toContain(extractVerdict(part).verdict);
  });

  test.for([
    "MEDDPICC economic buyer champion metrics disqualify walk away nurture closed lost no-bid release engineers reopen trigger best case commit pursue full effort ",
    "Economic buyer, champion, metrics. Disqualify. Reopen triggers, nurture, closed lost. Elsewhere. Release engineers. No budget. Incumbent. ",
    "- Pursue\n- High priority\n- Full resources\n- Engineers booked\n- Signature date\n- Commit\n",
  ])("takes keywords in a heap for no stance: %s", (keywords) => {
    expect(extractVerdict(keywords.repeat(8)).verdict).toBe("needs_judge");
  });

  test.for(WEIGHED)(
    "reads what a reply does where no word of verdict says it: $verdict",
    ({ verdict, text }) => {
      const reading = extractVerdict(text);
      expect([reading.verdict, reading.reason]).toEqual([verdict, expect.not.stringMatching(/^$/)]);
      expect(text.slice(reading.span?.start, reading.span?.end).length).toBeGreaterThan(10);
    },
  );

  test("says which act weighs most where acts decide", () => {
    const [{ text } = { text: "" }] = WEIGHED;
    expect(extractVerdict(text).reason).toMatch(/weighs to pursue \(\d+ %\), above all: \w/);
  });

  test("does not weigh a text of a few words", () => {
    expect(["needs_judge", "no_verdict"]).toContain(
      extractVerdict("Book Dana and the delivery lead until signature.").verdict,
    );
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
