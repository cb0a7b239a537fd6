import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DIMENSIONS } from "../../src/records/rubric.ts";
import { dealbench, ROOT } from "../support/cli.ts";

interface Recorded {
  scenario: string;
  repeat: number;
  turns: { assistant: string; outcome?: string; stop_reason?: string | null }[];
}

interface PromptfooRow {
  vars: { scenario: string };
  failureReason: number;
  namedScores: Record<string, number>;
  gradingResult: { componentResults: { metadata?: Record<string, unknown> }[] } | null;
}

interface Grade {
  scenario: string;
  dimension: string;
  score: number | null;
  details: { verdicts?: string[] };
}

/** The replies of one arm, and among them one of each ending that a call can have. */
function mixedReplies(): Recorded[] {
  const replies = readFileSync(join(ROOT, "recordings", "v1.0.0-a.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Recorded);
  const endings = { refused: "refusal", truncated: "max_tokens", empty: "end_turn", error: null };
  for (const [index, [outcome, stop_reason]] of Object.entries(endings).entries()) {
    const last = replies[index]?.turns.at(-1);
    if (!last) throw new Error("too few recorded replies");
    Object.assign(last, { outcome, stop_reason });
    if (outcome === "empty" || outcome === "error") last.assistant = "";
  }
  return replies;
}

/** The shipped configuration on these recordings, one prompt alone, readable from any folder. */
function configFor(recordings: string): string {
  return readFileSync(join(ROOT, "promptfooconfig.yaml"), "utf8")
    .replaceAll("file://", `file://${ROOT}/`)
    .replace("model: recorded:llm", `model: recorded:llm\n      recordings: ${recordings}`)
    .replace(/\n {2}- id: [^\n]*prompts\.ts:persona\n {4}label: "last commit[\s\S]*?(?=\n\n)/, "");
}

/** Runs promptfoo's command line; anything but these exit codes is an error that shows what it printed. */
function promptfoo(args: readonly string[], cwd: string, codes = [0]): Promise<void> {
  const env = { ...process.env, PROMPTFOO_CONFIG_DIR: join(cwd, "data"), LOG_LEVEL: "info" };
  const program = join(ROOT, "scripts", "promptfoo.ts");
  return new Promise((done, fail) => {
    execFile(process.execPath, [program, ...args], { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      if (codes.includes(code)) done();
      else fail(new Error(`promptfoo ${args[0]} ended with ${code}:\n${stdout}${stderr}`));
    });
  });
}

describe("promptfoo's own command line over recorded replies", () => {
  let folder = "";
  let rows: PromptfooRow[] = [];
  let grades: Grade[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dealbench-"));
    const recordings = join(folder, "recordings");
    const replies = mixedReplies();
    const lines = `${replies.map((reply) => JSON.stringify({ ...reply, repeat: 1 })).join("\n")}\n`;
    mkdirSync(recordings);
    writeFileSync(join(recordings, "mixed.jsonl"), lines);
    writeFileSync(join(folder, "promptfooconfig.yaml"), configFor(recordings));
    const args = ["eval", "--no-table", "--no-progress-bar", "-o", "out.json", "-o", "out.jsonl"];
    // 100 is promptfoo's word for failed tests.
    await promptfoo(args, folder, [0, 100]);
    const out = JSON.parse(readFileSync(join(folder, "out.json"), "utf8")) as {
      results: { results: PromptfooRow[] };
    };
    rows = out.results.results;
    grades = await gradesOf(join(folder, "run"), ["--responses", join(recordings, "mixed.jsonl")]);
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("every dimension's score and every verdict is that of dealbench grade, failures included", () => {
    expect(rows).toHaveLength(36);
    const wanted = Map.groupBy(grades, ({ scenario }) => scenario);
    for (const { vars, namedScores, gradingResult, failureReason } of rows) {
      if (failureReason === 2) continue;
      const mine = wanted.get(vars.scenario) ?? [];
      const scores = Object.fromEntries(
        mine.flatMap(({ dimension, score }) => (score === null ? [] : [[dimension, score]])),
      );
      expect({ scenario: vars.scenario, ...namedScores }).toEqual({ scenario: vars.scenario, ...scores });
      const verdicts = gradingResult?.componentResults.find(
        ({ metadata }) => metadata?.["dimension"] === "disqualification",
      )?.metadata?.["verdicts"];
      const graded = mine.find(({ dimension }) => dimension === "disqualification")?.details.verdicts;
      expect({ scenario: vars.scenario, verdicts }).toEqual({ scenario: vars.scenario, verdicts: graded });
    }
  });

  test("the call that failed is an error there, and no score here", () => {
    const failed = rows.filter(({ failureReason }) => failureReason === 2);
    expect(failed).toHaveLength(1);
    const [scenario] = failed.map(({ vars }) => vars.scenario);
    const mine = grades.filter((grade) => grade.scenario === scenario);
    expect(mine.map(({ score }) => score)).toEqual(DIMENSIONS.map(() => null));
  });

  test.each(["out.json", "out.jsonl"])("grade --from promptfoo %s gives the same grades", async (name) => {
    const results = join(folder, name);
    const again = await gradesOf(join(folder, `from-${name}`), [
      "--from",
      "promptfoo",
      "--responses",
      results,
    ]);
    expect(sorted(again).map(plain)).toEqual(sorted(grades).map(plain));
  });

  test("promptfoo imports what export --to promptfoo writes, and shows it", async () => {
    const exported = join(folder, "exported.json");
    const { code, stderr } = await dealbench([
      "export",
      join(folder, "run"),
      "--to",
      "promptfoo",
      "--out",
      exported,
    ]);
    expect([code, stderr.trim()]).toEqual([0, exported]);
    await promptfoo(["import", exported], folder);
    const { evalId, results } = JSON.parse(readFileSync(exported, "utf8")) as {
      evalId: string;
      results: { results: PromptfooRow[] };
    };
    const back = join(folder, "back.json");
    await promptfoo(["export", "eval", evalId, "-o", back], folder);
    const again = JSON.parse(readFileSync(back, "utf8")) as { results: { results: PromptfooRow[] } };
    const scores = (all: PromptfooRow[]) =>
      all.map(({ vars, namedScores }) => ({ scenario: vars.scenario, ...namedScores }));
    expect(scores(again.results.results)).toEqual(scores(results.results));
  });
});

async function gradesOf(out: string, args: string[]): Promise<Grade[]> {
  const { code, stderr } = await dealbench(["grade", ...args, "--out", out]);
  if (code !== 0) throw new Error(stderr);
  return readFileSync(join(out, "grades.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Grade);
}

function plain({ scenario, dimension, score, details }: Grade): Record<string, unknown> {
  return { scenario, dimension, score, ...details };
}

function sorted(grades: readonly Grade[]): Grade[] {
  const key = ({ scenario, dimension }: Grade) => `${scenario} ${dimension}`;
  return grades.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
