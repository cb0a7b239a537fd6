import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { gradeCommand } from "../../src/commands/grade.ts";
import { judgeCommand } from "../../src/commands/judge.ts";
import { gradeStoreFile, openGradeStore } from "../../src/executor/store/gradeStore.ts";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

interface Request {
  custom_id: string;
  system: string;
  messages: { role: string; content: string }[];
  schema: { properties: { answers: { items: { properties: { item: { enum: string[] } } } } } };
  max_tokens: number;
}
interface Answer {
  item: string;
  quote: string;
  met: boolean;
}
interface Item {
  id: string;
  state: string;
  by: string;
  reason: string;
  evidence: { turn: number; start: number; end: number; quote: string }[];
}

const SCENARIO = "hc-newlogo-cp01a";
const REPLY =
  "This is going nowhere. **Otieno's** office said no on Thursday, after four tries.\n\n- Tell Wanjiru by Friday 20 March.\n- Close it in the CRM; reopen if he takes a meeting.";

describe("a run, a judge and back", () => {
  test("goes through the command line: every question out, every answer in, scores and reports anew", async () => {
    const run = gradedRun();
    const before = itemsOf(run);
    const { code, stdout, stderr } = await dealbench(["judge", "export", run]);
    expect(code).toBe(0);
    const requests = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Request);
    const asked = requests.flatMap(itemsAsked).length;
    expect(stderr).toBe(
      `${requests.length} requests written; the run leaves ${asked} questions to a judge.\n`,
    );
    const replies = join(run, "..", "replies.jsonl");
    writeReplies(replies, requests, (item) => ({
      item,
      quote: "office said no on Thursday",
      met: isWanted(item),
    }));

    const imported = await dealbenchHere(["judge", "import", run, replies, "--judge", "panel-of-three"]);
    expect(imported.code).toBe(0);
    expect(imported.stderr).toBe("");
    expect(imported.stdout).toContain(`Judge: panel-of-three answered ${asked} of ${asked} questions.`);
    const after = itemsOf(run);
    const open = [...before.values()].filter(({ reason }) => reason.startsWith("needs judge"));
    expect(open.length).toBeGreaterThan(10);
    for (const { id } of open) {
      expect(after.get(id)).toMatchObject({ id, by: "judge" });
      expect(after.get(id)).not.toMatchObject({ id, state: "ungraded" });
    }
    const evidence = after.get("DR4")?.evidence[0];
    expect(evidence?.quote).toBe("office said no on Thursday");
    expect(REPLY.slice(evidence?.start, evidence?.end)).toBe(evidence?.quote);

    const record = runJson(run);
    expect(record.identity.judge).toMatchObject({
      model: "panel-of-three",
      sha256: expect.stringMatching(/^\w{64}$/),
    });
    expect(record.judge).toEqual({
      model: "panel-of-three",
      votes: 1,
      questions: asked,
      answered: asked,
      missing: 0,
      void: [],
      flicker: null,
    });
    expect(readFileSync(join(run, "summary.md"), "utf8")).not.toContain("undefined");
    expect(await exported(run)).toEqual([]);
  });

  test("takes an answer in three forms, with the same grades", async () => {
    const run = gradedRun();
    const requests = await exported(run);
    const grades = [];
    for (const form of ["answers", "text", "result"] as const) {
      const file = join(run, "..", `${form}.jsonl`);
      writeReplies(file, requests, (item) => ({ item, quote: "", met: false }), form);
      const { code } = await judge("import", run, file, "--judge", "j", "--start-over");
      expect(code).toBe(0);
      grades.push(readFileSync(join(run, "grades.jsonl"), "utf8"));
    }
    expect(new Set(grades).size).toBe(1);
  });

  test("may be in parts: ids stay the same, usable answers stand, void ones may be given again", async () => {
    const run = gradedRun();
    const requests = await exported(run);
    const [first, ...rest] = requests as [Request, ...Request[]];
    const file = join(run, "..", "r.jsonl");
    writeReplies(file, [first], (item, index) => ({
      item,
      quote: index === 0 ? "never said" : "",
      met: false,
    }));
    const half = await judge("import", run, file, "--judge", "j");
    expect(half.stdout).toMatch(
      /were not answered and stay ungraded; 1 void \(quote not found in the reply\)/,
    );
    const open = await exported(run);
    expect(open.map(({ custom_id }) => custom_id)).toEqual(requests.map(({ custom_id }) => custom_id));

    writeReplies(file, [first, ...rest], (item) => ({ item, quote: "Otieno's office said no", met: true }));
    await judge("import", run, file, "--judge", "j");
    expect(await exported(run)).toEqual([]);
    const [void_, ...stands] = itemsAsked(first);
    const votes = new Map(jsonl(join(run, "judge.jsonl")).map((vote) => [vote["item"], vote["met"]]));
    expect(votes.get(void_)).toBe(true);
    expect(stands.map((item) => [item, votes.get(item)])).toEqual(stands.map((item) => [item, false]));
  });

  test("with votes: the majority decides, and the flicker is told", async () => {
    const run = gradedRun();
    const requests = await exported(run, "--votes", "3");
    const file = join(run, "..", "r.jsonl");
    writeReplies(file, requests, (item, _, vote) => ({
      item,
      quote: "Tell Wanjiru by Friday",
      met: item === "DR4" ? vote !== 2 : false,
    }));
    const { stdout } = await judge("import", run, file, "--judge", "j");
    expect(stdout).toMatch(/3 votes each; votes differ on \d+\.\d % of them/);
    expect(itemsOf(run).get("DR4")).toMatchObject({
      state: "met",
      reason: "The judge finds this met (2 of 3 votes).",
    });
    const { questions, flicker } = runJson(run).judge;
    expect(flicker).toBeCloseTo(1 / questions, 10);
  });

  test("with several files: each is a vote, and a file given twice is none", async () => {
    const run = gradedRun();
    const requests = await exported(run);
    const files = ["ann", "ben", "cem"].map((name) => join(run, "..", `${name}.jsonl`));
    for (const [index, file] of files.entries())
      writeReplies(file, requests, (item) => ({
        item,
        quote: "Tell Wanjiru",
        met: item === "DR4" && index < 2,
      }));
    const { code } = await judge("import", run, ...files, "--judge", "panel");
    expect(code).toBe(0);
    expect(itemsOf(run).get("DR4")).toMatchObject({
      state: "met",
      reason: "The judge finds this met (2 of 3 votes).",
    });
    expect(runJson(run).judge).toMatchObject({ votes: 3, missing: 0 });
    const twice = await judge("import", run, ...files.slice(0, 2), files[0] ?? "", "--judge", "panel");
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining("ann.jsonl: is given twice")]);
  });

  test("is kept when the run is graded again, and dropped where the question is another", async () => {
    const run = gradedRun();
    const cache = join(run, "..", "replies.sqlite");
    vi.stubEnv("DEALBENCH_CACHE", cache);
    onTestFinished(() => void vi.unstubAllEnvs());
    const file = join(run, "..", "r.jsonl");
    writeReplies(file, await exported(run), (item) => ({
      item,
      quote: "office said no",
      met: isWanted(item),
    }));
    await judge("import", run, file, "--judge", "j");
    const [grades, record] = [readFileSync(join(run, "grades.jsonl"), "utf8"), runJson(run)];
    expect((await runCommand(gradeCommand(), [run, "--json"])).code).toBe(0);
    expect(readFileSync(join(run, "grades.jsonl"), "utf8")).toBe(grades);
    expect(runJson(run).identity).toEqual(record.identity);
    expect(runJson(run).provenance.notes).toEqual(record.provenance.notes);
    // What code grades of a judged run is kept like any other's, and taken.
    expect(await keptGrades(cache)).toBe(1);
    await runCommand(gradeCommand(), [run, "--json"]);
    expect(readFileSync(join(run, "grades.jsonl"), "utf8")).toBe(grades);
    expect(await keptGrades(cache)).toBe(1);

    const transcripts = readFileSync(join(run, "transcripts.jsonl"), "utf8");
    writeFileSync(
      join(run, "transcripts.jsonl"),
      transcripts.replace("going nowhere", "going nowhere at all"),
    );
    await runCommand(gradeCommand(), [run, "--json"]);
    expect(itemsOf(run).get("DR4")).toMatchObject({ state: "ungraded", by: "checker" });
    expect(runJson(run).identity.judge).toBeNull();
  });
});

describe("files that are refused", () => {
  test("have every bad line named, and leave the run as it was", async () => {
    const run = gradedRun();
    const requests = await exported(run);
    const [first, second] = requests as [Request, Request];
    const before = snapshot(run);
    const file = join(run, "..", "bad.jsonl");
    const lines = [
      { custom_id: first.custom_id, answers: [] },
      { custom_id: first.custom_id, answers: [] },
      { custom_id: "directness-00000000000000000000000000000000-1", answers: [] },
      { custom_id: "../etc/passwd", answers: [] },
      { custom_id: second.custom_id },
      { answers: [] },
    ];
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{torn`);
    const { code, stderr } = await judge("import", run, file, "--judge", "j");
    expect(code).toBe(2);
    expect(stderr).toContain(
      `bad.jsonl:2 custom_id: duplicate id: "${first.custom_id}" stands already in line 1`,
    );
    expect(stderr).toContain('bad.jsonl:3 custom_id: unknown id: found "directness-0000');
    expect(stderr).toContain('bad.jsonl:4 custom_id: malformed id: found "../etc/passwd"');
    expect(stderr).toContain("bad.jsonl:5: holds no answer, expected one of: answers, text, result");
    expect(stderr).toMatch(/bad\.jsonl:6 custom_id/);
    expect(stderr).toMatch(/bad\.jsonl:7(?::\d+)?: JSON/);
    expect(snapshot(run)).toEqual(before);
  });

  test("an answer on an item that was not asked is left out with a warning", async () => {
    const run = gradedRun();
    const [first] = (await exported(run)) as [Request];
    const file = join(run, "..", "r.jsonl");
    const answers = [
      ...itemsAsked(first).map((item) => ({ item, quote: "", met: false })),
      { item: "ZZ9", quote: "", met: true },
    ];
    writeFileSync(file, JSON.stringify({ custom_id: first.custom_id, answers }));
    const { code, stderr } = await judge("import", run, file, "--judge", "j");
    expect(code).toBe(0);
    expect(stderr).toContain(
      'r.jsonl:1 answers: found an answer on "ZZ9", which was not asked; it is left out',
    );
  });

  test("a file that does not exist, holds nothing, or belongs to no run folder", async () => {
    const run = gradedRun();
    const empty = join(run, "..", "empty.jsonl");
    writeFileSync(empty, "");
    expect((await judge("import", run, `${empty}x`, "--judge", "j")).stderr).toContain("no such file");
    expect((await judge("import", run, empty, "--judge", "j")).stderr).toContain(
      "holds no reply to a question",
    );
    const { code, stderr } = await judge("export", join(run, ".."));
    expect([code, stderr]).toEqual([2, expect.stringContaining("no run.json here")]);
  });

  test("a run whose scenarios were edited since is to be graded again first", async () => {
    const run = gradedRun();
    const record = readFileSync(join(run, "run.json"), "utf8");
    const [, hash = ""] = /"id": "hc-newlogo-cp01a",\s*"sha256": "(\w{64})"/.exec(record) ?? [];
    writeFileSync(join(run, "run.json"), record.replace(hash, "0".repeat(64)));
    const { code, stderr } = await judge("export", run);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Edited since they were graded: hc-newlogo-cp01a\. Grade it again first/);
  });
});

describe("the judge's name", () => {
  test("is required", async () => {
    const { code, stderr } = await dealbenchHere(["judge", "import", "reports/x", "r.jsonl"]);
    expect(code).toBe(2);
    expect(stderr).toContain("--judge <name>");
  });

  test("that is akin to a model under test is warned of, in the report too, and refused when strict", async () => {
    const run = gradedRun("claude-sonnet-5");
    const file = join(run, "..", "r.jsonl");
    writeReplies(file, await exported(run), (item) => ({ item, quote: "", met: false }));
    const before = snapshot(run);
    const strict = await judge("import", run, file, "--judge", "claude-opus-5", "--strict");
    expect(strict.code).toBe(2);
    expect(strict.stderr).toMatch(/Self-enhancement bias: .* of one family \(claude\)/);
    expect(snapshot(run)).toEqual(before);
    const lax = await judge("import", run, file, "--judge", "claude-opus-5");
    expect(lax.code).toBe(0);
    expect(lax.stderr).toMatch(/^warning: Self-enhancement bias/);
    expect(runJson(run).provenance.notes.join("\n")).toMatch(/Judge: Self-enhancement bias/);
  });

  test("is one a run: another is refused until it starts over", async () => {
    const run = gradedRun();
    const requests = await exported(run);
    const file = join(run, "..", "r.jsonl");
    writeReplies(file, requests, (item) => ({ item, quote: "", met: false }));
    await judge("import", run, file, "--judge", "one");
    writeReplies(file, requests.slice(1), (item) => ({ item, quote: "office said no", met: true }));
    const other = await judge("import", run, file, "--judge", "two");
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringMatching(/was judged by "one", found --judge "two"/),
    ]);
    expect((await judge("import", run, file, "--judge", "two", "--start-over")).code).toBe(0);
    expect(runJson(run).identity.judge.model).toBe("two");
    const dropped = itemsAsked(requests[0] as Request).filter((item) => itemsOf(run).has(item));
    for (const item of dropped)
      expect(itemsOf(run).get(item)).toMatchObject({ id: item, state: "ungraded", by: "checker" });
  });
});

describe("docs/judge.md", () => {
  const text = readFileSync(join(ROOT, "docs", "judge.md"), "utf8");
  const blocks = (info: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, body = ""]) => body);

  test("shows a request in the form in which it is written", async () => {
    const shown = JSON.parse(blocks("json request")[0] ?? "") as Request;
    const [request] = (await exported(gradedRun())) as [Request];
    expect(Object.keys(shown)).toEqual(Object.keys(request));
    expect(shown.max_tokens).toBe(request.max_tokens);
    expect(shown.custom_id).toMatch(/^[a-z_]+-[0-9a-f]{32}-1$/);
    expect(request.custom_id).toMatch(/^[a-z_]+-[0-9a-f]{32}-1$/);
    expect(request.system.startsWith(shown.system.replace(" …", ""))).toBe(true);
    const shape = [request, shown].map(({ schema }) =>
      JSON.stringify(schema).replace(/"enum":\[[^\]]*\]/, ""),
    );
    expect(shape[0]).toBe(shape[1]);
  });

  test("shows replies that can be imported, with the same grades", async () => {
    const run = gradedRun();
    const request = (await exported(run)).find((one) => itemsAsked(one).includes("DR4")) as Request;
    const replies = blocks("json reply");
    expect(replies).toHaveLength(3);
    for (const reply of replies) {
      const file = join(run, "..", "r.jsonl");
      const parsed = JSON.parse(reply) as Request;
      writeFileSync(file, JSON.stringify({ ...parsed, custom_id: request.custom_id }));
      expect((await judge("import", run, file, "--judge", "j", "--start-over")).code).toBe(0);
      expect(itemsOf(run).get("DR4")).toMatchObject({
        state: "ungraded",
        reason: expect.stringContaining("quote not found"),
      });
      writeFileSync(
        file,
        JSON.stringify({ ...parsed, custom_id: request.custom_id }).replaceAll(
          "his office said",
          "office said",
        ),
      );
      await judge("import", run, file, "--judge", "j", "--start-over");
      expect(itemsOf(run).get("DR4")?.state).toBe("met");
    }
  });

  test("shows how a request becomes an entry of a Message Batch", async () => {
    const source = blocks("js batch")[0] ?? "";
    const [request] = (await exported(gradedRun())) as [Request];
    const script = `${source}\nprocess.stdout.write(JSON.stringify(batch(process.argv[1])));`;
    const output = execFileSync(process.execPath, ["-e", script, JSON.stringify(request)], {
      encoding: "utf8",
    });
    const entry = JSON.parse(output) as { custom_id: string; params: Record<string, unknown> };
    expect(entry.custom_id).toBe(request.custom_id);
    expect(entry.params).toMatchObject({
      max_tokens: request.max_tokens,
      system: request.system,
      messages: request.messages,
      output_config: { effort: "medium", format: { type: "json_schema", schema: request.schema } },
    });
  });

  test("names every cause that a void answer can have", () => {
    const source = ["reply.ts", "votes.ts", "readings.ts"]
      .map((name) => readFileSync(join(ROOT, "src", "grading", "judge", name), "utf8"))
      .join("\n");
    const causes = [...source.matchAll(/["`]judge: ([a-z ]+)/g)].map(([, cause = ""]) => cause.trim());
    const left = causes.filter(
      (cause) => ![cause, cause.replace("answer ", "… ")].some((one) => text.includes(one)),
    );
    expect(left).toEqual([]);
  });
});

/** Unwanted lines and readings other than the right ones are denied by the fake judge, the rest confirmed. */
function isWanted(item: string): boolean {
  return !/^(?:STANCE\.(?:pursue|develop)|FORECAST\.(?!omit)|DC5|DC6|DC9|DR8|DR9|DR10|FU7|GR4|GR5|GR6|GR7|AP9|CH5|CH6|CH7|PR3|PR6|IN1|IN5)/.test(
    item,
  );
}

let graded = "";
beforeAll(async () => {
  graded = mkdtempSync(join(tmpdir(), "dealbench-judge-"));
  for (const model of ["some-model", "claude-sonnet-5"]) {
    const responses = join(graded, `${model}.jsonl`);
    writeFileSync(responses, JSON.stringify({ scenario: SCENARIO, model, turns: [{ assistant: REPLY }] }));
    await runCommand(gradeCommand(), ["--responses", responses, "--out", join(graded, model), "--json"]);
  }
});
afterAll(() => rmSync(graded, { recursive: true, force: true }));

/** A graded run folder of the test's own. */
function gradedRun(model = "some-model"): string {
  const run = join(temporaryFolder(), "run");
  cpSync(join(graded, model), run, { recursive: true });
  return run;
}

/** How many replies' grades are in the cache beside this response cache. */
async function keptGrades(cache: string): Promise<number> {
  const store = await openGradeStore(gradeStoreFile(cache), { onWarning: () => {} });
  const { replies } = store.stats();
  store.close();
  return replies;
}

/** Runs `dealbench judge …` in this process; what it writes to stderr is kept too. */
async function judge(...args: string[]) {
  let written = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += String(text);
    return true;
  });
  try {
    const result = await runCommand(judgeCommand(), args);
    return { ...result, stderr: written + result.stderr };
  } finally {
    spy.mockRestore();
  }
}

async function exported(run: string, ...args: string[]): Promise<Request[]> {
  const { code, stdout } = await judge("export", run, ...args);
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Request);
}

function itemsAsked({ schema }: Request): string[] {
  return schema.properties.answers.items.properties.item.enum;
}

function writeReplies(
  file: string,
  requests: readonly Request[],
  answer: (item: string, index: number, vote: number) => Answer,
  form: "answers" | "text" | "result" = "answers",
): void {
  const lines = requests.map((request) => {
    const vote = Number(request.custom_id.split("-").at(-1));
    const answers = itemsAsked(request).map((item, index) => answer(item, index, vote));
    const text = JSON.stringify({ answers });
    const message = { stop_reason: "end_turn", content: [{ type: "text", text }] };
    const body = { answers: { answers }, text: { text }, result: { result: { type: "succeeded", message } } }[
      form
    ];
    return JSON.stringify({ custom_id: request.custom_id, ...body });
  });
  writeFileSync(file, `${lines.toReversed().join("\n")}\n`);
}

function jsonl(file: string): Record<string, unknown>[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function itemsOf(run: string): Map<string, Item> {
  const grades = jsonl(join(run, "grades.jsonl")) as unknown as { items: Item[] }[];
  return new Map(grades.flatMap(({ items }) => items).map((item) => [item.id, item]));
}

interface RunJson {
  identity: { judge: { model: string; sha256: string } };
  provenance: { notes: string[] };
  judge: { questions: number; flicker: number };
}

function runJson(run: string): RunJson {
  return JSON.parse(readFileSync(join(run, "run.json"), "utf8")) as RunJson;
}

/** Every file of a run folder with its text. */
function snapshot(run: string): Record<string, string> {
  return Object.fromEntries(readdirSync(run).map((name) => [name, readFileSync(join(run, name), "utf8")]));
}
