import { expect, test } from "vitest";
import { renderTerminal } from "../../src/report/terminal.ts";
import { hostileFixture } from "./fixtureHostile.ts";
import { fixture } from "./fixture.ts";

test("shows headline, scores, verdicts and critical failures", () => {
  const { summary } = fixture();
  const models = summary.models.slice(0, 1);
  expect(renderTerminal({ ...summary, models })).toMatchInlineSnapshot(`
    "3 of 5 verdicts are right; the director keeps working deals that the policy disqualifies.
    recorded:llm

      Verdict on the deal  0.75 (0.57–0.88)               6 of 6 scored  2 critical
      Framework use        1.00 (0.82–1.00)               6 of 6 scored
      Directness           1.00 (0.82–1.00)               6 of 6 scored
      Groundedness         none: no item could be graded  0 of 6 scored
      Action plan          1.00 (0.82–1.00)               6 of 6 scored

    Verdicts right 0.60 (0.42–0.73) of 5 read; 5 expected, 0 left to a judge.
    Contrast pairs held: 0 of 1 (0%); 0 could not be read.
    2 critical failures: Wrong verdict (DC1) ×2.
    Cost per verdict read: unknown (list unknown, paid by this run unknown).
    18 items are ungraded and in no score.
    "
  `);
});

test("begins with several models a line each", () => {
  const [head = "", first = "", second = ""] = renderTerminal(fixture().summary).split("\n");
  expect(head.trim()).toMatch(/^Rank +Verdict right .* Composite .* Cost per verdict +Latency p50 \/ p95$/);
  expect([first, second].map((line) => line.trim().split(/ +/)[0])).toEqual([
    "recorded:llm",
    "recorded:llm-soft",
  ]);
});

test("says once why figures have no interval, whatever their number", () => {
  const { summary } = fixture();
  const reason = "all scenarios are of one family";
  const alone = { value: 0.5, reason };
  const models = summary.models.map((model) => ({
    ...model,
    dimensions: model.dimensions.map((dimension) => ({ ...dimension, score: alone })),
  }));
  const text = renderTerminal({ ...summary, models });
  expect(text).toContain("Directness           0.50  ");
  expect(text.split(reason)).toHaveLength(2);
  expect(text).toContain(`No interval where none is shown: ${reason}.`);
});

test("tells pairs that are not complete from those that could not be read", () => {
  const { summary } = fixture();
  const [pair] = summary.models[0]?.pairs ?? [];
  if (!pair) throw new Error("the fixture has no pair");
  const open = { ...pair, consistent: null };
  const pairs = [pair, { ...open, complete: false }, { ...open, complete: false }, open];
  const models = summary.models.map((model) => ({ ...model, pairs }));
  expect(renderTerminal({ ...summary, models })).toContain(
    "Contrast pairs held: 0 of 1 (0%); 1 could not be read, 2 not complete (no reply of one of the two).",
  );
});

test("colours only when asked to", () => {
  const { summary } = fixture();
  expect(renderTerminal(summary)).not.toContain("\u001B");
  expect(renderTerminal(summary, { colour: true })).toContain("\u001B[31m2 critical failures");
});

test("lets no control character of a model's name or headline reach the terminal", () => {
  expect(renderTerminal(hostileFixture().summary)).not.toMatch(/[\p{Bidi_Control}]|[^\P{Cc}\n]/u);
});
