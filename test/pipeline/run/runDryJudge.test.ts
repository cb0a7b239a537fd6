import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isJudge, JUDGE, met, REPLY } from "../../commands/judgeStub.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { type Json, MODEL, onlyRun, readJson, runLive, spawnLive, workplace } from "../../support/live.ts";
import { apiError, messagesServer, type SeenRequest, type StubReply } from "../../support/messagesServer.ts";
import { until } from "../../support/until.ts";

describe("--dry-run --judge", () => {
  test("estimates what replies to come leave by recorded ones, bounds it, prices it each way, and asks nobody", async () => {
    const { server, place } = await placeWith(judgedReply);
    const { judge, models, cost_usd: cost, notes } = await dry(place);
    expect(server.count()).toBe(0);
    expect(existsSync(place.reports)).toBe(false);
    expect(judge).toMatchObject({
      model: JUDGE,
      votes: 1,
      replies: { there: 0, to_come: 2 },
      judged: 0,
      held: 0,
      waiting: 0,
    });
    const { calls, input_tokens: input, output_tokens: output } = judge;
    expect(calls.typical).toBeGreaterThan(2);
    for (const { typical, most } of [calls, input, output]) expect(most).toBeGreaterThan(typical);
    expect(output.most).toBe(calls.most * 16_000);
    const { live, batch, live_with_prompt_cache: cached } = judge.cost_usd;
    expect(live.typical).toBeGreaterThan(0);
    expect(batch.most).toBeCloseTo(live.most / 2, 8);
    expect(cached.typical).toBeLessThanOrEqual(live.typical);
    // The models' own figures stay what they are without a judge.
    const { judge: none, ...without } = await dry({ ...place }, "--no-judge");
    expect([none, without.models, without.cost_usd]).toEqual([undefined, models, cost]);
    expect(notes.join(" ")).toMatch(
      /The judge's calls are an estimate: .* once the 2 replies are there\. .* what 4 recorded replies to the same deals do, about \d\.\d calls\. At most it is \d+: code leaves it every question/,
    );
    const { stdout } = await runLive(place, "--dry-run", "--judge", JUDGE);
    expect(stdout).toMatch(/^judge anthropic:claude-opus-5 \(an estimate\): about \d+ calls, at most \d+$/m);
    expect(stdout).toMatch(/^with the judge\n {2}cost +\$/m);
  });

  test("votes multiply its calls; where nothing was recorded it says unknown, and the bound alone", async () => {
    const { place } = await placeWith(judgedReply);
    const [one, three] = [await dry(place), await dry(place, "--judge-votes", "3")];
    expect(three.judge.calls.most).toBe(3 * one.judge.calls.most);
    const blank = await dry(place, "--recordings", temporaryFolder());
    expect(blank.judge.calls).toEqual({ typical: null, most: one.judge.calls.most });
    expect(blank.judge.cost_usd.live).toEqual({ typical: null, most: one.judge.cost_usd.live.most });
    expect(blank.notes.join(" ")).toContain("No reply to these deals is at hand to go by.");
  });

  test("without a price its cost is unknown; a key it may lack, a model's name it may not", async () => {
    const { place } = await placeWith(judgedReply);
    const { judge, notes } = await dry(place, "--judge", "promptfoo:nobody:x");
    expect(judge.cost_usd).toEqual({ live: null, live_with_prompt_cache: null, batch: null });
    expect(notes).toContain("No price is known for the judge promptfoo:nobody:x.");
    for (const [name, message] of [
      ["claude-opus-5", "did you mean anthropic:claude-opus-5?"],
      ["simulated:director", "expected a language model"],
    ]) {
      const { code, stderr } = await runLive(place, "--dry-run", "--judge", String(name));
      expect([code, stderr]).toEqual([2, expect.stringContaining(String(message))]);
    }
  });

  test("replies in the response cache are graded, so that its calls are counted: those that the run then makes", async () => {
    const { server, place } = await placeWith(judgedReply);
    await runLive(place);
    const { judge, notes } = await dry(place);
    expect(judge).toMatchObject({ replies: { there: 2, to_come: 0 } });
    expect(judge.calls.typical).toBe(judge.calls.most);
    expect(notes.join(" ")).toContain("The judge's calls are counted: all replies are there");
    const { stdout } = await runLive(place, "--dry-run", "--judge", JUDGE);
    expect(stdout).toContain(`; and ${judge.calls.most} calls of the judge.`);
    await runLive(place, "--judge", JUDGE);
    expect(server.messages().filter(isJudge).length).toBe(judge.calls.most);
    const after = await dry(place);
    expect(after.judge).toMatchObject({ calls: judge.calls, held: judge.calls.most });
    expect(after.judge.cost_usd.live).toEqual({ typical: 0, most: 0 });
  });

  test("recorded replies cost nothing, their judge does", async () => {
    const { server, place } = await placeWith(judgedReply);
    const { judge, samples, models } = await dry(place, "--model", "recorded:llm");
    expect([samples, models]).toEqual([0, []]);
    expect(judge.replies).toEqual({ there: 4, to_come: 0 });
    await runLive(place, "--model", "recorded:llm", "--judge", JUDGE);
    expect(server.count()).toBe(judge.calls.most);
    const without = await runLive(place, "--dry-run", "--model", "recorded:llm");
    expect([without.code, without.stdout]).toEqual([
      0,
      "Dry run: 0 calls, $0. Every reply is there already, recorded or in the folder.\n",
    ]);
  });
});

describe("--dry-run --resume", () => {
  test("does not count what is judged, and counts what the run then asks", async () => {
    let denied = true;
    let answers = 0;
    const { server, place } = await placeWith((seen) => {
      if (!isJudge(seen)) return { text: REPLY };
      return denied && answers++ >= 2 ? apiError(403, "permission_error") : met(seen);
    });
    await runLive(place, "--judge", JUDGE, "--no-cache", "--concurrency", "1");
    denied = false;
    const folder = onlyRun(place);
    const before = contents(folder);
    const resume = ["--resume", folder, "--model", MODEL, "--no-cache"];
    // The judge is the folder's.
    const { judge, samples } = await dry(place, ...resume, "--no-judge");
    expect(contents(folder)).toEqual(before);
    expect([samples, judge]).toEqual([0, expect.objectContaining({ model: JUDGE, judged: 2, held: 0 })]);
    const asked = server.count();
    await runLive(place, ...resume);
    expect(server.count() - asked).toBe(judge.calls.most);
    const whole = await dry(place, ...resume, "--no-judge");
    expect(whole.judge).toMatchObject({ calls: { most: 0 }, judged: judge.calls.most + 2 });
    // Further votes are calls of their own.
    const votes = await dry(place, ...resume, "--no-judge", "--judge-votes", "2");
    expect(votes.judge).toMatchObject({ calls: { most: judge.calls.most + 2 } });
  });

  test("goes by the replies that the run has for those it lacks", async () => {
    const { server, place } = await placeWith(judgedReply);
    server.queue.push({ text: REPLY }, apiError(403, "permission_error"));
    await runLive(place, "--judge", JUDGE, "--concurrency", "1");
    const folder = onlyRun(place);
    const resume = ["--resume", folder, "--model", MODEL];
    const { judge, notes } = await dry(place, ...resume, "--no-judge");
    expect(judge.replies).toEqual({ there: 1, to_come: 1 });
    expect(judge.calls.most).toBeGreaterThan(judge.calls.typical);
    expect(notes.join(" ")).toContain("what 1 reply at hand and 2 recorded replies to the same deals do");
    await runLive(place, ...resume);
    const asked = server.messages().filter(isJudge).length;
    expect(asked).toBeLessThanOrEqual(judge.calls.most);
    expect(readJson(folder).judge).toMatchObject({ missing: 0 });
  });

  test("what a batch is to answer is not paid for again", async () => {
    const { server, place } = await placeWith(judgedReply);
    await runLive(place);
    const batch = ["--lane", "batch", "--poll", "60", "--judge", JUDGE];
    const out = join(place.folder, "batched");
    const { child, ended } = spawnLive(place, ...batch, "--out", out);
    await until(() => readFileSync(join(out, "judge_batches.jsonl"), "utf8").includes("submitted"));
    child.kill("SIGKILL");
    await ended;
    const { judge } = await dry(place, "--resume", out, "--model", MODEL, "--no-judge");
    expect(judge.waiting).toBeGreaterThan(3);
    expect(judge).toMatchObject({
      calls: { most: judge.waiting },
      cost_usd: { batch: { typical: 0, most: 0 } },
    });
    expect(server.batches.all.size).toBe(1);
  });
});

function judgedReply(seen: SeenRequest): StubReply {
  return isJudge(seen) ? met(seen) : { text: REPLY };
}

async function placeWith(reply: (seen: SeenRequest) => StubReply) {
  const server = await messagesServer({ reply });
  return { server, place: workplace(server) };
}

/** A dry run with the judge, unless another is named or none is (`--no-judge`). */
async function dry(place: ReturnType<typeof workplace>, ...given: string[]): Promise<Json> {
  const args = given.filter((one) => one !== "--no-judge");
  const isTold = args.length < given.length || args.includes("--judge");
  const { stdout } = await runLive(
    place,
    "--dry-run",
    "--json",
    ...(isTold ? [] : ["--judge", JUDGE]),
    ...args,
  );
  return JSON.parse(stdout);
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
