import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { responseId } from "../../src/files/responseId.ts";
import { readLabels } from "../../src/grading/readLabels.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { launchBrowser, NO_BROWSER } from "../support/browser.ts";
import { calibrated } from "./calibrated.ts";
import { fixture } from "./fixture.ts";
import { htmlOf, junitOf } from "./inMemory.ts";

const browser = await launchBrowser();
if (!browser) process.stderr.write(`The report's browser tests are left out: ${NO_BROWSER}\n`);
const folder = mkdtempSync(join(tmpdir(), "dealbench-report-"));
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("weak and unproven items are marked wherever a failure of theirs is named", async () => {
  const input = calibrated();
  expect(renderMarkdown(input)).toMatch(/\| DC1 Wrong verdict \(unproven\) \|/);
  expect(renderTerminal(input.summary)).toContain("Wrong verdict (DC1, unproven) ×");
  expect(junitOf(input)).toContain("(unproven): ");
  expect(renderTerminal(fixture().summary)).not.toContain("(unproven)");
});

test.skipIf(!browser)("a reader's disagreements are saved as labels that calibrate reads", async () => {
  if (!browser) throw new Error(NO_BROWSER);
  const input = calibrated();
  const file = join(folder, "report.html");
  writeFileSync(file, await htmlOf(input));
  const page = await browser.newPage({ acceptDownloads: true });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${pathToFileURL(file).href}#s=hc-newlogo-cp01a&m=recorded%3Allm&r=1`);
  const line = (id: string) => page.locator(".item", { hasText: `${id} ·` });
  expect(await line("DR1").locator(".tag").textContent()).toBe("weak");
  expect(await line("DR1").locator(".tag").getAttribute("title")).toBe("why DR1 is weak");
  expect(await line("DR3").locator(".tag").count()).toBe(0);
  const score = page.locator(".items h3", { hasText: "Directness" }).locator(".tag");
  expect(await score.textContent()).toBe("weak");
  expect(await score.getAttribute("title")).toMatch(
    /% of the points behind it rest on weak items \(DR1, DR8\)/,
  );
  const mean = page.locator("table.scores tr", { hasText: "Directness" }).locator("td .tag");
  expect(await mean.textContent()).toBe("weak");
  expect(await page.locator("section", { has: page.locator("table.scores") }).textContent()).toContain(
    "A score is marked where more than half of the points behind it rest on such items.",
  );
  expect(await line("DC6").getByText("I disagree").count()).toBe(0);

  await line("DR1").getByText("I disagree").click();
  await line("DR3").getByText("I disagree").click();
  await line("AP2").getByText("I disagree").click();
  await line("AP2").getByText("I disagree").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("dialog").getByText("Save 2 disagreements").click(),
  ]);
  const saved = join(folder, download.suggestedFilename());
  await download.saveAs(saved);
  await page.close();
  expect(complaints).toEqual([]);
  expect(saved).toMatch(/disagreements\.jsonl$/);
  expect(readFileSync(saved, "utf8").endsWith("\n")).toBe(true);

  const graded = input.grades
    .filter(({ scenario, model }) => scenario === "hc-newlogo-cp01a" && model === "recorded:llm")
    .flatMap(({ items }) => items);
  const opposite = (id: string) =>
    graded.find((item) => item.id === id)?.state === "met" ? "not_met" : "met";
  const { items } = readLabels([saved], {
    scenarios: new Map(input.scenarios.map(({ id }) => [id, { wanted: true }])),
    replies: new Map(input.transcripts.map((transcript) => [responseId(transcript), transcript.scenario])),
    lines: new Set(["DR1", "DR3"]),
    others: "refuse",
    source: "--run",
  });
  expect(items).toEqual(
    ["DR1", "DR3"].map((item) =>
      expect.objectContaining({
        item,
        state: opposite(item),
        annotator: "reader",
        sample: "disagreement",
      }),
    ),
  );
});
