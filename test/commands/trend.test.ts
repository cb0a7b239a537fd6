import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { trendCommand } from "../../src/commands/trend.ts";
import { armOf, scenarios } from "../summary/comparison/arms.ts";
import { baselineToDisk } from "../../src/records/arm.ts";
import { renderTrendHtml } from "../../src/report/trend/page.ts";
import { temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const HASH = "a".repeat(64);

/** A run folder as far as a trend reads it. */
function writeRun(reports: string, id: string, version: string, directness: number, graders = HASH): void {
  const folder = join(reports, id);
  mkdirSync(folder, { recursive: true });
  const identity = {
    sha256: HASH,
    persona: { name: "director", version, sha256: version.startsWith("1") ? HASH : "b".repeat(64) },
    policy: { version: "1.0.0", sha256: HASH },
    scenarios: { count: 0, sha256: HASH, hashes: [] },
    graders: { sha256: graders },
    judge: null,
    models: [{ id: "m", parameters: {} }],
    repeats: 1,
  };
  const at = `2026-11-${id.slice(-2)}T12:00:00.000Z`;
  const provenance = {
    replies: "live",
    dealbench_version: "0.1.0",
    git_commit: null,
    node_version: "24",
    persona_source: "x.md",
    scenarios_source: "scenarios",
    responses_source: null,
    started_at: at,
    finished_at: at,
    notes: [],
  };
  const counts = { planned: 1, transcripts: 1, ok: 1, refused: 0, truncated: 0, empty: 0, error: 0 };
  const cost = { incurred_usd: 0, input_tokens: null, output_tokens: null };
  writeFileSync(
    join(folder, "run.json"),
    JSON.stringify({ id, status: "complete", identity, provenance, counts, cost }),
  );
  const score = { value: directness, low: directness - 0.1, high: directness + 0.05 };
  const model = {
    model: "m",
    verdicts: { right: { value: 0.7 } },
    dimensions: [{ dimension: "directness", score }],
  };
  writeFileSync(join(folder, "summary.json"), JSON.stringify({ models: [model] }));
  writeFileSync(join(folder, "report.html"), "");
}

function baselineText(runId: string, name: string): string {
  const summary = {
    headline: "h",
    verdictRight: 0.8,
    macroRecall: null,
    pairConsistency: null,
    passRate: null,
    dimensions: [
      { dimension: "directness" as const, value: 0.9, low: 0.8, high: 0.95, scored: 1, unscored: 0 },
    ],
  };
  const arm = armOf(
    scenarios(2, () => [{}]),
    { id: runId },
  );
  return JSON.stringify(baselineToDisk({ name, blessedAt: "2026-11-26T12:00:00.000Z", summary, ...arm }));
}

test("runs stand oldest first, with intervals, and the page links each run's report", async () => {
  const reports = join(temporaryFolder(), "reports");
  writeRun(reports, "run-02", "2.0.0", 0.5);
  writeRun(reports, "run-01", "1.0.0", 0.9);
  const { code, stdout } = await runCommand(trendCommand(), ["--reports", reports]);
  expect(code).toBe(0);
  const lines = stdout.split("\n");
  expect(lines[1]).toMatch(/^2026-11-01 {2}1\.0\.0 \(aaaaaaaa\) .*0\.90 \(0\.80–0\.95\)/);
  expect(lines[2]).toMatch(/^2026-11-02 {2}2\.0\.0 /);
  const page = readFileSync(join(reports, "index.html"), "utf8");
  expect(page).toContain('href="./run-01/report.html"');
  expect(page).toMatch(/default-src &#39;none&#39;; script-src &#39;none&#39;/);
  expect(page).not.toContain("<script");
  expect(page.match(/<circle/g)?.length).toBe(4);
});

test("a run graded by other graders is marked, for it is no fair comparison", async () => {
  const reports = join(temporaryFolder(), "reports");
  writeRun(reports, "run-01", "1.0.0", 0.9, "d".repeat(64));
  writeRun(reports, "run-02", "1.0.0", 0.9);
  const { stdout } = await runCommand(trendCommand(), ["--reports", reports]);
  expect(stdout.split("\n")[1]).toMatch(/other graders$/);
  expect(stdout.split("\n")[2]).not.toContain("other graders");
});

test("baselines of today and those that only git remembers are points too, each run once", async () => {
  const folder = temporaryFolder();
  const reports = join(folder, "reports");
  mkdirSync(join(reports, "baselines"), { recursive: true });
  const file = join(reports, "baselines", "main.json");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
  git("init", "--quiet");
  writeFileSync(file, baselineText("old-run", "main"));
  git("add", ".");
  git("commit", "--quiet", "-m", "bless");
  writeFileSync(file, baselineText("new-run", "main"));
  git("commit", "--quiet", "-am", "bless again");
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  const { stdout } = await runCommand(trendCommand(), ["--reports", reports, "--json"]);
  vi.restoreAllMocks();
  const { points } = JSON.parse(stdout);
  const told = points.map(({ run_id, baselines, commit }: Record<string, unknown>) => ({
    run_id,
    baselines,
    old: commit !== null,
  }));
  expect(told).toEqual(
    expect.arrayContaining([
      { run_id: "new-run", baselines: ["main"], old: false },
      { run_id: "old-run", baselines: [], old: true },
    ]),
  );
  expect(told).toHaveLength(2);
});

test("a damaged run is named and left out; with nothing at all the way on is told", async () => {
  const reports = join(temporaryFolder(), "reports");
  writeRun(reports, "run-01", "1.0.0", 0.9);
  mkdirSync(join(reports, "run-02"));
  writeFileSync(join(reports, "run-02", "run.json"), "{");
  writeFileSync(join(reports, "run-02", "summary.json"), "{}");
  expect((await runCommand(trendCommand(), ["--reports", reports])).stdout).toMatch(/Left out: .*run-02/);
  const empty = await runCommand(trendCommand(), ["--reports", temporaryFolder()]);
  expect(empty.code).toBe(2);
  expect(empty.stderr).toContain("make one with: dealbench run");
});

test("hostile names stay text", () => {
  const hostile = "</style><script>alert(1)</script>";
  const page = renderTrendHtml({
    points: [
      {
        runId: hostile,
        model: hostile,
        persona: { name: hostile, version: hostile, sha256: null },
        replies: "live",
        finishedAt: "2026-11-26T12:00:00.000Z",
        gradersSha256: HASH,
        judge: null,
        scores: { directness: { value: 1, low: null, high: null } },
        baselines: [hostile],
        commit: null,
        report: `javascript:alert(1)/${hostile}`,
      },
    ],
    notes: [hostile],
  });
  expect(page).not.toContain("<script");
  expect(page).toContain('href="./javascript%3Aalert(1)/');
});
