import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPrices } from "../../../src/executor/money/prices.ts";
import { onlyRun, readJson, readLines, runLive, spawnLive, workplace } from "../../support/live.ts";
import { apiError, batchSizes, messagesServer } from "../../support/messagesServer.ts";
import { until } from "../../support/until.ts";

const CONVERSATION = "mf-consumption-pressure-tervola";
const BATCH = ["--lane", "batch", "--poll", "0.05"];

describe("dealbench run --lane batch", () => {
  test("asks everything in one batch at its price, and keeps the replies for every lane", async () => {
    const usage = { input_tokens: 1_000, output_tokens: 100 };
    const server = await messagesServer({ batchPolls: 2, reply: { text: "Walk away.", usage } });
    const here = workplace(server);
    const { code, stderr } = await runLive(here, ...BATCH, "--repeats", "2");
    expect(code).toBe(0);
    expect(stderr).toContain("Batch msgbatch_1: 4 requests submitted; asked after every 0.05 s.");
    expect(batchSizes(server)).toEqual([4]);
    expect(server.count()).toBe(0);
    const folder = onlyRun(here);
    const prices = await loadPrices();
    const tokens = {
      inputTokens: 1_000,
      outputTokens: 100,
      cacheReadInputTokens: 0,
      cacheCreationInputTokens: 0,
    };
    const list = prices.costOf("anthropic:claude-sonnet-5", tokens) ?? Number.NaN;
    expect(readLines(folder).map(({ cost_usd: cost }) => cost)).toEqual(Array(4).fill(list / 2));
    expect(readJson(folder)).toMatchObject({
      status: "complete",
      counts: { ok: 4 },
      cost: { incurred_usd: 2 * list },
    });

    expect((await runLive(here, "--repeats", "2", "--out", join(here.folder, "live"))).code).toBe(0);
    expect(server.count()).toBe(0);
    expect(readJson(join(here.folder, "live")).cost.incurred_usd).toBe(0);
  });

  test("conversations advance a turn a batch, all of them together", async () => {
    const server = await messagesServer({ batchPolls: 1 });
    const here = workplace(server);
    expect((await runLive(here, ...BATCH, "--filter", CONVERSATION, "--repeats", "3")).code).toBe(0);
    const transcripts = readLines(onlyRun(here));
    expect(transcripts).toHaveLength(3);
    expect(batchSizes(server)).toEqual(transcripts[0].turns.map(() => 3));
    expect(batchSizes(server).length).toBeGreaterThan(2);
  });

  test("fault 36: only what errored or expired is submitted again, and not for ever", async () => {
    const times = new Map<string, number>();
    const server = await messagesServer({
      batchPolls: 1,
      reply: ({ body }) => {
        const text = JSON.stringify(body?.messages);
        const time = (times.get(text) ?? 0) + 1;
        times.set(text, time);
        if (text.includes("Tobias Otieno, the group CFO. Four")) return { batch: "expired" };
        return time === 1 ? apiError(500, "api_error") : { text: "Walk away." };
      },
    });
    const here = workplace(server);
    const { code, stderr } = await runLive(here, ...BATCH);
    expect(code).toBe(0);
    expect(batchSizes(server)).toEqual([2, 2, 1]);
    expect(stderr).toMatch(/1 of 2 replies are missing or ended in an error/);
    const [a, b] = readLines(onlyRun(here));
    expect(a.turns[0]).toMatchObject({ outcome: "error", error: expect.stringContaining("(expired)") });
    expect([a.attempts, b.attempts, b.turns[0].outcome]).toEqual([3, 2, "ok"]);
  });

  test("fault 36: killed while it waits, another process finds the batch and submits nothing", async () => {
    const server = await messagesServer({ reply: { text: "Walk away." } });
    const here = workplace(server);
    const { child, ended } = spawnLive(here, ...BATCH, "--no-cache");
    await until(() => [...server.batches.all.values()].some(({ polls }) => polls > 1));
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    const folder = onlyRun(here);
    expect(readJson(folder).status).toBe("unfinished");
    expect(readLines(folder, "batches.jsonl").map(({ kind, batch }) => [kind, batch])).toEqual([
      ["intent", undefined],
      ["submitted", "msgbatch_1"],
    ]);

    await server.batches.end();
    const { code, stderr } = await runLive(here, "--resume", folder, "--poll", "0.05", "--no-cache");
    expect(stderr).not.toContain("submitted");
    expect(code).toBe(0);
    expect(batchSizes(server)).toEqual([2]);
    expect(readJson(folder)).toMatchObject({ status: "complete", counts: { ok: 2 } });
  });

  test("fault 36: killed while it submits, it says what may be paid for twice, and submits once more", async () => {
    let silent = true;
    const server = await messagesServer({
      batchPolls: 1,
      intercept: ({ path, method }) =>
        silent && path === "/v1/messages/batches" && method === "POST" ? { fault: "silence" } : undefined,
    });
    const here = workplace(server);
    const { child, ended } = spawnLive(here, ...BATCH);
    await until(() => server.count("/v1/messages/batches") > 0);
    child.kill("SIGKILL");
    await ended;
    silent = false;
    const { code, stderr } = await runLive(here, ...BATCH, "--resume", onlyRun(here));
    expect(stderr).toMatch(/cut off while it submitted 2 requests; .* paid for twice/);
    expect(code).toBe(0);
    expect(batchSizes(server)).toEqual([2]);
  });

  test("faults 23, 24: interrupted, it leaves the batch to go on, and the folder to go on from", async () => {
    const server = await messagesServer();
    const here = workplace(server);
    const { child, ended } = spawnLive(here, ...BATCH);
    await until(() => server.batches.all.size > 0 && (server.batches.all.get("msgbatch_1")?.polls ?? 0) > 0);
    child.kill("SIGTERM");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    const folder = onlyRun(here);
    expect(stdout).toContain("0 of 2 conversations finished; 2 requests to be answered at the vendor");
    expect(stdout).toContain(`dealbench run --resume ${folder}`);
    await server.batches.end();
    expect((await runLive(here, "--resume", folder, "--poll", "0.05")).code).toBe(0);
    expect(batchSizes(server)).toEqual([2]);
  });

  test("fault 36: a batch that the vendor has forgotten is submitted again, and that is said", async () => {
    const server = await messagesServer({ batchPolls: 1 });
    const here = workplace(server);
    const first = spawnLive(here, "--lane", "batch", "--poll", "60");
    await until(() => first.told().includes("submitted"));
    first.child.kill("SIGKILL");
    await first.ended;
    server.batches.all.clear();
    const { code, stderr } = await runLive(here, ...BATCH, "--resume", onlyRun(here));
    expect(code).toBe(0);
    expect(stderr).toContain(
      "Batch msgbatch_1 or its results are not known to the vendor any more; its 2 open requests are submitted again.",
    );
    expect(batchSizes(server)).toEqual([2]);
  });

  test("fault 9: denied, it ends at once and names the variable", async () => {
    const server = await messagesServer({ intercept: () => apiError(401, "authentication_error") });
    const here = workplace(server);
    const { code, stderr } = await runLive(here, ...BATCH);
    expect(code).toBe(4);
    expect(stderr).toContain("ANTHROPIC_API_KEY");
    expect(readdirSync(here.reports)).toEqual([]);
  });

  test("a model without batches is refused, and nothing is left behind", async () => {
    const here = workplace({ url: "http://127.0.0.1:9" });
    const { code, stderr } = await runLive(here, ...BATCH, "--model", "simulated:director");
    expect(stderr).toMatch(/no batches are known for simulated:director/);
    expect(code).toBe(2);
    expect(existsSync(here.reports) ? readdirSync(here.reports) : []).toEqual([]);
  });
});
