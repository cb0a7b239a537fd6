import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CRITERIA } from "../../src/records/gate.ts";
import type { TrendPoint } from "../../src/records/trend.ts";
import { renderComparisonHtml } from "../../src/report/comparison/html/page.ts";
import { renderTrendHtml } from "../../src/report/trend/page.ts";
import { armOf, comparisonOf, scenarios } from "../summary/comparison/arms.ts";
import { launchBrowser, NO_BROWSER } from "../support/browser.ts";
import { fixture } from "./fixture.ts";
import { htmlOf, type Records } from "./inMemory.ts";

const browser = await launchBrowser();
if (!browser) process.stderr.write(`The pages' layout tests are left out: ${NO_BROWSER}\n`);

describe.skipIf(!browser)("wide tables", () => {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-layout-"));

  beforeAll(async () => {
    writeFileSync(join(folder, "run.html"), await htmlOf(withoutInterval()));
    writeFileSync(join(folder, "comparison.html"), comparison());
    writeFileSync(join(folder, "trend.html"), renderTrendHtml({ points: points(), notes: [] }));
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(["run", "comparison", "trend"])(
    "of the %s's page scroll in their own box at 400 px",
    async (name) => {
      const { page, outside } = await measured(name, 400);
      expect([page, outside]).toEqual([400, []]);
    },
  );

  test.each(["run", "comparison", "trend"])("of the %s's page are whole at 1280 px", async (name) => {
    const { page, outside, clipped } = await measured(name, 1280);
    expect([page, outside, clipped]).toEqual([1280, [], []]);
  });

  /** The page's width, tables that reach beyond it outside of a box that scrolls, and those that their box cuts off. */
  async function measured(name: string, width: number) {
    if (!browser) throw new Error(NO_BROWSER);
    const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    await page.locator("table").first().waitFor();
    const found = await page.evaluate(tablesOf);
    await page.close();
    return found;
  }
});

/** Runs in the page. */
function tablesOf() {
  const outside: string[] = [];
  const clipped: string[] = [];
  for (const table of document.querySelectorAll("main table")) {
    const box = table.closest(".scroll-x");
    const seen = `${table.className}: ${(table.textContent ?? "").trim().slice(0, 30)}`;
    if (box === null && table.getBoundingClientRect().right > innerWidth) outside.push(seen);
    if (box !== null && box.scrollWidth > box.clientWidth) clipped.push(seen);
  }
  return { page: document.documentElement.scrollWidth, outside, clipped };
}

/** The fixture, one of whose dimensions has no interval: why not was once written into its cell. */
function withoutInterval(): Records {
  const input = fixture();
  const reason = "all scenarios are of one family: an interval needs at least two";
  const models = input.summary.models.map((model) => ({
    ...model,
    dimensions: model.dimensions.map((dimension, index) =>
      index === 0 ? { ...dimension, score: { value: 0.5, reason } } : dimension,
    ),
  }));
  return { ...input, summary: { ...input.summary, models } };
}

function comparison(): string {
  const a = armOf(scenarios(30, () => [{}]));
  const b = armOf(
    scenarios(30, (index) => [{ right: index > 20 ? null : index > 4, directness: 0.4 }]),
    { persona: "e".repeat(64) },
  );
  const replies = { a: [], b: [] };
  return renderComparisonHtml({ comparison: comparisonOf(a, b), replies, persona: { kind: "same" } });
}

/** Runs with every dimension, remarks and a long model's name. */
function points(): TrendPoint[] {
  const score = { value: 0.83, low: 0.64, high: 0.94 };
  const point: TrendPoint = {
    runId: "20261126T110501Z-1.0.0-3f9c",
    model: "promptfoo:openrouter:anthropic/claude-sonnet-5",
    persona: { name: "director", version: "1.0.0+soft", sha256: "a".repeat(64) },
    replies: "simulated",
    finishedAt: "2026-11-26T12:00:00.000Z",
    gradersSha256: "b".repeat(64),
    judge: null,
    scores: Object.fromEntries(CRITERIA.map((name) => [name, score])),
    baselines: ["release-1.0"],
    commit: null,
    report: "20261126T110501Z-1.0.0-3f9c/report.html",
  };
  return [{ ...point, gradersSha256: "c".repeat(64), judge: "anthropic:claude-opus-5" }, point];
}
