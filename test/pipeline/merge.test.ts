import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergeCommand } from "../../src/commands/merge.ts";
import { runCommand } from "../commands/inProcess.ts";
import { readJson, runLive, workplace } from "../support/live.ts";
import { lastTurn, messagesServer } from "../support/messagesServer.ts";

test("shards, each made by itself, are joined into the run that one process makes", async () => {
  const server = await messagesServer({ reply: (request) => ({ text: lastTurn(request).slice(0, 60) }) });
  const place = workplace(server);
  const at = (name: string) => join(place.folder, name);
  const options = ["--repeats", "3", "--no-cache"];
  await runLive(place, ...options, "--out", at("whole"));
  for (const shard of [1, 2, 3])
    await runLive(place, ...options, "--shard", `${shard}/3`, "--out", at(`${shard}`));
  expect(server.count()).toBe(12);

  const { code, stdout } = await merge(at("3"), at("1"), at("2"), "--out", at("merged"));
  expect(code).toBe(0);
  expect(stdout).toContain("Merged from 3 shards");
  const [whole, merged] = [readJson(at("whole")), readJson(at("merged"))];
  expect(merged).toMatchObject({ status: "complete", identity: whole.identity, counts: whole.counts });
  expect(merged.shard).toBeUndefined();
  expect(merged.cost.attempts).toBe(6);
  const grades = ["whole", "merged"].map((name) => readFileSync(join(at(name), "grades.jsonl"), "utf8"));
  expect(grades[0]).toBe(grades[1]);

  const refused = await merge(at("1"), at("1"), at("whole"), "--out", at("none"));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`${at("whole")}: is no shard but a whole run`);
  expect(refused.stderr).toContain(`shard 1/3 is there 2 times: ${at("1")}, ${at("1")}`);
  expect(refused.stderr).toContain("missing: shard 2/3, shard 3/3");

  cpSync(at("2"), at("edited"), { recursive: true });
  const run = readJson(at("edited"));
  run.identity.persona.sha256 = "0".repeat(64);
  run.identity.repeats = 4;
  run.status = "unfinished";
  writeFileSync(join(at("edited"), "run.json"), JSON.stringify(run));
  const other = await merge(at("1"), at("edited"), at("3"), "--out", at("none"));
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/they differ in persona \(.*\); repeats \(3, now 4\)/);
  expect(other.stderr).toMatch(/edited: is unfinished; continue it/);
});

function merge(...args: string[]) {
  return runCommand(mergeCommand(), args);
}
