import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readJson, readLines, runLive, spawnLive, workplace } from "../../support/live.ts";
import { until } from "../../support/until.ts";
import { lastTurn, messagesServer, type SeenRequest } from "../../support/messagesServer.ts";

/** The same reply to the same question, whenever and by whomever it is asked. */
const answer = (request: SeenRequest) => ({ text: `Walk away: ${lastTurn(request).slice(0, 40)}.` });

describe("fault 20: killed at any instant", () => {
  test("a resumed run asks nothing again that was finished, and is graded as one that was never killed", async () => {
    const server = await messagesServer({
      reply: (request) => ({ ...answer(request), delayMs: request.index < 3 ? 0 : 60_000 }),
    });
    const place = workplace(server);
    const out = join(place.folder, "out");
    const options = ["--repeats", "3", "--concurrency", "8", "--no-cache", "--out", out];
    const { child, ended } = spawnLive(place, ...options);
    await server.arrived(4);
    await until(() => readLines(out).length >= 3);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    expect(readJson(out).status).toBe("unfinished");
    const kept = readFileSync(join(out, "transcripts.jsonl"), "utf8").trimEnd().split("\n");

    const healthy = await messagesServer({ reply: answer });
    const resumed = await runLive(
      { ...place, env: { ...place.env, ANTHROPIC_BASE_URL: healthy.url } },
      ...options,
      "--resume",
    );
    expect(resumed.stderr).toMatch(/is gone: its lock was taken over/);
    expect(resumed.code).toBe(0);
    expect(healthy.count()).toBe(6 - kept.length);
    const lines = readFileSync(join(out, "transcripts.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(kept.every((line) => lines.includes(line))).toBe(true);

    const whole = join(place.folder, "whole");
    await runLive(
      { ...place, env: { ...place.env, ANTHROPIC_BASE_URL: healthy.url } },
      ...options.slice(0, -2),
      "--out",
      whole,
    );
    const grades = [out, whole].map((folder) => readFileSync(join(folder, "grades.jsonl"), "utf8"));
    expect(grades[0]).toBe(grades[1]);
    expect(readdirSync(out)).toEqual(readdirSync(whole));
  });
});

describe("signals", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "fault 23, 24: %s once lets calls in flight end, grades what is there and exits 130",
    async (signal) => {
      // The call in flight ends once the signal has been heard.
      let hasHeard = false;
      const server = await messagesServer({
        reply: async (request) => {
          await until(() => hasHeard);
          return answer(request);
        },
      });
      const place = workplace(server);
      const out = join(place.folder, "out");
      const { child, ended, told } = spawnLive(place, "--repeats", "3", "--concurrency", "1", "--out", out);
      await server.arrived(1);
      child.kill(signal);
      await until(() => told().includes("calls in flight may finish"));
      hasHeard = true;
      const { code, stderr, stdout } = await ended;
      expect(code).toBe(130);
      expect(server.count()).toBe(1);
      expect(stderr).toContain("calls in flight may finish and are kept");
      expect(stderr).toMatch(/5 of 6 replies are missing/);
      expect(stdout).toMatch(/report\.html\n$/);
      expect(readLines(out)).toHaveLength(1);
      expect(readJson(out)).toMatchObject({ status: "partial", counts: { planned: 6, transcripts: 1 } });
    },
  );

  test("fault 23: Ctrl-C twice ends at once, and what was finished is there to be continued", async () => {
    const server = await messagesServer({
      reply: (request) => ({ ...answer(request), delayMs: request.index === 0 ? 0 : 60_000 }),
    });
    const place = workplace(server);
    const out = join(place.folder, "out");
    const { child, ended, told } = spawnLive(place, "--repeats", "3", "--concurrency", "1", "--out", out);
    await server.arrived(2);
    await until(() => readLines(out).length === 1);
    child.kill("SIGINT");
    await until(() => told().includes("Once more ends at once"));
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(readJson(out).status).toBe("unfinished");
    expect(readLines(out)).toHaveLength(1);
  });
});

describe("fault 22: no room for what was answered", () => {
  test("what was finished stays whole, the message says what to do, and the run goes on once there is room", async () => {
    const server = await messagesServer({ reply: { text: "Walk away. ".repeat(3_000) } });
    const place = workplace(server);
    const out = join(place.folder, "out");
    const options = ["--repeats", "3", "--concurrency", "1", "--no-cache", "--out", out];
    const { code, stderr } = await spawnLive({ ...place, fileLimitKiB: 100 }, ...options).ended;
    expect(stderr).toMatch(/transcripts\.jsonl: not written: the file is larger than is allowed here/);
    expect(stderr).toMatch(new RegExp(`2 replies are kept; .*--resume ${out}`));
    expect(code).toBe(4);
    expect(readLines(out)).toHaveLength(2);
    expect(readJson(out).status).toBe("unfinished");
    expect((await runLive(place, ...options, "--resume")).code).toBe(0);
    expect(readLines(out)).toHaveLength(6);
  });
});
