import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blessCommand } from "../../src/commands/bless.ts";
import { compareCommand } from "../../src/commands/compare.ts";
import { runCommand as runRunCommand } from "../../src/commands/run.ts";
import { gradeForeign } from "../../src/pipeline.ts";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const REPORTS = mkdtempSync(join(tmpdir(), "dealbench-"));
const [A, B, SOFT] = ["a", "b", "soft"].map((name) => join(REPORTS, name)) as [string, string, string];

beforeAll(async () => {
  const original = "persona/enterprise-sales-director.md";
  const arms = [
    { arm: "v1.0.0-a", persona: original, out: A },
    { arm: "v1.0.0-b", persona: original, out: B },
    { arm: "soft", persona: "persona/variants/soft.md", out: SOFT },
  ];
  for (const { persona, arm, out } of arms) {
    const args = ["--model", `recorded:${arm}`, "--persona", join(ROOT, persona), "--out", out];
    const { code, stderr } = await runCommand(runRunCommand(), args);
    if (code !== 0) throw new Error(`the run of ${arm} failed: ${stderr}`);
  }
});

afterAll(() => rmSync(REPORTS, { recursive: true, force: true }));

describe("on real replies, read from recordings", () => {
  test("the same persona answered twice is no regression on any gating criterion", async () => {
    const { stdout, code } = await dealbench(["compare", A, B, "--reports", REPORTS, "--json"]);
    const comparison = JSON.parse(stdout);
    expect(comparison.decision.regressed).toEqual([]);
    expect(comparison.decision.verdict).not.toBe("regressed");
    expect([0, 3]).toContain(code);
    expect(comparison.criteria.filter(({ tier }: { tier: string }) => tier === "gating")).toHaveLength(3);
    expect(comparison).toMatchObject({ paired: 36, apart: [], estimand: "corpus" });
    expect(comparison.notes.join()).toContain("same persona text and model");
  });

  test("nor the other way round", async () => {
    const { code } = await compare(B, A);
    expect([0, 3]).toContain(code);
  });

  test("the softened persona regresses on directness", async () => {
    const { stdout, code } = await dealbenchHere(["compare", A, SOFT, "--reports", REPORTS]);
    expect(code).toBe(1);
    expect(stdout.split("\n")[0]).toMatch(/^Regressed: directness 0\.\d\d → 0\.\d\d\.$/);
    const written = comparisonIn("a-vs-soft");
    const directness = written.criteria.find(({ name }: { name: string }) => name === "directness");
    expect(directness).toMatchObject({ tier: "gating", verdict: "regressed" });
    expect(directness.e_drop).toBeGreaterThan(directness.e_drop_threshold);
    expect(written.decision.regressed).toEqual(["directness"]);
  });

  test("weak lines are left out of every criterion on both sides, by name, unless asked for", async () => {
    const without = await compare(A, SOFT, "--json");
    const written = JSON.parse(without.stdout);
    const weak = written.left_out.map(({ item }: { item: string }) => item);
    const marked = written.items.filter(
      ({ reliability }: { reliability: { checker: { state: string } } }) =>
        reliability.checker.state === "weak",
    );
    expect(marked.map(({ id }: { id: string }) => id.split(".")[0])).toEqual(expect.arrayContaining(weak));
    for (const item of weak) expect(written.notes.join()).toContain(item);
    const all = JSON.parse((await compare(A, SOFT, "--json", "--include-weak")).stdout);
    expect(all.left_out).toEqual([]);
    expect(all.decision.regressed).toEqual(["directness"]);
  });

  test("no interval reaches beyond what a difference can be", async () => {
    for (const { interval } of comparisonIn("a-vs-b").criteria) {
      if (interval === null) continue;
      expect(interval.low).toBeGreaterThanOrEqual(-1);
      expect(interval.high).toBeLessThanOrEqual(1);
    }
  });

  test("its page shows what was changed in the persona and the replies side by side", async () => {
    await compare(A, SOFT);
    const page = readFileSync(join(REPORTS, "comparisons", "a-vs-soft", "comparison.html"), "utf8");
    expect(page).toContain("Keep the conversation comfortable and collaborative");
    expect(page).toMatch(/<a href="#replies-1">/);
    expect(page).toMatch(/<div id="replies-1"/);
    const summary = readFileSync(join(REPORTS, "comparisons", "a-vs-soft", "comparison.md"), "utf8");
    expect(summary).toMatch(/^## Regressed: directness/);
    const junit = readFileSync(join(REPORTS, "comparisons", "a-vs-soft", "junit.xml"), "utf8");
    expect(junit).toMatch(/<testcase classname="gating" name="Directness">\s*<failure/);
  });
});

test("two models of one run are compared when both are named, and only then", async () => {
  const folder = temporaryFolder();
  const turns = [{ assistant: "Disqualify. The CFO refused three times." }];
  const lines = ["hc-newlogo-cp01a", "hc-newlogo-cp01b"].flatMap((scenario) =>
    ["x", "y"].map((model) => JSON.stringify({ scenario, model, turns })),
  );
  writeFileSync(join(folder, "replies.jsonl"), lines.join("\n"));
  const both = join(folder, "both");
  await gradeForeign({
    scenarios: join(ROOT, "scenarios"),
    policy: join(ROOT, "persona", "policy.yaml"),
    responses: join(folder, "replies.jsonl"),
    reports: folder,
    out: both,
  });
  expect((await compare(both, both)).stderr).toContain(
    "found 2 models, expected one; choose with --model: x, y",
  );
  const { code, stdout } = await compare(both, both, "--baseline-model", "x", "--model", "y", "--json");
  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ a: { model: "x" }, b: { model: "y" }, paired: 2 });
  expect(stdout).toContain("The models differ (x, y)");
});

describe("bless", () => {
  test("a baseline decides as its run folder does, to the last digit", async () => {
    const blessed = await runCommand(blessCommand(), [A, "--reports", REPORTS, "--as", "main"]);
    expect(blessed.code).toBe(0);
    const against = await compare("--baseline", "main", SOFT);
    expect(against.code).toBe(1);
    await compare(A, SOFT);
    const fromBaseline = comparisonIn("baseline-main-vs-soft");
    const fromFolder = comparisonIn("a-vs-soft");
    expect(fromBaseline.a.source).toBe("baseline main");
    expect({ ...fromBaseline, a: null }).toEqual({ ...fromFolder, a: null });
  });

  test("a baseline is small and needs no run folder", async () => {
    const elsewhere = temporaryFolder();
    await runCommand(blessCommand(), [A, "--reports", elsewhere]);
    const text = readFileSync(join(elsewhere, "baselines", "main.json"), "utf8");
    expect(text.length).toBeLessThan(60_000);
    expect(text.split("\n").length).toBeLessThan(300);
    const { code, stdout } = await compare("--baseline", "main", B, "--reports", elsewhere);
    expect([0, 3]).toContain(code);
    expect(stdout).toContain("baseline main");
  });

  test("a partial run and one with failed calls are refused, unless forced", async () => {
    const faulty = copyOf(A);
    const lines = readFileSync(join(faulty, "transcripts.jsonl"), "utf8").trim().split("\n");
    const failed = lines.slice(0, 4).map((line) => {
      const transcript = JSON.parse(line);
      return JSON.stringify({ ...transcript, turns: [{ assistant: null, outcome: "error" }] });
    });
    writeFileSync(join(faulty, "transcripts.jsonl"), `${[...failed, ...lines.slice(4)].join("\n")}\n`);
    editRun(faulty, (run) => ({ ...run, status: "partial" }));
    const args = [faulty, "--reports", temporaryFolder()];
    const refused = await runCommand(blessCommand(), args);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("The run is partial");
    expect(refused.stderr).toContain("4 of 36 calls failed or left no reply, above the limit of 5 %");
    expect((await runCommand(blessCommand(), [...args, "--force"])).code).toBe(0);
  });

  test("another run takes a baseline's place only when that is asked for, and the message names what stands there", async () => {
    const reports = temporaryFolder();
    await runCommand(blessCommand(), [A, "--reports", reports]);
    expect((await runCommand(blessCommand(), [A, "--reports", reports])).code).toBe(0);
    const refused = await runCommand(blessCommand(), [SOFT, "--reports", reports]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /main: is a baseline already: run \S+-1\.0\.0-\S+ of enterprise-sales-director 1\.0\.0/,
    );
    expect(refused.stderr).toContain("--replace");
    expect((await runCommand(blessCommand(), [SOFT, "--reports", reports, "--replace"])).code).toBe(0);
    expect(readFileSync(join(reports, "baselines", "main.json"), "utf8")).toContain("1.0.0+soft");
  });

  test("a damaged baseline in its place is told with what to do, and is not written over unasked", async () => {
    const reports = temporaryFolder();
    await runCommand(blessCommand(), [A, "--reports", reports]);
    const file = join(reports, "baselines", "main.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 2000));
    const refused = await runCommand(blessCommand(), [B, "--reports", reports]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /^main: a baseline of that name stands there and cannot be read\. .*--replace.*--as\n.*main\.json:\d+:\d+.*JSON/s,
    );
    expect(readFileSync(file, "utf8")).toHaveLength(2000);
    expect((await runCommand(blessCommand(), [B, "--reports", reports, "--replace"])).code).toBe(0);
  });

  test("a run of fewer scenarios than the gate decides on is refused, unless forced", async () => {
    const folder = temporaryFolder();
    const small = join(folder, "small");
    const turns = [{ assistant: "Disqualify. The CFO refused three times." }];
    writeFileSync(join(folder, "replies.jsonl"), JSON.stringify({ scenario: "hc-newlogo-cp01a", turns }));
    const where = { scenarios: join(ROOT, "scenarios"), policy: join(ROOT, "persona", "policy.yaml") };
    await gradeForeign({ ...where, responses: join(folder, "replies.jsonl"), reports: folder, out: small });
    const refused = await runCommand(blessCommand(), [small, "--reports", folder]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("It has 1 of the at least 20 scenarios");
    expect((await runCommand(blessCommand(), [small, "--reports", folder, "--force"])).code).toBe(0);
  });

  test("an unknown baseline names those that exist", async () => {
    await runCommand(blessCommand(), [A, "--reports", REPORTS, "--as", "main"]);
    const { code, stderr } = await compare("--baseline", "mian", B);
    expect(code).toBe(2);
    expect(stderr).toContain("no such baseline (there is: main)");
  });

  test("a damaged baseline is refused by field", async () => {
    const reports = temporaryFolder();
    await runCommand(blessCommand(), [A, "--reports", reports]);
    const file = join(reports, "baselines", "main.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"repeat":1', '"repeat":"one"'));
    const { code, stderr } = await compare("--baseline", "main", B, "--reports", reports);
    expect(code).toBe(2);
    expect(stderr).toMatch(/main\.json:\d+:\d+ samples\.0\.repeat: found "one", expected/);
  });
});

describe("what cannot be compared", () => {
  test("runs of other graders are refused, naming the one to grade again", async () => {
    const old = copyOf(B);
    editRun(old, (run) => ({
      ...run,
      identity: { ...run.identity, graders: { sha256: "0".repeat(64) } },
    }));
    const { code, stderr } = await compare(A, old);
    expect(code).toBe(2);
    expect(stderr).toContain("differ in graders");
    expect(stderr).toContain(`dealbench grade ${old}`);
    expect(stderr).not.toContain(`dealbench grade ${A}\n`);
  });

  test("a run graded by another decision policy is refused", async () => {
    const policy = join(temporaryFolder(), "policy.yaml");
    const text = readFileSync(join(ROOT, "persona", "policy.yaml"), "utf8");
    writeFileSync(policy, text.replace("longest_months: 18", "longest_months: 24"));
    const { code, stderr } = await compare(A, B, "--policy", policy);
    expect(code).toBe(2);
    expect(stderr).toContain(`${A}: was graded by decision policy 1.0.0`);
    expect(stderr).toContain("name the other with --policy, or run: dealbench grade");
  });

  test("a scenario whose text changed between the runs is set apart", async () => {
    const changed = copyOf(A);
    editRun(changed, (run) => {
      const [first, ...rest] = run.identity.scenarios.hashes;
      const hashes = [{ ...first, sha256: "1".repeat(64) }, ...rest];
      return { ...run, identity: { ...run.identity, scenarios: { ...run.identity.scenarios, hashes } } };
    });
    const { stdout } = await compare(changed, B, "--json");
    expect(JSON.parse(stdout).paired).toBe(35);
    expect(JSON.parse(stdout).apart).toEqual([{ scenario: expect.any(String), why: "changed" }]);
  });

  test("a scenario whose file was edited since both runs is named, not left out in silence", async () => {
    const scenarios = join(temporaryFolder(), "scenarios");
    cpSync(join(ROOT, "scenarios"), scenarios, { recursive: true });
    const file = join(scenarios, "conversations", "ps-partnership-pressure-rosal.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^title: .*$/m, "title: Another title"));
    const { stdout } = await compare(A, B, "--json", "--scenarios", scenarios);
    expect(JSON.parse(stdout).apart).toEqual([{ scenario: "ps-partnership-pressure-rosal", why: "edited" }]);
    const refused = await runCommand(blessCommand(), [A, "--reports", REPORTS, "--scenarios", scenarios]);
    expect(refused.stderr).toContain("ps-partnership-pressure-rosal");
  });

  test.each([
    { args: [] as string[], says: "found 0 run folders, expected two" },
    { args: ["x"], says: "found 1 run folders, expected two" },
    { args: ["--baseline", "main", "x", "y"], says: "expected one beside --baseline" },
    { args: ["/nowhere", "/nowhere"], says: "/nowhere: no run.json here" },
    { args: ["--baseline", "../x", "/nowhere"], says: 'found the baseline name "../x", expected letters' },
  ])("wrong use is told apart: $args", async ({ args, says }) => {
    const { code, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });

  test("a file in the place of the comparison's folder is told before anything is compared", async () => {
    const file = join(temporaryFolder(), "mine.html");
    writeFileSync(file, "");
    const { code, stderr } = await compare(A, B, "--out", file);
    expect(code).toBe(2);
    expect(stderr).toContain("is a file, expected a folder; choose another --out");
  });

  test("a model that the run does not have is refused with those it has", async () => {
    const { code, stderr } = await compare(A, B, "--model", "gpt");
    expect(code).toBe(2);
    expect(stderr).toContain("found no model gpt, expected one; choose with --model: recorded:llm");
  });
});

function compare(...args: string[]) {
  const reports = args.includes("--reports") ? [] : ["--reports", REPORTS];
  return runCommand(compareCommand(), [...args, ...reports]);
}

function comparisonIn(name: string) {
  return JSON.parse(readFileSync(join(REPORTS, "comparisons", name, "comparison.json"), "utf8"));
}

function copyOf(run: string): string {
  const folder = join(temporaryFolder(), "run");
  cpSync(run, folder, { recursive: true });
  return folder;
}

// oxlint-disable-next-line typescript/no-explicit-any -- a file as it stands on disk, edited field by field
function editRun(folder: string, edit: (run: any) => unknown): void {
  const file = join(folder, "run.json");
  writeFileSync(file, JSON.stringify(edit(JSON.parse(readFileSync(file, "utf8")))));
}
