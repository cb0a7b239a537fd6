import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser, NO_BROWSER } from "../support/browser.ts";
import { fixture, largeFixture } from "./fixture.ts";
import { hostileFixture } from "./fixtureHostile.ts";
import { faintTexts } from "./contrast.ts";
import { htmlOf, junitOf, type Records } from "./inMemory.ts";

const browser = await launchBrowser();
if (!browser) process.stderr.write(`The report's browser tests are left out: ${NO_BROWSER}\n`);

const REPLY = "#s=hc-newlogo-cp01a&m=recorded%3Allm&r=1";

describe.skipIf(!browser)("report.html in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "dealbench-report-"));
  const files: Record<string, string> = {};
  let page: Page;
  let complaints: string[] = [];
  let requests: string[] = [];

  beforeAll(async () => {
    if (!browser) throw new Error(NO_BROWSER);
    page = await browser.newPage({ reducedMotion: "reduce" });
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => requests.push(request.url()));
    const inputs = {
      plain: fixture(),
      hostile: hostileFixture(),
      large: largeFixture(10_000),
      accepted: accepting(),
      failed: failing(),
    };
    for (const [name, input] of Object.entries(inputs)) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, await htmlOf(input));
      files[name] = pathToFileURL(file).href;
    }
  });

  afterEach(() => {
    const fetched = requests.filter((url) => !url.startsWith("file:"));
    if (complaints.length > 0 || fetched.length > 0) {
      throw new Error(`the page complained or fetched: ${[...complaints, ...fetched].join("; ")}`);
    }
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openReport(
    name: string,
    hash = "",
    options: { dark?: boolean; width?: number } = {},
  ): Promise<void> {
    await page.setViewportSize({ width: options.width ?? 1280, height: 900 });
    await page.emulateMedia({ colorScheme: options.dark ? "dark" : "light" });
    await page.goto("about:blank");
    complaints = [];
    requests = [];
    await page.goto(`${files[name]}${hash}`);
    await page.locator("h1").waitFor({ state: "attached" });
  }

  const titles = () => page.locator(".reply-row .row-title a").allTextContents();
  const status = () => page.getByRole("status").textContent();

  test("says the outcome first, and that no model was called", async () => {
    await openReport("plain");
    const input = fixture();
    expect(await page.locator("h1").textContent()).toBe(input.summary.models[0]?.headline);
    expect(await page.locator("header").textContent()).toContain("no model was called in this run");
    expect(await page.locator("header").textContent()).toContain("enterprise-sales-director 1.0.0");
    expect(await page.locator("#scores-title ~ .lead").textContent()).toContain(
      "18 items are ungraded and in no score.",
    );
    const sections = await page.locator("main h2").allTextContents();
    expect(sections).toEqual([
      "Models side by side",
      "Scores",
      "Verdicts",
      "Contrast pairs",
      "Critical failures",
      "What it took",
      "By kind of deal",
      "Every reply",
      "Provenance",
    ]);
  });

  test("shows a score with its interval and what was dropped", async () => {
    await openReport("plain");
    const row = page.locator(".scores tbody tr", { hasText: "Groundedness" });
    expect(await row.locator("td").allTextContents()).toEqual([
      "none: no item could be graded",
      "",
      "0 of 6",
      "0.00–1.00",
      "0",
      "6",
      "0",
    ]);
    const verdict = page.locator(".scores tbody tr", { hasText: "Verdict on the deal" });
    expect(await verdict.locator("td").first().textContent()).toMatch(/^0\.\d\d \(0\.\d\d–0\.\d\d\)$/);
  });

  test("turns to another model", async () => {
    await openReport("plain");
    await page.getByRole("button", { name: "recorded:llm-soft" }).click();
    expect(await page.locator("h1").textContent()).toBe(fixture().summary.models[1]?.headline);
  });

  test("narrows the table by text, verdict, score and critical failure, and back", async () => {
    await openReport("plain");
    expect(await status()).toBe("All 12 replies");
    await page.getByRole("searchbox").fill("lakeridge written");
    expect(await titles()).toEqual([
      "Lakeridge Hospitals: CFO written to once",
      "Lakeridge Hospitals: CFO written to once",
    ]);
    await page.getByRole("combobox", { name: "Verdict", exact: true }).selectOption("wrong");
    expect(await status()).toContain("1 reply of 12 replies");
    await page.getByRole("button", { name: "Clear the filter" }).click();
    await page.getByLabel("critical failures only").check();
    expect(await status()).toContain("5 replies of 12 replies");
    await page.getByLabel("critical failures only").uncheck();
    await page.getByLabel("Whose score").selectOption("directness");
    await page.getByLabel("Score at most").fill("0.5");
    await page.getByLabel("Score at most").press("Enter");
    const shown = await page.locator(".reply-row").count();
    expect(shown).toBe(
      fixture().grades.filter(
        ({ dimension, score }) => dimension === "directness" && score !== null && score <= 0.5,
      ).length,
    );
    expect(shown).toBeGreaterThan(0);
  });

  test("sorts by a column in both directions", async () => {
    await openReport("plain");
    const heading = page.getByRole("columnheader", { name: "Scenario", exact: true });
    await heading.getByRole("button").click();
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    const ascending = await titles();
    expect(ascending).toEqual(ascending.toSorted((a, b) => a.localeCompare(b, "en-GB")));
    await heading.getByRole("button").press("Enter");
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    expect((await titles())[0]).toBe(ascending.at(-1));
  });

  test("filters the table by a cell of the confusion matrix and by a kind of error", async () => {
    await openReport("plain");
    await page.getByRole("button", { name: "Policy says Disqualify, reply says Develop: 1 reply" }).click();
    expect(await status()).toContain("1 reply of 12 replies · Policy says Disqualify, reply says Develop");
    expect(await titles()).toEqual(["Lakeridge Hospitals: CFO's office says no"]);
    await page.getByRole("button", { name: "Over-reach: 1 reply" }).click();
    expect(await titles()).toEqual(["Lakeridge Hospitals: CFO written to once"]);
  });

  test("a cell off the diagonal says how many of its replies are accepted", async () => {
    await openReport("accepted");
    const cell = page.getByRole("button", { name: "Policy says Develop, reply says Pursue" });
    expect(await cell.getAttribute("aria-label")).toMatch(/: 1 reply, accepted$/);
    expect(await cell.textContent()).toBe("1accepted");
    const row = page.locator(".reply-row", { hasText: "CFO written to once" }).first();
    expect(await row.locator("td", { hasText: "Pursue" }).textContent()).toContain("also accepted");
  });

  test("finds replies by the people in their deal, and says where it looks", async () => {
    await openReport("plain");
    await page.getByRole("searchbox").fill("otieno");
    expect(new Set((await titles()).map((title) => title.split(":")[0]))).toEqual(
      new Set(["Lakeridge Hospitals"]),
    );
    await page.getByRole("searchbox").fill("no such words");
    expect(await page.locator(".scroller .empty").textContent()).toContain("not at the texts");
  });

  test("opens a reply with its evidence lit, and Esc closes it", async () => {
    await openReport("plain");
    await page.locator(".reply-row a", { hasText: "CFO's office says no" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Lakeridge Hospitals: CFO's office says no" });
    await dialog.locator(".items").waitFor();
    expect(page.url()).toContain("#s=hc-newlogo-cp01a&m=recorded%3Allm&r=1");
    expect(await dialog.locator(".verdict").allTextContents()).toEqual(["Disqualify", "Develop ✗"]);
    expect(await dialog.locator(".reason-red").textContent()).toContain("D1 Otieno, the only person");
    const item = dialog.locator(".item", { hasText: "Wrong verdict" });
    await item.getByRole("button", { name: /^counts against it: .*Wrong verdict/ }).click();
    const lit = await dialog.locator("mark.lit").allTextContents();
    const grade = fixture().grades.find(
      ({ scenario, model, dimension }) =>
        `${scenario} ${model} ${dimension}` === "hc-newlogo-cp01a recorded:llm disqualification",
    );
    expect(lit.join("")).toBe(grade?.items[0]?.evidence[0]?.quote);
    expect(lit.join("")).not.toBe("");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.waitForURL((url) => !url.hash.includes("s="));
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
      "Lakeridge Hospitals: CFO's office says no",
    );
  });

  test("Back leaves an opened reply, and steps between replies are not on the way", async () => {
    await openReport("plain");
    await page.locator(".reply-row a").first().click();
    await page.locator(".items").waitFor();
    const first = await page.locator("#drill-title").textContent();
    await page.getByRole("button", { name: "Next" }).click();
    await page.locator("#drill-title", { hasNotText: first ?? "" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.locator("#drill-title", { hasText: first ?? "" }).waitFor();
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForURL((url) => !url.hash.includes("s="));
    await page.goForward();
    expect(await page.locator("#drill-title").textContent()).toBe(first);
  });

  test("opens a reply from its address, with every fact and its evidence", async () => {
    await openReport("plain", REPLY);
    await page.locator(".items").waitFor();
    const budget = page.locator(".facts tr", { hasText: "budget" }).first();
    expect(await budget.textContent()).toContain(
      "allocated“she got the money reserved in the FY26 capital plan”",
    );
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("says what a failed call died of", async () => {
    await openReport("failed", REPLY);
    const said = page.getByRole("region", { name: "The call" });
    expect(await said.textContent()).toContain("Nothing whole: the call failed.");
    expect(await said.textContent()).toContain("getaddrinfo ENOTFOUND");
  });

  test("says so when an address names no reply", async () => {
    await openReport("plain", "#s=no-such&m=x&r=1");
    expect(await page.getByRole("dialog").textContent()).toContain(
      "holds no reply to that scenario by that model",
    );
  });

  test("shows each turn of a conversation, and an attachment as untrusted", async () => {
    await openReport("plain", "#s=mf-consumption-pressure-tervola&m=recorded%3Allm-soft&r=1");
    await page.locator(".items").waitFor();
    expect(await page.locator(".reply").count()).toBe(4);
    expect(await page.locator(".conversation h3").last().textContent()).toContain(
      "policy: Disqualify · read as: Develop",
    );
    await page.goto(`${files["plain"]}#s=ps-displacement-e19-clearance&m=recorded%3Allm&r=1`);
    await page.locator(".attachment").waitFor();
    expect(await page.locator(".attachment").textContent()).toContain("untrusted text");
    expect(await page.locator(".attachment pre").textContent()).toContain("MR-04");
  });

  test("holds a reply to the verdict that is right after the facts changed", async () => {
    await openReport("plain", "#s=fs-displacement-update-atlasmerran&m=recorded%3Allm&r=1");
    await page.locator(".items").waitFor();
    expect(await page.locator(".call .verdict").allTextContents()).toEqual(["Pursue", "Pursue ✓"]);
    const call = await page.locator(".call").textContent();
    expect(call).toContain("changed on the way");
    expect(call).not.toContain("also accepted");
    expect(await page.locator(".facts tr", { hasText: "from turn 3" }).count()).toBeGreaterThan(0);
  });

  test("fault 38: renders hostile text as text", async () => {
    await openReport("hostile");
    const { scenarios, run, transcripts } = hostileFixture();
    const [transcript] = transcripts;
    expect(await page.title()).toBe(`dealbench report ${run.id}`);
    const link = page.locator(".reply-row a").first();
    expect(await link.textContent()).toContain("<script>document.title = 'owned'</script>");
    await link.click();
    await page.locator(".items").waitFor();
    const shown = await page.locator(".reply").first().textContent();
    expect(shown?.length).toBeGreaterThan(1_000_000);
    expect(shown).toContain("</script><script>document.title = 'owned'</script>");
    expect(await page.locator("main [onerror], dialog img, dialog iframe, dialog a").count()).toBe(0);
    expect(await page.locator("a:not([href^='#'])").count()).toBe(0);
    expect(await page.locator(".hidden-character[data-code='U+202E']").count()).toBeGreaterThan(0);
    expect(transcript?.turns[0]?.assistant).toContain("\u202E");
    expect(await page.locator("#drill-title").textContent()).toContain(scenarios[0]?.title.slice(0, 20));
    expect(await page.evaluate(() => [document.title, "owned" in globalThis])).toEqual([
      `dealbench report ${run.id}`,
      false,
    ]);
  });

  test("fault 38: lets no script run but its own", async () => {
    await openReport("plain");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.owned = true";
      document.body.append(script);
      return "owned" in globalThis;
    });
    expect(ran).toBe(false);
    expect(complaints.splice(0).join()).toContain("Content Security Policy");
  });

  test("fault 30: of ten thousand replies it draws those in sight and holds the worst whole", async () => {
    await openReport("large");
    expect(await status()).toBe("All 10,000 replies");
    expect(await page.locator(".replies").getAttribute("aria-rowcount")).toBe("10001");
    expect(await page.locator(".reply-row").count()).toBeLessThan(120);
    await page.locator(".scroller").evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.locator(".reply-row[aria-rowindex='10001']").waitFor();
    await page.getByRole("searchbox").fill("(999)");
    expect(await page.locator(".reply-row").count()).toBe(10);
    await page.locator(".reply-row a").last().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("holds the texts of 1,000 of 10,000 replies").waitFor();
    expect(await dialog.textContent()).toContain("transcripts.jsonl");
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").fill("");
    await page.getByLabel("critical failures only").check();
    await page.locator(".reply-row a").first().click();
    await page.locator(".items").waitFor();
  });

  test.each([
    { dark: false, width: 1280 },
    { dark: true, width: 1280 },
    { dark: true, width: 390 },
  ])("has readable text and fits its width (dark: $dark, $width px)", async (options) => {
    await openReport("plain", "", options);
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      options.width,
    );
    await page.locator(".reply-row a").first().click();
    await page.locator(".items").waitFor();
    await page.locator(".item button").first().click();
    expect(await page.evaluate(faintTexts)).toEqual([]);
    expect(
      await page.locator("dialog").evaluate((box) => box.scrollWidth - box.clientWidth),
    ).toBeLessThanOrEqual(0);
  });

  test("fault 38: junit.xml is well-formed, hostile text included", async () => {
    await openReport("plain");
    const inputs: Records[] = [fixture(), hostileFixture()];
    for (const input of inputs) {
      const xml = junitOf(input);
      const problems = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, "application/xml");
        return [
          parsed.querySelector("parsererror")?.textContent ?? "",
          parsed.querySelectorAll("testcase").length,
        ];
      }, xml);
      expect(problems).toEqual(["", input.grades.length]);
    }
  });
});

/** The fixture, all of whose calls failed. */
function failing(): Records {
  const input = fixture();
  const transcripts = input.transcripts.map((transcript) => ({
    ...transcript,
    turns: transcript.turns.map((turn) => ({ ...turn, assistant: "", outcome: "error" as const })),
  }));
  const reason = "outcome error: the reply is not a whole answer (getaddrinfo ENOTFOUND)";
  const grades = input.grades.map((grade) => ({
    ...grade,
    score: null,
    criticalFail: false,
    items: grade.items.map((item) => ({ ...item, state: "ungraded" as const, evidence: [], reason })),
  }));
  return { ...input, transcripts, grades };
}

/** The fixture, one of whose deals accepts a second verdict. */
function accepting(): Records {
  const input = fixture();
  const scenarios = input.scenarios.map((scenario) =>
    scenario.id === "hc-newlogo-cp01b"
      ? { ...scenario, acceptableVerdicts: [...scenario.acceptableVerdicts, "pursue_high" as const] }
      : scenario,
  );
  return { ...input, scenarios };
}
