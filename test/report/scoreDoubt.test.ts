import { expect, test } from "vitest";
import type { Grade } from "../../src/records/grade.ts";
import type { ModelSummary } from "../../src/records/summary.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { leaderboardLines } from "../../src/report/leaderboard.ts";
import { dimensionDoubt, gradeDoubt } from "../../src/report/scoreDoubt.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { calibrated } from "./calibrated.ts";
import { fixture } from "./fixture.ts";

const SOUND = { DR1: "sound", DR3: "sound", FU1: "sound", FU4: "sound", AP2: "sound", AP3: "sound" } as const;
const MEANS = "A score is marked where more than half of the points behind it rest on such items.";

test("a score that rests mainly on a weak item carries the mark, and says on which", () => {
  const { summary } = calibrated({ ...SOUND, DR1: "weak", DR8: "weak" });
  const text = renderTerminal({ ...summary, models: summary.models.slice(0, 1) });
  expect(text).toMatch(/^ {2}Directness +1\.00 \(0\.82–1\.00\) \(weak\) +6 of 6 scored$/m);
  expect(text).toMatch(/^ {2}Directness: \d+% of the points behind it rest on weak items \(DR1, DR8\)\.$/m);
  expect(text).toMatch(/^ {2}Framework use +1\.00 \(0\.82–1\.00\) +6 of 6 scored$/m);
  expect(text).toContain(MEANS);
  const markdown = renderMarkdown(calibrated({ ...SOUND, DR1: "weak", DR8: "weak" }));
  expect(markdown).toMatch(/^\| Directness \| 1\.00 \([^|]*\) \(weak\) \|/m);
  expect(markdown).toMatch(/^- Directness: \d+% of the points behind it rest on weak items \(DR1, DR8\)\.$/m);
  expect(markdown).toMatch(/^\| Framework use \| [\d.]+ \([^|()]*\) \|/m);
  expect(markdown).toContain(MEANS);
  const shown = leaderboardLines(summary, summary.models).find(({ name }) => name === "Directness");
  expect(shown?.cells[0]?.note).toMatch(/^weak/);
});

test("what is unproven marks as well, and is named apart; where there is no score there is no mark", () => {
  const { summary } = calibrated({ DR1: "sound", DR3: "sound" });
  const text = renderTerminal({ ...summary, models: summary.models.slice(0, 1) });
  expect(text).toMatch(/^ {2}Framework use +1\.00 \(0\.82–1\.00\) \(unproven\) /m);
  expect(text).toMatch(/^ {2}Framework use: 100% of the points behind it rest on unproven items \(FU1/m);
  expect(text).toMatch(/^ {2}Groundedness +none: no item could be graded +0 of 6 scored$/m);
});

test("of several models the terminal says once what the marks mean, and leaves what each rests on to the report", () => {
  const text = renderTerminal(calibrated({ ...SOUND, DR1: "weak", DR8: "weak" }).summary);
  expect(text.split(MEANS)).toHaveLength(2);
  expect(text).not.toContain("rest on weak items");
});

test("nothing is marked where the graders were never calibrated", () => {
  const { summary } = fixture();
  expect(renderTerminal(summary)).not.toMatch(/\((?:weak|unproven)\)|such items/);
});

test("half of the points on weak items is no mark; more is; lines that were graded nowhere weigh nothing", () => {
  const items = [line("DR1", 3, 10, "weak"), line("DR3", 3, 10, "sound"), line("DR8", -5, 0, "weak")];
  expect(dimensionDoubt(items, "directness")).toBeNull();
  const more = [line("DR1", 3, 11, "weak"), line("DR3", 3, 10, "sound")];
  expect(dimensionDoubt(more, "directness")).toEqual({
    state: "weak",
    why: "52% of the points behind it rest on weak items (DR1).",
  });
  const both = [line("DR1", 1, 10, "weak"), line("DR3", 2, 10, "sound"), line("DR8", -2, 10, "unproven")];
  expect(dimensionDoubt(both, "directness")).toEqual({
    state: "unproven",
    why: "20% of the points behind it rest on weak items (DR1), 40% on unproven items (DR8).",
  });
});

test("one reply's score is looked at by who graded its items", () => {
  const items = [line("DR1", 3, 10, "sound", "weak")];
  expect(gradeDoubt(items, grade("checker", 1))).toBeNull();
  expect(gradeDoubt(items, grade("judge", 1))?.state).toBe("weak");
  expect(gradeDoubt(items, grade("judge", null))).toBeNull();
});

function grade(by: "checker" | "judge", score: number | null): Grade {
  return {
    scenario: "s",
    model: "m",
    repeat: 1,
    dimension: "directness",
    score,
    rawScore: score,
    criticalFail: false,
    details: {},
    items: [{ id: "DR1", state: "met", points: 3, critical: false, by, evidence: [], reason: "" }],
  };
}

type State = "sound" | "weak" | "unproven";

function line(
  id: string,
  points: number,
  graded: number,
  checker: State,
  judge: State = "unproven",
): ModelSummary["items"][number] {
  return {
    dimension: "directness",
    id,
    title: id,
    points,
    critical: false,
    states: { met: graded, not_met: 0, "n/a": 0, ungraded: 0 },
    reliability: { checker: { state: checker, why: "" }, judge: { state: judge, why: "" } },
  };
}
