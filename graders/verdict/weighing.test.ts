import { describe, expect, test } from "vitest";
import { combined } from "./combined.ts";
import { parseReply } from "../text/reply.ts";
import { extractVerdict } from "./extract.ts";
import { cuesOfReply } from "./features.ts";
import type { Resolution } from "./resolution.ts";
import { PLACES, spokenIn } from "./spoken.ts";
import type { Weight } from "./weighing.ts";

/** A go in which no word of verdict stands. */
const GO = `## Norrvik Hamn: close plan

Everything you need is in place, and nothing here waits for anybody's opinion. Karin set the pass mark herself and approved the
money on 3 April, her own finance team signed the number, and the port authority's date is fixed. The two engineers stay where
they are and the delivery lead joins now; as far as I can see this one is yours to lose.

| By | Action | Owner |
|---|---|---|
| 6 May | Master agreement and data annex to their counsel, reviewer named | You |
| 9 May | Delivery team confirmed, kick-off in the diary | Delivery lead |
| 16 May | Final text, purchase order raised | Procurement |
| 23 May | Signature, alternate signatory named | Karin |

**What could still slip:** three weeks of legal with nobody named, and the shift leads, who live with it. Protect the date, hold
the price, and start the paper today. It deserves
every hour it gets, best case until the order number is there, and I'd defend it line by line.`;

const OPEN: Resolution = { verdict: "needs_judge", by: undefined, reason: "needs judge: open" };

function weight(stance: Weight["stance"], share: number, none = 0.05): Weight {
  const rest = (1 - share) / 2;
  const shares = { pursue: rest, develop: rest, disqualify: rest, [stance]: share };
  return { stance, shares, none, sentence: null, plan: false, shows: "people put on the deal" };
}

describe("a reply that says its stance in no word of verdict", () => {
  test("is read by what it does with people, paper and forecast", () => {
    const { verdict, reason, span } = extractVerdict(GO, { stanceExpected: true });
    expect(verdict).toBe("pursue");
    expect(reason).toMatch(/weighs to pursue \(\d+ %\), above all: \S/);
    expect(GO.slice(span?.start, span?.end).length).toBeGreaterThan(10);
  });

  test("is left open where the task asks for no stance", () => {
    expect(extractVerdict(GO, { stanceExpected: false }).verdict).not.toBe("pursue");
  });

  test("reads alike whoever the deal's people are", () => {
    const other = GO.replaceAll("Karin", "Thabo").replaceAll("Norrvik Hamn", "Umhlanga Port");
    const { verdict, reason } = extractVerdict(other, { stanceExpected: true, people: ["Thabo Dlamini"] });
    expect([verdict, reason]).toEqual([
      "pursue",
      extractVerdict(GO, { stanceExpected: true, people: ["Karin Holm"] }).reason,
    ]);
  });

  test("does not take the user's own words for the reply's", () => {
    expect(extractVerdict(GO, { stanceExpected: true, userText: GO }).verdict).toBe("needs_judge");
  });
});

function placesIn(text: string): (string | undefined)[][] {
  return spokenIn(parseReply(text), () => false).map(({ places }) => places.map((place) => PLACES[place]));
}

describe("the places where words count", () => {
  test("are kept apart: what is said, what hangs on a condition, what is asked, and what is drafted for others", () => {
    const opening = `${"We have been through this account before and it looks no better now. ".repeat(6)}\n\n`;
    const rest = `She stays on it. If he signs, add a second. Who signs it?\n\n> We will not submit a bid.\n\n“Leave it to us.”`;
    expect(placesIn(opening + rest).slice(6)).toEqual([
      ["here", "any"],
      ["if", "any"],
      ["ask", "any"],
      ["quote", "any"],
      ["quote", "any"],
    ]);
  });

  test("are the opening as well for what is said first, not for what is asked or quoted there", () => {
    expect(placesIn('Go ahead. If he signs, add a second. Who signs it? "We cannot bid."')).toEqual([
      ["here", "open", "any"],
      ["if", "open", "any"],
      ["ask", "any"],
      ["quote", "any"],
    ]);
  });
});

function classesIn(text: string): string[] {
  return cuesOfReply(parseReply(text), () => false).map(({ name }) => name);
}

describe("a cue of what is done", () => {
  test.each([
    ["effort_stays", "I'd leave the team where it is, through to signature."],
    ["worth_it", "It's worth the six weeks, and the time is well spent."],
    ["odds", "I like our odds: better than even, ours to lose."],
    ["paper_out", "Send the draft to their counsel and have the signatory named."],
    ["delivery_in", "The delivery lead reserves the slot, with a kick-off date."],
    ["release_money", "Release the travel budget and take both weeks."],
    ["after_that", "Pencil in the second person; everything hangs on Tuesday's letter."],
    ["names_test", "Give them until Friday; what I'd need to see is one name."],
    ["comes_out", "It comes out today: the director refused, and nobody there has asked for it."],
  ])("shows %s", (name, text) => {
    expect(classesIn(text)).toContain(name);
  });

  test.each([
    ["effort_stays", "Leave a message for her and move the meeting."],
    ["worth_it", "What is it worth to the plant, and who says so?"],
    ["odds", "The saving is 70% of the bill."],
    ["paper_out", "They print on thin paper and sell to schools."],
    ["after_that", "She keeps it in the cupboard."],
    ["comes_out", "The new release comes with a manual."],
  ])("does not show %s where only its words stand", (name, text) => {
    expect(classesIn(text)).not.toContain(name);
  });
});

describe("words and weight together", () => {
  const said: Resolution = { verdict: "develop", by: undefined, reason: "the opening says develop" };

  test("words stand where the weight bears them out, and are left to a judge where it does not", () => {
    expect(combined(said, weight("develop", 0.7), {})).toBe(said);
    expect(combined(said, weight("develop", 0.45), {}).verdict).toBe("needs_judge");
    expect(combined(said, weight("pursue", 0.75), {}).verdict).toBe("needs_judge");
  });

  test("weight decides alone where it is clear, and not where the reply is more likely a plan", () => {
    expect(combined(OPEN, weight("pursue", 0.85), {}).verdict).toBe("pursue");
    expect(combined(OPEN, weight("pursue", 0.65), {})).toBe(OPEN);
    expect(combined(OPEN, weight("pursue", 0.9, 0.6), {})).toBe(OPEN);
  });

  test("in a later turn weight confirms what was said before, and never overturns it", () => {
    expect(combined(OPEN, weight("disqualify", 0.7), { before: "disqualify" }).verdict).toBe("disqualify");
    expect(combined(OPEN, weight("develop", 0.95), { before: "disqualify" })).toBe(OPEN);
    expect(combined(OPEN, weight("develop", 0.75), { before: "needs_judge" })).toBe(OPEN);
    expect(combined(OPEN, weight("develop", 0.95), { before: "needs_judge" }).verdict).toBe("develop");
  });
});
