import { expect, test } from "vitest";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { hostileFixture } from "./fixtureHostile.ts";
import { fixture, largeFixture } from "./fixture.ts";

test("begins with the decision, then scores, critical failures and broken pairs", () => {
  const input = fixture();
  const [model] = input.summary.models;
  if (!model) throw new Error("the fixture is empty");
  const text = renderMarkdown({ ...input, summary: { ...input.summary, models: [model] } });
  expect(text.split("\n")[0]).toBe(`## ${model.headline}`);
  const order = [
    "no model was called",
    "| Verdict on the deal | 0.75 (0.57–0.88)",
    "2 critical failures",
    "1 of 1 contrast pair broken",
  ];
  const places = order.map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(text).toContain("| Groundedness | none: no item could be graded | 0.00–1.00 | 0 of 6 | 6 | 0 |");
  expect(text).toContain("Cost unknown");
});

test("lists the headline of each of several models", () => {
  const text = renderMarkdown(fixture());
  expect(text).toMatch(
    /^## Headlines\n- \*\*recorded:llm\*\*: 3 of 5 .*\n- \*\*recorded:llm-soft\*\*: 2 of 5 /,
  );
});

test("puts several models side by side; what is unknown is unknown, and too few families rank nobody", () => {
  const text = renderMarkdown(fixture());
  expect(text).toContain("| | recorded:llm | recorded:llm-soft |");
  expect(text).toContain("| Cost per verdict | unknown | unknown |");
  expect(text).toContain("| Latency p50 / p95 | unknown | unknown |");
  expect(text).toMatch(/Nobody is ranked: \d families .* ranking needs 10\./);
});

test("stays under 60 kB however many failures there are", () => {
  const input = largeFixture(10_000);
  const [model] = input.summary.models;
  if (!model) throw new Error("the fixture is empty");
  expect(model.criticalFailures.length).toBeGreaterThan(1000);
  const text = renderMarkdown(input);
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
  expect(text).toContain(`and ${model.criticalFailures.length - 60} more in report.html`);
  const models = Array.from({ length: 300 }, (_, index) => ({
    ...model,
    model: `${"ж".repeat(90)}${index}`,
  }));
  const cut = renderMarkdown({ ...input, summary: { ...input.summary, models } });
  expect(Buffer.byteLength(cut)).toBeLessThan(60_000);
  expect(cut).toContain("Cut here for length");
  expect(cut).not.toContain("\uFFFD");
});

test("makes hostile text inert: no tag, link, mention or table cell comes from it", () => {
  const text = renderMarkdown(hostileFixture());
  expect(text.replaceAll(/<\/?sub>/g, "")).not.toMatch(/<\/?[a-z!]/i);
  expect(text).not.toMatch(/(?<!\\)\[link/);
  expect(text).not.toContain("@everyone");
  expect(text).not.toMatch(/[\p{Bidi_Control}]|[^\P{Cc}\n]/u);
});
