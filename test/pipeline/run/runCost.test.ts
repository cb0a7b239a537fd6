import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { regressCommand } from "../../../src/commands/regress.ts";
import { loadPrices } from "../../../src/executor/money/prices.ts";
import { runCommand } from "../../commands/inProcess.ts";
import { ROOT } from "../../support/cli.ts";
import { MODEL, readJson, runLive, workplace } from "../../support/live.ts";
import { messagesServer } from "../../support/messagesServer.ts";

const NOBODY = { url: "http://127.0.0.1:9" };

describe("what a run cost", () => {
  test("each verdict that was read, in every report; from the cache the list cost stays and nothing is paid", async () => {
    const server = await messagesServer({
      reply: { text: "Disqualify.", usage: { input_tokens: 1000, output_tokens: 100 } },
    });
    const here = workplace(server);
    const [paid, cached] = [join(here.folder, "paid"), join(here.folder, "cached")];
    const { stdout } = await runLive(here, "--out", paid);
    const prices = await loadPrices();
    const one = prices.costOf(MODEL, {
      inputTokens: 1000,
      outputTokens: 100,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
    });
    const list = 2 * (one ?? Number.NaN);
    const { usage, verdicts } = readJson(paid, "summary.json").models[0];
    expect(verdicts.answered).toBe(2);
    expect(usage.list_usd).toBeCloseTo(list, 10);
    expect(usage.per_verdict_usd).toBeCloseTo(list / 2, 10);
    expect(usage.incurred_usd).toBeCloseTo(list, 10);
    const [each, all] = [(list / 2).toFixed(4), list.toFixed(4)];
    expect(stdout).toContain(`Cost per verdict read: $${each} (list $${all}, paid by this run $${all}).`);
    expect(readFileSync(join(paid, "summary.md"), "utf8")).toContain(
      `Cost per verdict $${each} (list $${all}, incurred $${all})`,
    );

    const again = await runLive(here, "--out", cached);
    expect(again.stdout).toContain(`Cost per verdict read: $${each} (list $${all}, paid by this run $0).`);
    expect(readJson(cached, "summary.json").models[0].usage).toMatchObject({
      incurred_usd: 0,
      per_verdict_usd: usage.per_verdict_usd,
    });
  });

  test("a stand-in costs $0 wherever it answers", async () => {
    const here = workplace(NOBODY);
    const SIMULATED = ["--model", "simulated:director"];
    const out = join(here.folder, "run");
    const { stdout, stderr } = await runLive(here, ...SIMULATED, "--out", out);
    expect(stdout).toContain("Cost per verdict read: $0 (list $0, paid by this run $0).");
    expect(stderr).not.toContain("cost unknown");
    expect(readJson(out, "summary.json").models[0].usage).toMatchObject({ list_usd: 0, incurred_usd: 0 });
    expect(readJson(out).cost.incurred_usd).toBe(0);
    expect((await runLive(here, ...SIMULATED, "--dry-run")).stdout).toContain("$0 – $0");

    const compared = join(here.folder, "regress");
    const persona = join(ROOT, "persona", "enterprise-sales-director.md");
    const soft = join(ROOT, "persona", "variants", "soft.md");
    const options = ["--base", persona, "--persona", soft, "--max-calls", "20", "--out", compared];
    const regress = await runCommand(regressCommand(), [...SIMULATED, ...options]);
    expect(regress.stdout).toContain("This start paid $0.");
    expect(regress.stdout).toMatch(/Cost so far, undecided: \$0 at list price/);
    expect(readJson(compared, "comparison.json")).toMatchObject({ a: { list_usd: 0 }, b: { list_usd: 0 } });
  });

  test("recordings cost this run nothing, and what was paid for them then is unknown", async () => {
    const here = workplace(NOBODY);
    const out = join(here.folder, "run");
    const { stdout } = await runLive(here, "--model", "recorded:v1.0.0-a", "--out", out);
    expect(stdout).toContain("Cost per verdict read: unknown (list unknown, paid by this run $0).");
    expect(readJson(out, "summary.json").models[0].usage).toMatchObject({ list_usd: null, incurred_usd: 0 });
  });
});
