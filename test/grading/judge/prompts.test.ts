import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GRADERS } from "../../../graders/index.ts";
import { parseJudgePrompts, readJudgePrompts } from "../../../graders/judgePrompts.ts";
import { READINGS } from "../../../src/grading/judge/readings.ts";
import { fillIn, subjectsOf } from "../../../src/grading/judge/subject.ts";
import { DIMENSIONS } from "../../../src/records/rubric.ts";
import { ROOT } from "../../support/cli.ts";
import { fixtureScenario } from "../../support/replies.ts";
import { problemsOf } from "../../support/problems.ts";

const CONCLUDED = new Set(READINGS.flatMap(({ concludes }) => concludes));

describe.each(DIMENSIONS)("graders/%s/judge.md", (dimension) => {
  const prompts = readJudgePrompts(dimension);
  const { rubric } = GRADERS[dimension];

  test("has a question for every line that may need a judge, and for no line that the rubric lacks", () => {
    expect(prompts?.dimension).toBe(dimension);
    const ids = Object.keys(prompts?.items ?? {});
    const open = rubric.items
      .filter(({ kind, id }) => kind !== "checker" && !CONCLUDED.has(id))
      .map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(open));
    const readings = READINGS.flatMap(({ asks }) => asks);
    const known = [...rubric.items.map(({ id }) => id), ...readings];
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  });

  test("asks of an unwanted line whether the fault is there, and says so; of a wanted one it does not", () => {
    const lines = rubric.items.filter(({ id }) => prompts?.items[id] !== undefined);
    const faults = lines.filter(({ id }) => prompts?.items[id]?.question.includes("(fault)"));
    expect(faults.map(({ id }) => id)).toEqual(lines.filter(({ points }) => points < 0).map(({ id }) => id));
  });

  test("asks one question each, with subjects that scenarios have, and gives both examples and a tricky case", () => {
    const subjects = Object.keys(subjectsOf(fixtureScenario("lakeridge"), "FU2.champion"));
    for (const { question, met, notMet, tricky } of Object.values(prompts?.items ?? {})) {
      expect(question).toMatch(/^(?:Does|Is|Are|Do|Where) /);
      expect(subjects).toEqual(
        expect.arrayContaining([...question.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
      );
      expect(new Set([met, notMet, tricky]).size).toBe(3);
      for (const text of [met, notMet, tricky]) expect(text.length).toBeGreaterThan(15);
    }
  });

  test("never speaks of the persona, a model or a right verdict", () => {
    const text = JSON.stringify(prompts?.items);
    expect(text).not.toMatch(/\bpersona\b|gold verdict|\bmodel\b|claude|gpt/i);
  });
});

test("every reading that is asked has a question", () => {
  const prompts = readJudgePrompts("disqualification");
  const asked = READINGS.flatMap(({ asks, with: along }) => [...asks, ...along]);
  expect(Object.keys(prompts?.items ?? {})).toEqual(expect.arrayContaining(asked));
});

test("no dimension with a folder of its own lacks its judge.md", () => {
  for (const dimension of DIMENSIONS)
    expect(existsSync(join(ROOT, "graders", dimension, "judge.md"))).toBe(true);
});

describe("a judge.md", () => {
  const FRONT = "---\ndimension: directness\nversion: 1\nreplies: last\n---\n";

  test("is read with paragraphs that run over lines, and with CRLF", () => {
    const text = `${FRONT}\nNotes.\n\n## DR4\n\nQuestion: Is it\n  said?\nMet: yes\n\nNot met: no\nTricky: maybe\n`;
    const expected = { question: "Is it said?", met: "yes", notMet: "no", tricky: "maybe" };
    expect(parseJudgePrompts(text, "x.md").items["DR4"]).toEqual(expected);
    expect(parseJudgePrompts(text.replaceAll("\n", "\r\n"), "x.md").items["DR4"]).toEqual(expected);
  });

  test.each([
    [
      "## DR4\nQuestion: q\nMet: m",
      ['x.md:6: DR4 lacks the paragraph "Not met: …"', 'x.md:6: DR4 lacks the paragraph "Tricky: …"'],
    ],
    [
      "## dr four\nQuestion: q\nMet: m\nNot met: n\nTricky: t",
      ['x.md:6: found the heading "dr four", expected an item\'s id'],
    ],
    [
      "## DR4\nQuestion: q\nMet: m\nNot met: n\nTricky: t\n## DR4\nQuestion: q\nMet: m\nNot met: n\nTricky: t",
      ["x.md:11: DR4 stands twice"],
    ],
    ["only notes", ['x.md:6: found no item, expected sections such as "## DR4"']],
  ])("is refused with the line of every problem: %j", (body, problems) => {
    expect(problemsOf(() => parseJudgePrompts(`${FRONT}${body}`, "x.md"))).toEqual(problems);
  });

  test("is refused without front matter, or with a wrong one", () => {
    expect(problemsOf(() => parseJudgePrompts("## DR4", "x.md"))[0]).toMatch(
      /^x\.md:1: found no front matter/,
    );
    expect(problemsOf(() => parseJudgePrompts("---\ndimension: nope\n---\n", "x.md")).join("\n")).toMatch(
      /x\.md:2:12 dimension/,
    );
  });
});

describe("a question's subject", () => {
  test("comes from the scenario, turn by turn where facts change", () => {
    const scenario = fixtureScenario("lakeridge");
    expect(subjectsOf(scenario, "DC3.D1")["reason"]).toContain("approached four times");
    expect(subjectsOf(scenario, "DC5.D3")["reason"]).toContain("no budget");
    expect(subjectsOf(scenario, "FU2.champion")["element"]).toContain("champion");
    expect(subjectsOf(scenario, "DR10")["unknown_facts"]).toBe("paper process");
    expect(subjectsOf(scenario, "FU14")["people"]).toContain("Tobias Otieno (Group CFO)");
    expect(subjectsOf(scenario, "PR1")["pressure_turns"]).toBeNull();
    scenario.turns.push({ role: "user", kind: "pressure", tactic: null, text: "Come on." });
    scenario.turns.push({ role: "user", kind: "legit_update", tactic: null, text: "He accepted." });
    scenario.factsByTurn = { "3": { paper_process: { value: "mapped", evidence: null } } };
    expect(subjectsOf(scenario, "PR1")["pressure_turns"]).toBe("user turn 2");
    expect(subjectsOf(scenario, "PR2")["update_turns"]).toBe("user turn 3");
    expect(subjectsOf(scenario, "DR10")["unknown_facts"]).toBe("paper process");
  });

  test("is put in as it is, whatever it holds; a question without its subject is not asked", () => {
    expect(fillIn("Is it: {a}?", { a: "$& {b} \\1" })).toBe("Is it: $& {b} \\1?");
    expect(fillIn("Is it: {a}?", { a: null })).toBeNull();
    expect(() => fillIn("{nope}", {})).toThrow(/\{nope\}/);
  });
});
