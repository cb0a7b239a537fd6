import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lockRun } from "../../../src/runs/lock.ts";
import { isJudge, JUDGE, met, REPLY } from "../../commands/judgeStub.ts";
import { MODEL, readJson, readLines, runLive, workplace, type Workplace } from "../../support/live.ts";
import { apiError, messagesServer } from "../../support/messagesServer.ts";

describe("dealbench run over live models", () => {
  test("writes the folder of a run, in the plan's order, under the identity that was known before", async () => {
    const server = await messagesServer({
      reply: ({ index }) => ({ text: "Walk away.", delayMs: 40 - 10 * index }),
    });
    const place = workplace(server);
    const models = ["--model", "anthropic:b", "--model", "anthropic:a"];
    const { code, stderr } = await runLive(place, ...models, "--repeats", "2", "--effort", "low");
    const [folder = ""] = runs(place);
    expect(code).toBe(0);
    expect(stderr).toMatch(/8\/8 replies · 0 under way/);
    expect(readLines(folder).map((line) => [line.repeat, line.scenario, line.model])).toEqual([
      [1, "hc-newlogo-cp01a", "anthropic:b"],
      [1, "hc-newlogo-cp01a", "anthropic:a"],
      [1, "hc-newlogo-cp01b", "anthropic:b"],
      [1, "hc-newlogo-cp01b", "anthropic:a"],
      [2, "hc-newlogo-cp01a", "anthropic:b"],
      [2, "hc-newlogo-cp01a", "anthropic:a"],
      [2, "hc-newlogo-cp01b", "anthropic:b"],
      [2, "hc-newlogo-cp01b", "anthropic:a"],
    ]);
    const run = readJson(folder);
    const parameters = { max_tokens: 8192, effort: "low" };
    expect(run).toMatchObject({
      status: "complete",
      identity: {
        repeats: 2,
        models: [
          { id: "anthropic:a", parameters },
          { id: "anthropic:b", parameters },
        ],
      },
      provenance: { replies: "live" },
      counts: { planned: 8, transcripts: 8, ok: 8 },
      sessions: [{ started_at: expect.any(String), ended_at: expect.any(String) }],
    });
    expect(run.cost.seconds).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual([
      "grades.jsonl",
      "junit.xml",
      "report.html",
      "run.json",
      "summary.json",
      "summary.md",
      "transcripts.jsonl",
    ]);
  });

  test("fault 9: denied at the first call, nothing is left behind and the variable is named", async () => {
    const server = await messagesServer({ reply: apiError(401, "authentication_error") });
    const place = workplace(server);
    const { code, stderr } = await runLive(place);
    expect(code).toBe(4);
    expect(stderr).toMatch(/ANTHROPIC_API_KEY/);
    expect(runs(place)).toEqual([]);
  });

  test("fault 9: denied on the way, what was finished is kept and graded, and the rest is asked on resuming", async () => {
    const server = await messagesServer({
      queue: [{ text: "Walk away." }, apiError(403, "permission_error")],
    });
    const place = workplace(server);
    const first = await runLive(place, "--concurrency", "1");
    const [folder = ""] = runs(place);
    expect(first.code).toBe(4);
    expect(first.stderr).toMatch(new RegExp(`1 of 2 replies are missing .* run --resume ${folder}`));
    expect(readJson(folder)).toMatchObject({ status: "partial", counts: { planned: 2, transcripts: 1 } });
    const pair = "0 could not be read, 1 not complete (no reply of one of the two)";
    expect(first.stdout).toContain(pair);
    expect(readFileSync(join(folder, "summary.md"), "utf8").replaceAll("\\", "")).toContain(pair);
    expect(readJson(folder, "summary.json").models[0].pairs).toMatchObject([
      { consistent: null, complete: false },
    ]);
    // The terminal says once why nothing has an interval.
    expect(first.stdout.match(/of one family/g)).toHaveLength(1);
    expect(readLines(folder, "grades.jsonl").length).toBeGreaterThan(0);

    const second = await runLive(place, "--resume", "--no-cache");
    expect(second.code).toBe(0);
    expect(server.count()).toBe(3);
    expect(runs(place)).toEqual([folder]);
    expect(readJson(folder)).toMatchObject({ status: "complete", counts: { transcripts: 2, ok: 2 } });
    expect(readJson(folder).provenance.notes).toEqual([
      expect.stringMatching(
        /^Continued .*: 1 of 2 replies were kept, 1 asked for now; nothing changed since\.$/,
      ),
    ]);
  });

  test("fault 37: every call fails: a failed run with exit 4, never 0 %, and it can be asked again", async () => {
    const server = await messagesServer({ queue: [1, 2].map(() => apiError(400, "invalid_request_error")) });
    const place = workplace(server);
    const { code, stdout, stderr } = await runLive(place);
    expect(code).toBe(4);
    expect(stdout).not.toMatch(/\b0 ?%/);
    expect(stderr).toMatch(/2 of 2 replies are missing or ended in an error/);
    const [folder = ""] = runs(place);
    const said = "anthropic: 400 invalid_request_error: invalid_request_error";
    expect(stdout).toContain(`Failed calls: 2 × ${said}.`);
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toContain(
      "Calls lost: 2 of 2 (failed: 2 × anthropic",
    );
    expect(readJson(folder, "summary.json").models[0].outcomes.causes).toEqual([{ cause: said, count: 2 }]);
    const junit = readFileSync(join(folder, "junit.xml"), "utf8");
    expect(junit).toContain(`<error message="failed call: ${said}`);
    expect(junit).toContain(`<property name="failed calls" value="2 × ${said}"/>`);
    expect(readLines(folder, "grades.jsonl")[0].items[0].reason).toContain(
      `outcome error: the reply is not a whole answer (${said}`,
    );
    expect(readJson(folder).counts).toMatchObject({ transcripts: 2, error: 2, ok: 0 });
    expect((await runLive(place, "--resume")).code).toBe(0);
    expect(readJson(folder).counts).toMatchObject({ transcripts: 2, error: 0, ok: 2 });
  });

  test("fault 26: tokens, attempts and time are those of all sessions, failed samples included", async () => {
    const usage = { input_tokens: 100, output_tokens: 10 };
    const server = await messagesServer({
      queue: [{ usage }, apiError(400, "invalid_request_error"), { usage }],
    });
    const place = workplace(server);
    await runLive(place, "--concurrency", "1");
    const [folder = ""] = runs(place);
    const { seconds } = readJson(folder).cost;
    await runLive(place, "--resume");
    const { cost, sessions, superseded } = readJson(folder);
    expect(cost.attempts).toBe(3);
    expect(cost.seconds).toBeGreaterThan(seconds);
    expect(sessions).toHaveLength(2);
    expect(superseded).toMatchObject({ transcripts: 1, attempts: 1 });
    expect(readLines(folder, "superseded.jsonl")).toHaveLength(1);
  });

  test("fault 35: the budget is reached: what was paid is kept, the run is partial, exit 4", async () => {
    const server = await messagesServer({ reply: { usage: { input_tokens: 20_000, output_tokens: 8_000 } } });
    const place = workplace(server);
    const limits = ["--repeats", "5", "--concurrency", "1", "--budget-usd", "0.5"];
    const { code, stderr } = await runLive(place, ...limits);
    const [folder = ""] = runs(place);
    expect(code).toBe(4);
    expect(stderr).toMatch(/budget/i);
    const run = readJson(folder);
    expect(run.status).toBe("partial");
    expect(run.counts.transcripts).toBeGreaterThan(0);
    expect(run.cost.incurred_usd).toBeLessThanOrEqual(0.5);
    const asked = server.count();
    expect((await runLive(place, ...limits, "--resume")).code).toBe(4);
    expect(server.count()).toBe(asked);
  });

  test("fault 34: a budget without a known price is refused, and nothing is left behind", async () => {
    const place = workplace(await messagesServer());
    const { code, stderr } = await runLive(
      place,
      "--model",
      "anthropic:claude-unheard-of",
      "--budget-usd",
      "1",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("claude-unheard-of");
    expect(runs(place)).toEqual([]);
  });

  test("fault 28: a run that is at work is not joined; two of the same second are two folders", async () => {
    const server = await messagesServer();
    const place = workplace(server);
    await runLive(place);
    const [folder = ""] = runs(place);
    const lock = lockRun(folder);
    const { code, stderr } = await runLive(place, "--resume", folder);
    expect(code).toBe(2);
    expect(stderr).toContain(`is locked by process ${process.pid}`);
    lock.release();
    const again = await runLive(place, "--json");
    expect(JSON.parse(again.stdout).folder).not.toBe(folder);
    expect(runs(place)).toHaveLength(2);
    expect(server.count()).toBe(2);
  });
});

describe("fault 25: what was edited is asked or graded again, and nothing else", () => {
  test("graders: no call, only grading", async () => {
    const { place, server, folder, grades } = await finishedRun();
    editIdentity(folder, (identity) => (identity.graders.sha256 = "0".repeat(64)));
    writeFileSync(join(folder, "grades.jsonl"), "");
    expect((await runLive(place, "--resume", folder, "--no-cache")).code).toBe(0);
    expect(server.count()).toBe(2);
    expect(readFileSync(join(folder, "grades.jsonl"), "utf8")).toBe(grades);
    expect(notes(folder)).toMatch(/2 of 2 replies were kept, 0 asked for now; changed since: graders\./);
  });

  test("a scenario's text: its samples alone; the old replies are set aside", async () => {
    const { place, server, folder, scenarios } = await finishedRun();
    edit(scenarios, "Late discharges", "Delayed discharges");
    await runLive(place, "--scenarios", scenarios, "--resume", folder, "--no-cache");
    expect(server.count()).toBe(3);
    expect(readLines(folder)).toHaveLength(2);
    expect(readLines(folder, "superseded.jsonl")).toHaveLength(1);
    expect(notes(folder)).toMatch(/1 of 2 replies were kept.*scenarios edited \(hc-newlogo-cp01a\)/);
  });

  test("the persona: nothing could be used, so the folder is refused with what differs and what to do", async () => {
    const { place, server, folder, grades } = await finishedRun();
    const persona = join(place.folder, "edited.md");
    writeFileSync(
      persona,
      readFileSync("persona/enterprise-sales-director.md", "utf8").replace("Be direct", "Be kind"),
    );
    const { code, stderr } = await runLive(place, "--persona", persona, "--resume", folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(
        `--resume ${folder}: none of its replies .*\\. It differs in persona \\(\\S+ \\w+, now \\S+ \\w+\\)`,
      ),
    );
    expect(stderr).toContain("1. the run's own persona: --persona ");
    expect(stderr).toContain("2. a new run: leave --resume out");
    const dry = await runLive(place, "--persona", persona, "--resume", folder, "--dry-run");
    expect([dry.code, dry.stderr]).toEqual([2, stderr]);
    expect(server.count()).toBe(2);
    expect(runs(place)).toHaveLength(1);
    expect(readFileSync(join(folder, "grades.jsonl"), "utf8")).toBe(grades);
  });

  test("parameters: refused likewise; a further model or repeat: only what it adds", async () => {
    const { place, server, folder } = await finishedRun();
    const { code, stderr } = await runLive(place, "--max-tokens", "99", "--resume", folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /It differs in parameters \(anthropic:\S+\)\. Ways on:\n.*leave --model, --max-tokens/,
    );
    expect([server.count(), runs(place).length]).toEqual([2, 1]);
    const more = await runLive(place, "--repeats", "2", "--resume", folder, "--no-cache");
    expect(more.stderr).toContain("changed since: repeats (1, now 2)");
    expect(server.count()).toBe(4);
    expect(readJson(folder)).toMatchObject({ status: "complete", counts: { planned: 4, transcripts: 4 } });
  });
});

describe("--resume FOLDER --model", () => {
  test("takes from the folder what is not given: repeats, parameters, persona and scenarios", async () => {
    const server = await messagesServer();
    const place = workplace(server);
    const persona = join(place.folder, "own.md");
    writeFileSync(persona, `${readFileSync("persona/enterprise-sales-director.md", "utf8")}\nBe brief.\n`);
    await runLive(place, "--repeats", "2", "--max-tokens", "777", "--effort", "low", "--persona", persona);
    const [folder = ""] = runs(place);
    const before = readJson(folder).identity;
    const { code, stderr } = await runLive(place, "--resume", folder, "--model", MODEL);
    expect(code).toBe(0);
    expect(stderr).toContain("4 of 4 replies were kept, 0 asked for now; nothing changed since.");
    expect(readJson(folder).identity).toEqual(before);
    const second = [MODEL, "anthropic:claude-haiku-4-5"].flatMap((model) => ["--model", model]);
    await runLive(place, "--resume", folder, ...second);
    expect(server.count()).toBe(8);
    expect(server.messages().at(-1)?.body).toMatchObject({ max_tokens: 777 });
    expect(readJson(folder).counts).toMatchObject({ planned: 8, ok: 8 });
  });

  test("and its judge", async () => {
    const server = await messagesServer({ reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }) });
    const place = workplace(server);
    await runLive(place, "--judge", JUDGE, "--judge-votes", "3", "--filter", "cp01a");
    const [folder = ""] = runs(place);
    const before = readJson(folder).identity;
    const again = await runLive(place, "--resume", folder, "--model", MODEL);
    expect(again.stderr).toContain(`${JUDGE} judges, as the folder says.`);
    expect(readJson(folder).identity).toEqual(before);
    expect(readJson(folder).judge).toMatchObject({ votes: 3, missing: 0 });
    const elsewhere = { ...place, env: { ...place.env, ANTHROPIC_API_KEY: "" } };
    const { code, stderr } = await runLive(elsewhere, "--resume", folder, "--model", MODEL);
    expect(code).toBe(2);
    expect(stderr).toContain("ANTHROPIC_API_KEY is not set");
  });
});

describe("an unfinished run of the same plan", () => {
  test("is named with the way to continue it, and a new one begins", async () => {
    const server = await messagesServer({ queue: [{}, apiError(403, "permission_error")] });
    const place = workplace(server);
    await runLive(place, "--concurrency", "1");
    const [folder = ""] = runs(place);
    const { stderr } = await runLive(place);
    expect(stderr).toMatch(
      new RegExp(`${folder} is an unfinished run of the very same plan.*--resume ${folder}`),
    );
    expect(stderr).toContain("response cache are not paid for again");
    expect(server.count()).toBe(3);
    const other = await runLive(place, "--max-tokens", "99");
    expect(other.stderr).not.toContain("unfinished run");
  });

  test("--resume with nothing to continue says so and begins anew", async () => {
    const place = workplace(await messagesServer());
    const { code, stderr } = await runLive(place, "--resume");
    expect(code).toBe(0);
    expect(stderr).toMatch(/holds no run .* that lacks replies; a new run begins/);
  });

  test("an --out that holds one is not overwritten", async () => {
    const server = await messagesServer({ queue: [{}, apiError(403, "permission_error")] });
    const place = workplace(server);
    const out = join(place.folder, "out");
    await runLive(place, "--concurrency", "1", "--out", out);
    const { code, stderr } = await runLive(place, "--out", out);
    expect(code).toBe(2);
    expect(stderr).toContain(`continue it with --resume ${out}`);
    expect((await runLive(place, "--out", out, "--resume")).code).toBe(0);
  });
});

describe("what cannot begin", () => {
  test.each([
    [["--model", "recorded:llm", "--model", "anthropic:x"], /are not mixed in one run/],
    [["--lane", "pigeon"], /--lane: found "pigeon", expected live/],
    [["--reports", "package.json"], /--reports package\.json: is a file, expected a folder/],
    [["--out", "/proc/x"], /\/proc\/x.*no folder can be made/],
    [["--resume", "nowhere"], /nowhere: no run\.json here/],
  ])("%j is refused with one clear message, and nothing is left behind", async (args, message) => {
    const place = workplace({ url: "http://127.0.0.1:9" });
    const { code, stderr } = await runLive(place, ...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(runs(place)).toEqual([]);
  });
});

function runs({ reports }: Workplace): string[] {
  if (!existsSync(reports)) return [];
  return readdirSync(reports)
    .sort()
    .map((name) => join(reports, name));
}

function notes(folder: string): string {
  return readJson(folder).provenance.notes.join("\n");
}

/** A complete run of the two deals, read from a copy of the corpus that may be edited. */
async function finishedRun() {
  const server = await messagesServer({ reply: { text: "Walk away." } });
  const place = workplace(server);
  const scenarios = join(place.folder, "deals.csv");
  const [header = "", ...rows] = readFileSync("scenarios/core.csv", "utf8").split(/\n(?=[\w-]+,)/);
  writeFileSync(scenarios, [header, ...rows.filter((row) => row.includes("cp01"))].join("\n"));
  expect((await runLive(place, "--scenarios", scenarios)).code).toBe(0);
  const [folder = ""] = runs(place);
  const grades = readFileSync(join(folder, "grades.jsonl"), "utf8");
  return { place, server, folder, scenarios, grades };
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

function editIdentity(folder: string, change: (identity: ReturnType<typeof readJson>) => void): void {
  const run = readJson(folder);
  change(run.identity);
  writeFileSync(join(folder, "run.json"), JSON.stringify(run));
}
