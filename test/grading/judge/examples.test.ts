import { describe, expect, test } from "vitest";
import { type ItemPrompt, readJudgePrompts } from "../../../graders/judgePrompts.ts";
import { extractVerdict } from "../../../graders/verdict/extract.ts";
import { DIMENSIONS } from "../../../src/records/rubric.ts";
import { caseOf } from "./sheets.ts";

/** Items that are graded once for each subject: the subject that their examples speak of. */
const SUBJECTS: Record<string, string> = { FU2: "FU2.champion", DC3: "DC3.M2", DC5: "DC5.D3" };

interface Example {
  id: string;
  shows: "met" | "not_met";
  /** The reply of the example: what it has in quotation marks; null where it only describes one. */
  reply: string | null;
}

const EXAMPLES = DIMENSIONS.flatMap((dimension) =>
  Object.entries(readJudgePrompts(dimension)?.items ?? {}).flatMap(([id, prompt]) => examplesOf(id, prompt)),
);

/** The state that code gives the example's item on the deal of test/fixtures/graders/examples.json. */
function stateByCode({ id, reply }: Example): string | undefined {
  const subject = SUBJECTS[id] ?? id;
  const { grades } = caseOf("examples", reply ?? "");
  return grades.flatMap(({ items }) => items).find((item) => item.id === subject)?.state;
}

describe("the examples that a judge is shown", () => {
  const graded = EXAMPLES.filter(({ id, reply }) => reply !== null && !id.includes(".")).map((example) => ({
    ...example,
    state: stateByCode(example),
  }));

  test("are graded by code as the judge is told, or left to a judge", () => {
    const opposite = { met: "not_met", not_met: "met" };
    expect(graded.filter(({ shows, state }) => state === opposite[shows])).toEqual([]);
  });

  test("are settled by code often enough for that to mean something", () => {
    expect(graded.filter(({ shows, state }) => state === shows).length).toBeGreaterThanOrEqual(20);
  });

  test("of a stance are read as that stance, or not read", () => {
    const stances = EXAMPLES.filter(({ id }) => id.startsWith("STANCE."));
    expect(stances).toHaveLength(6);
    for (const { id, shows, reply } of stances) {
      const { verdict } = extractVerdict(reply ?? "", { dealNames: ["Torvane"], people: [], userText: "" });
      const said = `STANCE.${verdict}`;
      expect([id, shows, shows === "met" ? said === id : said !== id]).toEqual([id, shows, true]);
    }
  });
});

function examplesOf(id: string, { met, notMet }: ItemPrompt): Example[] {
  return [
    { id, shows: "met", reply: quotedIn(met) },
    { id, shows: "not_met", reply: quotedIn(notMet) },
  ];
}

/** The longest quotation: shorter ones stand for what the example is about. */
function quotedIn(text: string): string | null {
  const quoted = [...text.matchAll(/"([^"]+)"/g)].map(([, quote = ""]) => quote);
  return quoted.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
