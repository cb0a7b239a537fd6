import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gradeCommand } from "../../../src/commands/grade.ts";
import { judgeCommand } from "../../../src/commands/judge.ts";
import { runCommand } from "../../commands/inProcess.ts";
import { isJudge, JUDGE, met, REPLY } from "../../commands/judgeStub.ts";
import { MODEL, onlyRun, readJson, readLines, runLive, spawnLive, workplace } from "../../support/live.ts";
import { apiError, messagesServer, type SeenRequest, type StubReply } from "../../support/messagesServer.ts";

const OTHER = "anthropic:claude-haiku-4-5";
const WANTED = { model: JUDGE, votes: 1 };

describe("a run that ended before it was judged", () => {
  test("killed, it knows its judge from its folder, with the votes", async () => {
    let isSilent = true;
    const { server, place } = await placeWith((seen) =>
      isSilent && seen.index > 0 ? { fault: "silence" } : judgedReply(seen),
    );
    const { child, ended } = spawnLive(place, "--judge", JUDGE, "--judge-votes", "3", "--concurrency", "1");
    await server.arrived(2);
    child.kill("SIGKILL");
    await ended;
    const folder = onlyRun(place);
    expect(readJson(folder)).toMatchObject({
      status: "unfinished",
      identity: { judge: null },
      judge_wanted: { model: JUDGE, votes: 3 },
    });
    isSilent = false;
    const { code, stderr } = await runLive(place, "--resume", folder, "--model", MODEL);
    expect(code).toBe(0);
    expect(stderr).toContain(`${JUDGE} judges, as the folder says.`);
    expect(readJson(folder).judge).toMatchObject({ model: JUDGE, votes: 3, missing: 0 });
    expect(readJson(folder).identity.judge.model).toBe(JUDGE);
  });

  test("its budget spent, it is judged once a higher one lets it end, found by its name or as the newest", async () => {
    const usage = { input_tokens: 10_000, output_tokens: 8192 };
    const { server, place } = await placeWith((seen) => (isJudge(seen) ? met(seen) : { text: REPLY, usage }));
    const one = await runLive(place, "--judge", JUDGE, "--budget-usd", "0.15", "--concurrency", "1");
    const folder = onlyRun(place);
    expect(one).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`${JUDGE} has not judged yet: dealbench run --resume ${folder}`),
    });
    expect(readJson(folder)).toMatchObject({ status: "partial", judge_wanted: WANTED });
    expect(server.messages().some(isJudge)).toBe(false);
    const { code, stderr } = await runLive(place, "--resume");
    expect(code).toBe(0);
    expect(stderr).toContain(`${JUDGE} judges, as the folder says.`);
    expect(readJson(folder)).toMatchObject({ status: "complete", judge: { model: JUDGE, missing: 0 } });
  });

  test("another judge may take over while the first has answered nothing, and that is told", async () => {
    const { place, folder } = await stoppedEarly("--judge", JUDGE);
    const { code, stderr } = await runLive(place, "--resume", folder, "--model", MODEL, "--judge", OTHER);
    expect(code).toBe(0);
    expect(stderr).toContain(
      `was to be judged by ${JUDGE}, which has answered nothing; ${OTHER} judges instead.`,
    );
    expect(readJson(folder)).toMatchObject({ judge_wanted: { model: OTHER }, judge: { model: OTHER } });
  });

  test("people who judged it by files meanwhile are its judge: it goes on without the one that was named", async () => {
    const { server, place, folder } = await stoppedEarly("--judge", JUDGE);
    const exported = await runCommand(judgeCommand(), ["export", folder]);
    const replies = exported.stdout.trimEnd().split("\n").map(peopleSay);
    const file = join(folder, "..", "..", "answers.jsonl");
    writeFileSync(file, replies.join("\n"));
    expect(await runCommand(judgeCommand(), ["import", folder, file, "--judge", "people"])).toMatchObject({
      code: 0,
    });
    const judged = judgedItems(folder);
    const { answered } = readJson(folder).judge;
    expect(judged.length).toBeGreaterThan(3);
    const { code, stderr } = await runLive(place, "--resume", folder, "--model", MODEL);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining(JUDGE) });
    expect(server.messages().some(isJudge)).toBe(false);
    expect(readJson(folder)).toMatchObject({ status: "complete" });
    expect(readJson(folder).judge_wanted).toBeUndefined();

    // What they answered counts again, and only what is new is open.
    expect(judgedItems(folder)).toEqual(judged);
    const { judge, identity } = readJson(folder);
    expect(identity.judge.model).toBe("people");
    expect(judge).toMatchObject({ model: "people", answered });
    expect(stderr).toContain(
      `What people answered counts again; still open: ${judge.missing} questions. To have them answered: dealbench judge export ${folder}`,
    );
    const open = await runCommand(judgeCommand(), ["export", folder]);
    expect(open.stdout.trimEnd().split("\n")).toHaveLength(replies.length);
  });

  test("what people answered is kept while a continued run waits, and is there when that is graded as it stands", async () => {
    const place = workplace(await messagesServer());
    const [replies, answers] = [join(place.folder, "replies.jsonl"), join(place.folder, "answers.jsonl")];
    const byFile = ["--model", "panel:one", "--lane", "file", "--filter", "cp01"];
    await runLive(place, ...byFile);
    const folder = onlyRun(place);
    const requests = readLines(folder, "requests.jsonl");
    writeFileSync(
      replies,
      requests.map(({ custom_id }) => `${JSON.stringify({ custom_id, text: REPLY })}\n`).join(""),
    );
    expect((await runLive(place, "--resume", folder, "--replies", replies)).code).toBe(0);
    const exported = await runCommand(judgeCommand(), ["export", folder]);
    writeFileSync(answers, exported.stdout.trimEnd().split("\n").map(peopleSay).join("\n"));
    await runCommand(judgeCommand(), ["import", folder, answers, "--judge", "people"]);
    const judged = judgedItems(folder);

    const more = await runLive(place, "--resume", folder, ...byFile, "--repeats", "2");
    expect([more.code, readJson(folder).status]).toEqual([4, "unfinished"]);
    expect((await runCommand(gradeCommand(), [folder])).code).toBe(0);
    expect(judgedItems(folder)).toEqual(judged);
    expect(readJson(folder)).toMatchObject({ status: "partial", judge: { model: "people", missing: 0 } });
  });

  test("a judge that cannot be asked now does not keep the replies from being asked, and is not forgotten", async () => {
    const { place, folder } = await stoppedEarly("--judge", JUDGE);
    const run = readJson(folder);
    const nowhere = "promptfoo:openai:gpt-5";
    write(folder, { ...run, judge_wanted: { model: nowhere, votes: 1 } });
    const { stderr } = await runLive(place, "--resume", folder, "--model", MODEL);
    expect(stderr).toContain(`The folder's judge is ${nowhere}, which cannot be asked now`);
    expect(readJson(folder)).toMatchObject({ status: "complete", judge_wanted: { model: nowhere } });
  });

  test("a folder from before that was kept names no judge, and none is asked", async () => {
    const { server, place, folder } = await stoppedEarly("--judge", JUDGE);
    const { judge_wanted: _, ...before } = readJson(folder);
    write(folder, before);
    expect((await runLive(place, "--resume", folder, "--model", MODEL)).code).toBe(0);
    expect(server.messages().some(isJudge)).toBe(false);
    expect(readJson(folder).judge_wanted).toBeUndefined();
  });

  test("one that was judged, continued and stopped again knows its judge still", async () => {
    const { place, folder } = await stoppedEarly("--judge", JUDGE);
    await runLive(place, "--resume", folder, "--model", MODEL);
    const { judge_wanted: _, ...judged } = readJson(folder);
    write(folder, judged);
    await runLive(place, "--resume", folder, "--model", MODEL, "--repeats", "2", "--budget-usd", "0.000001");
    expect(readJson(folder)).toMatchObject({ status: "partial", judge_wanted: WANTED });
    expect(readJson(folder).judge).toMatchObject({ model: JUDGE, missing: 0, spent: expect.anything() });
    expect(judgedItems(folder).length).toBeGreaterThan(3);
  });
});

describe("--resume with another judge than the one that has judged", () => {
  test("is refused before anything is asked or written, whichever way the folder is found", async () => {
    const { server, place } = await placeWith(judgedReply);
    await runLive(place, "--judge", JUDGE);
    const folder = onlyRun(place);
    const lacking = readJson(folder);
    // It lacks replies, so that the newest that fits is this one.
    write(folder, { ...lacking, counts: { ...lacking.counts, planned: 9 } });
    const before = contents(folder);
    const asked = server.count();
    const given = ["--judge", OTHER, "--repeats", "2"];
    for (const resume of [["--resume", folder], ["--resume"], ["--resume", folder, "--dry-run"]]) {
      const { code, stderr } = await runLive(place, ...resume, ...given);
      expect(code).toBe(2);
      expect(stderr).toContain(`${folder}: was judged by "${JUDGE}", found --judge "${OTHER}"`);
      expect(stderr).toMatch(
        /Ways on:\n {2}1\. .*leave --judge out\n {2}2\. .*--start-over\n {2}3\. a new run/,
      );
      expect(contents(folder)).toEqual(before);
    }
    expect(server.count()).toBe(asked);
    expect(readdirSync(place.reports)).toHaveLength(1);
  });

  test("an unfinished run of the same plan by another judge is not offered: a new one begins", async () => {
    const { place, folder } = await stoppedEarly("--judge", JUDGE);
    const vote = {
      question: "0".repeat(64),
      judge: JUDGE,
      scenario: "x",
      dimension: "directness",
      item: "DR1",
    };
    const answer = { ...vote, vote: 1, met: false, quote: "", failure: null };
    writeFileSync(join(folder, "judge.jsonl"), `${JSON.stringify(answer)}\n`);
    expect((await runLive(place, "--judge", OTHER)).stderr).not.toContain("the very same plan");
    expect((await runLive(place, "--judge", JUDGE)).stderr).toContain("the very same plan");
  });
});

test("a folder of which nothing can be used is refused with what keeps it from being used, and nothing else", async () => {
  const { place, folder } = await stoppedEarly();
  const run = readJson(folder);
  const graders = { sha256: "0".repeat(64) };
  write(folder, { ...run, identity: { ...run.identity, graders } });
  const refused = await runLive(place, "--resume", folder, "--repeats", "3", "--max-tokens", "99");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`It differs in parameters (${MODEL}). Ways on:`);
});

function judgedReply(seen: SeenRequest): StubReply {
  return isJudge(seen) ? met(seen) : { text: REPLY };
}

async function placeWith(reply: (seen: SeenRequest) => StubReply) {
  const server = await messagesServer({ reply });
  return { server, place: workplace(server) };
}

/** A run that was denied after the first of two replies. */
async function stoppedEarly(...args: string[]) {
  const { server, place } = await placeWith(judgedReply);
  server.queue.push({ text: REPLY }, apiError(403, "permission_error"));
  await runLive(place, "--concurrency", "1", ...args);
  const folder = onlyRun(place);
  expect(readJson(folder).status).toBe("partial");
  return { server, place, folder };
}

/** Answers to an exported request, everything not met. */
function peopleSay(line: string): string {
  const { custom_id, schema } = JSON.parse(line);
  const items: string[] = schema.properties.answers.items.properties.item.enum;
  const answers = items.map((item) => ({ item, quote: "", met: false }));
  return JSON.stringify({ custom_id, text: JSON.stringify({ answers }) });
}

/** What a judge graded in a folder: each item with its sample and state. */
function judgedItems(folder: string): string[] {
  return readLines(folder, "grades.jsonl").flatMap(({ scenario, repeat, dimension, items }) =>
    items
      .filter(({ by }: { by: string }) => by === "judge")
      .map(({ id, state }: { id: string; state: string }) =>
        [scenario, repeat, dimension, id, state].join(" "),
      ),
  );
}

function write(folder: string, run: unknown): void {
  writeFileSync(join(folder, "run.json"), JSON.stringify(run));
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
