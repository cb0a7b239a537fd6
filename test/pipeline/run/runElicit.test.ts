import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { elicitedVerdict } from "../../../src/records/elicited.ts";
import type { Transcript } from "../../../src/records/transcript.ts";
import { type Json, readJson, readLines, runLive, workplace } from "../../support/live.ts";
import { calibrateCommand } from "../../../src/commands/calibrate.ts";
import { runCommand } from "../../commands/inProcess.ts";
import { apiError, messagesServer, type SeenRequest, type StubReply } from "../../support/messagesServer.ts";

const WROTE = "Verdict: Disqualify. Close it by Friday.";

describe("dealbench run --elicit", () => {
  test("asks for one word after the last reply, grades the reply, and tells where the two differ", async () => {
    const server = await messagesServer({
      reply: (seen) =>
        isElicited(seen) ? { text: seen.index % 2 === 0 ? "**PURSUE**" : "Disqualify." } : { text: WROTE },
    });
    const here = workplace(server);
    const plain = join(here.folder, "plain");
    await runLive(here, "--out", plain);
    const folder = join(here.folder, "elicited");
    const { code, stdout } = await runLive(here, "--elicit", "--out", folder);
    expect(code).toBe(0);
    const transcripts = readLines(folder);
    expect(transcripts).toHaveLength(2);
    for (const { turns, elicited, attempts } of transcripts) {
      expect(turns.map(({ assistant }: Json) => assistant)).toEqual([WROTE]);
      expect(elicited).toMatchObject({
        user: expect.stringContaining("PURSUE, DEVELOP or DISQUALIFY"),
        outcome: "ok",
      });
      // The graded reply is that of the run before, from the cache; only the turn after it is asked.
      expect(attempts).toBe(1);
    }
    expect(
      server
        .messages()
        .filter(isElicited)[0]
        ?.body?.messages.map(({ role }) => role),
    ).toEqual(["user", "assistant", "user"]);
    expect(readFileSync(join(folder, "grades.jsonl"), "utf8")).toBe(
      readFileSync(join(plain, "grades.jsonl"), "utf8"),
    );
    const said = transcripts.map(({ elicited }) => elicited.assistant);
    const differ = said.filter((text) => text.includes("PURSUE")).length;
    const [{ verdicts, usage }] = readJson(folder, "summary.json").models;
    expect(verdicts.elicited).toMatchObject({ asked: 2, read: 2, compared: 2, differ });
    expect(usage.calls).toBe(4);
    const line = `Asked for one word, another verdict than was written: ${differ} of 2`;
    expect(stdout).toContain(line);
    expect(readFileSync(join(folder, "summary.md"), "utf8")).toContain("another verdict than was written");
    expect(readJson(folder).identity.models[0].parameters.elicit).toMatch(/^\w{64}$/);
  });

  test("calibrate --run tells, without any label, how often checker and reply give another verdict", async () => {
    const server = await messagesServer({
      reply: (seen) => {
        if (!isElicited(seen)) return { text: WROTE };
        return { text: JSON.stringify(seen.body).includes("Four") ? "PURSUE" : "Hard to say." };
      },
    });
    const here = workplace(server);
    const folder = join(here.folder, "run");
    await runLive(here, "--elicit", "--repeats", "2", "--out", folder);
    const told = await runCommand(calibrateCommand(), ["--run", folder, "--part", "all"]);
    expect(told.code).toBe(0);
    const differ = readLines(folder).filter(({ elicited }) => elicited.assistant === "PURSUE").length;
    expect(told.stdout).toContain(
      `Asked for the verdict in one word: 4 replies, ${differ} answered with one.`,
    );
    expect(told.stdout).toContain(
      `the reply's one word is another verdict than the checker read in ${differ} of ${differ} (100 %).`,
    );
    expect(told.stdout).toContain("No label speaks of a reply of this run");
    const json = await runCommand(calibrateCommand(), ["--run", folder, "--part", "all", "--json"]);
    expect(JSON.parse(json.stdout).readers).toMatchObject({
      asked: 4,
      read: differ,
      checker_elicited: { hits: differ, of: differ, value: 1 },
      judge_elicited: { of: 0, value: null },
    });
  });

  test("a fault in that turn costs the figure, not the reply; a reply that broke off is not asked", async () => {
    const server = await messagesServer({ reply: answers });
    const here = workplace(server);
    const { code, stdout } = await runLive(here, "--elicit", "--filter", "cp0");
    expect(code).toBe(0);
    const folder = join(here.reports, readdirSync(here.reports)[0] ?? "");
    const outcomes = readLines(folder).map(({ turns, elicited }) => [
      turns.at(-1).outcome,
      elicited?.outcome,
    ]);
    expect(new Set(outcomes.map((pair) => pair.join()))).toEqual(new Set(["ok,error", "refused,"]));
    expect(readJson(folder).counts.error).toBe(0);
    expect(stdout).toMatch(/0 of 0\. \d+ of \d+ gave no single word/);
  });

  test("recorded replies cannot be asked anything more", async () => {
    const here = workplace({ url: "http://127.0.0.1:9" });
    const { code, stderr } = await runLive(here, "--elicit", "--model", "recorded:llm");
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("--elicit: recorded replies cannot be asked"),
    ]);
  });

  test.each([
    ["DISQUALIFY", "disqualify"],
    ["**Develop.**", "develop"],
    ["My call: pursue", "pursue"],
    ["Pursue or develop", null],
    ["Do not pursue", null],
    ["I need three answers first.", null],
    ["", null],
  ])("reads %j as %s", (assistant, verdict) => {
    const elicited = { assistant } as NonNullable<Transcript["elicited"]>;
    expect(elicitedVerdict({ elicited })).toBe(verdict);
  });
});

function isElicited({ body }: SeenRequest): boolean {
  return JSON.stringify(body?.messages.at(-1)).includes("In one word");
}

function answers(seen: SeenRequest): StubReply {
  if (isElicited(seen)) return apiError(400, "invalid_request_error");
  return JSON.stringify(seen.body).includes("medical director")
    ? { text: WROTE }
    : { text: "", stopReason: "refusal" };
}
