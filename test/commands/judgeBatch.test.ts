import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadPrices } from "../../src/executor/money/prices.ts";
import { gradeCommand } from "../../src/commands/grade.ts";
import { openBatchLane } from "../../src/pipeline/lanes/laneBatch.ts";
import { LANES } from "../../src/pipeline/lanes/lanes.ts";
import { temporaryFolder } from "../support/cli.ts";
import { onlyRun, readJson, readLines, runLive, spawnLive, workplace } from "../support/live.ts";
import { batchSizes, messagesServer, type MessagesServer } from "../support/messagesServer.ts";
import { until } from "../support/until.ts";
import { runCommand } from "./inProcess.ts";
import { isJudge, JUDGE, judge, met, REPLY } from "./judgeStub.ts";

const WAITING = ["--lane", "batch", "--poll", "60", "--judge", JUDGE, "--filter", "cp01a"];
const BATCH = ["--lane", "batch", "--poll", "0.05"];

describe("a judge that answers in batches", () => {
  test("after a run of that lane: its questions are one batch at half the price, apart from the candidates'", async () => {
    const server = await messagesServer({
      batchPolls: 1,
      reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }),
    });
    const here = workplace(server);
    const { code, stdout } = await runLive(here, ...BATCH, "--judge", JUDGE, "--filter", "cp01a");
    expect(code).toBe(0);
    const [candidates = 0, questions = 0, ...more] = batchSizes(server);
    expect([candidates, more, server.count()]).toEqual([1, [], 0]);
    expect(questions).toBeGreaterThan(3);
    const folder = onlyRun(here);
    const run = readJson(folder);
    expect(run.judge).toMatchObject({ model: JUDGE, missing: 0, spent: { calls: questions } });
    expect(stdout).toMatch(/Judge: anthropic:claude-opus-5 answered/);

    const { input_tokens: inputTokens, output_tokens: outputTokens, list_usd: list } = run.judge.spent;
    const usage = { inputTokens, outputTokens, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
    expect(list).toBeCloseTo(((await loadPrices()).costOf(JUDGE, usage) ?? Number.NaN) / 2, 10);
  });

  test("faults 20, 36: killed while it waits, the same command finds the batch again and submits nothing", async () => {
    const server = await messagesServer({ reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }) });
    const { folder, child, ended } = await waitingForJudge(server);
    child.kill("SIGKILL");
    await ended;
    expect(readLines(folder, "judge_batches.jsonl").map(({ kind }) => kind)).toEqual(["intent", "submitted"]);
    await server.batches.end();
    const { code, stderr } = await judge(server, "run", folder, "--judge", JUDGE, "--poll", "0.05");
    expect(stderr).not.toContain("submitted");
    expect([code, batchSizes(server).length]).toEqual([0, 1]);
    expect(readJson(folder).judge).toMatchObject({ missing: 0 });
  });

  test("fault 35: a budget that is spent keeps no answer back that is paid for, however many are asked for at once", async () => {
    const server = await messagesServer({ reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }) });
    const { folder, child, ended } = await waitingForJudge(server);
    child.kill("SIGKILL");
    await ended;
    await server.batches.end();
    const { batch } = LANES;
    if (!batch) throw new Error("There is no batch lane any more.");
    LANES["batch"] = {
      ...batch,
      load: async () => async (work, options) => ({ ...(await openBatchLane(work, options)), window: 1 }),
    };
    onTestFinished(() => void (LANES["batch"] = batch));
    const more = ["--votes", "3", "--poll", "0.05", "--budget-usd", "0.000001"];
    const { code } = await judge(server, "run", folder, "--judge", JUDGE, ...more);
    expect([code, batchSizes(server).length]).toEqual([4, 1]);
    expect(readJson(folder).judge).toMatchObject({ votes: 1, missing: 0 });
  });

  test("faults 23, 24: interrupted, it says how many requests are at the vendor and how to go on", async () => {
    const server = await messagesServer({ reply: (seen) => (isJudge(seen) ? met(seen) : { text: REPLY }) });
    const { folder, child, ended } = await waitingForJudge(server);
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/\d+ judge requests to be answered at the vendor/);
    expect(stderr).toContain(`dealbench judge run ${folder} --judge ${JUDGE} --lane batch`);
  });

  test("one whose vendor has no batches is refused before anything is asked, and a file lane is none for a judge", async () => {
    const server = await messagesServer();
    const here = workplace(server);
    const folder = await gradedReply();
    const env = { ...here.env, OPENAI_API_KEY: "sk-test" };
    const asked = await runLive({ ...here, env }, ...BATCH, "--judge", "promptfoo:openai:gpt-5");
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/no batches are known for promptfoo:openai:gpt-5|promptfoo/);
    expect([server.requests.length, existsSync(here.reports)]).toEqual([0, false]);
    await expect(judge(server, "run", folder, "--judge", JUDGE, "--lane", "file")).rejects.toThrow(
      /process\.exit/,
    );
    expect(existsSync(join(folder, "judge_batches.jsonl"))).toBe(false);
  });
});

async function gradedReply(): Promise<string> {
  const folder = temporaryFolder();
  const responses = join(folder, "replies.jsonl");
  writeFileSync(
    responses,
    JSON.stringify({ scenario: "hc-newlogo-cp01a", model: "some-model", turns: [{ assistant: REPLY }] }),
  );
  await runCommand(gradeCommand(), ["--responses", responses, "--out", join(folder, "run"), "--json"]);
  return join(folder, "run");
}

/** A run that is graded, and a process that resumed it to put its questions to a judge and now waits for their batch. */
async function waitingForJudge(server: MessagesServer) {
  const here = workplace(server);
  expect((await runLive(here, "--filter", "cp01a")).code).toBe(0);
  const folder = onlyRun(here);
  const { child, ended, told } = spawnLive(here, "--resume", folder, ...WAITING);
  await until(() => told().includes("submitted"));
  return { folder, child, ended };
}
