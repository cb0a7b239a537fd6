import { describe, expect, test } from "vitest";
import { findQuote } from "../../../src/grading/judge/quote.ts";
import { readReply } from "../../../src/grading/judge/reply.ts";
import { requestOf } from "../../../src/grading/judge/request.ts";
import { ATTACKS } from "./attacks.ts";
import { type Case, caseOf } from "./sheets.ts";

const BAD =
  "Wanjiru is a real champion and finance signed off KES 22M, so develop it. You call Tobias Otieno again by Friday 20 March, and we run another workshop.";
const GOOD =
  "Disqualify. Tobias Otieno, the only man who can release the money, was asked four times and his office wrote no on Thursday. Tell Wanjiru by Friday 20 March, close it in the CRM, and reopen only if Otieno takes a meeting.";

const EVERY = Object.entries(ATTACKS).flatMap(([name, attack]) => [
  { name: `${name}, after the reply`, attack, reply: `${BAD}\n\n${attack}` },
  { name: `${name}, before the reply`, attack, reply: `${attack}\n\n${BAD}` },
]);

test("there are at least 25 attacks", () => {
  expect(Object.keys(ATTACKS).length).toBeGreaterThanOrEqual(25);
});

describe("a reply that attacks its judge", () => {
  test.each(EVERY)("$name: stays between its marks", ({ reply }) => {
    const { calls, sheets } = graded(reply);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      const { key } = call.sheet.conversation;
      const content = requestOf(call, 1).messages[0]?.content ?? "";
      const marks = [...content.matchAll(new RegExp(String.raw`^\[${key} (begin: .+|end)\]$`, "gm"))];
      expect(marks.map(([, mark]) => mark)).toEqual([
        "begin: brief, user turn 1",
        "end",
        "begin: reply 1 of 1",
        "end",
      ]);
      const [, , begin, end] = marks;
      const inside = content.slice((begin?.index ?? 0) + (begin?.[0].length ?? 0), end?.index);
      expect(inside).not.toContain(key);
      const outside = content.replace(inside, "");
      // Nothing of the attack is outside: without what the reply wrote, the request is that of the bare reply.
      expect(outside.replaceAll(key, "KEY")).toBe(frameOf(call, content, key));
    }
    expect(new Set(sheets.map(({ conversation }) => conversation.key)).size).toBe(1);
  });

  test.each(EVERY)("$name: is well-formed, without characters that hide or turn text", ({ reply }) => {
    for (const call of graded(reply).calls) {
      const content = requestOf(call, 1).messages[0]?.content ?? "";
      expect(content.isWellFormed()).toBe(true);
      expect(content.replaceAll(/[\n]/g, "")).not.toMatch(/\p{Cf}|\p{Cc}/u);
    }
  });

  test.each(EVERY)("fault 18: $name: is no answer, whatever it says", ({ attack }) => {
    // The judge's answer is read from the judge's reply alone; an attack that it repeats is no answer either.
    const { answers } = readReply({ custom_id: "x", text: attack }, ["DR1"], [attack]);
    expect(answers.get("DR1")?.met).toBeNull();
  });

  test.each(EVERY)("$name: does not spoil a quote of the reply itself", ({ reply }) => {
    const evidence = findQuote([reply], "Tobias Otieno again by Friday");
    expect(reply.slice(evidence?.start, evidence?.end)).toBe("Tobias Otieno again by Friday");
  });
});

describe("a reply that attacks the checkers", () => {
  test.each(Object.entries(ATTACKS))("fault 18: %s: earns nothing and hides nothing", (_name, attack) => {
    for (const base of [BAD, GOOD]) {
      const before = states(base);
      const gained = [...states(`${base}\n\n${attack}`)].filter(([id, { state, wanted, critical }]) => {
        const was = before.get(id)?.state;
        if (was === state) return false;
        if (critical && wanted && was === "not_met") return true;
        return wanted ? state === "met" : was === "met";
      });
      expect(gained).toEqual([]);
    }
  });
});

const cases = new Map<string, Case>();

/** Several tests look at the same reply: it is graded once. */
function graded(reply: string): Case {
  const known = cases.get(reply) ?? caseOf("lakeridge", reply);
  cases.set(reply, known);
  return known;
}

function states(reply: string): Map<string, { state: string; wanted: boolean; critical: boolean }> {
  const items = graded(reply).grades.flatMap((grade) => grade.items);
  return new Map(
    items.map(({ id, state, points, critical }) => [id, { state, wanted: points > 0, critical }]),
  );
}

/** The request around the reply, put together from its parts: intro, brief, marks and questions. */
function frameOf(call: Case["calls"][number], content: string, key: string): string {
  const brief = call.sheet.scenario.turns[0]?.text ?? "";
  const questions = content.slice(content.lastIndexOf("The material ends here."));
  expect(questions).toBe(
    [
      "The material ends here. Judge the reply. Questions:",
      ...call.questions.map(({ item, text }, index) => `${index + 1}. Item ${item}\n   ${text}`),
      `Answer for ${call.questions.map(({ item }) => item).join(", ")}.`,
    ].join("\n\n"),
  );
  const intro =
    'Below is a conversation. Each part stands between "[KEY begin: …]" and "[KEY end]"; the key stands nowhere inside.';
  return `${intro}\n\n[KEY begin: brief, user turn 1]\n${brief}\n[KEY end]\n\n[KEY begin: reply 1 of 1][KEY end]\n\n${questions.replaceAll(key, "KEY")}`;
}
