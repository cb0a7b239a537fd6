import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dealbenchHere, temporaryFolder } from "../support/cli.ts";

test("recordings that hold fewer replies than were asked for make a partial run: exit 4, with the way on", async () => {
  const out = join(temporaryFolder(), "run");
  const three = ["run", "--filter", "cp01", "--repeats", "3", "--out", out];
  const { code, stdout, stderr } = await dealbenchHere(three);
  expect(code).toBe(4);
  expect(stdout).toContain("Partial run: 4 of 6 planned replies are there.");
  expect(stderr).toMatch(/2 of 6 planned replies were not recorded .* Without --repeats a run takes as many/);
  const whole = ["run", "--filter", "cp01", "--repeats", "2", "--out", join(temporaryFolder(), "run")];
  expect((await dealbenchHere(whole)).code).toBe(0);
});

test("more shards than replies are refused before anything is written", async () => {
  const reports = temporaryFolder();
  const args = ["run", "--filter", "cp01", "--repeats", "1", "--reports", reports];
  const { code, stderr } = await dealbenchHere([...args, "--shard", "1/400"]);
  expect([code, stderr]).toEqual([
    2,
    "dealbench: --shard 1/400: found more parts than there are replies, expected at most 2\n",
  ]);
});

test("a shard into which no reply falls says so and is fine, and merges; many that are missing are counted", async () => {
  const folder = temporaryFolder();
  const args = ["run", "--filter", "cp01", "--repeats", "2"];
  const shards: { code: number; stdout: string; out: string; planned: number }[] = [];
  const of = 4;
  for (let index = 1; index <= of; index++) {
    const out = join(folder, `${index}`);
    const { code, stdout } = await dealbenchHere([...args, "--shard", `${index}/${of}`, "--out", out]);
    const { planned } = JSON.parse(readFileSync(join(out, "run.json"), "utf8")).counts;
    shards.push({ code, stdout, out, planned });
  }
  const empty = shards.filter(({ planned }) => planned === 0);
  expect(empty.length).toBeGreaterThan(0);
  for (const { code, stdout, out } of empty) {
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^Shard \\d/4 holds none of the run's replies, .*\n${out}/report.html\n$`),
    );
  }
  const all = [...shards.map(({ out }) => out), "--out", join(folder, "all"), "--json"];
  const merged = await dealbenchHere(["merge", ...all]);
  expect([merged.code, JSON.parse(merged.stdout).status]).toEqual([0, "complete"]);
  const one = join(folder, "one");
  await dealbenchHere(["run", "--filter", "cp", "--repeats", "1", "--shard", "1/16", "--out", one]);
  const few = await dealbenchHere(["merge", one, "--out", join(folder, "few")]);
  expect(few.code).toBe(2);
  expect(few.stderr).toContain("shard 11/16 and 5 more; 1 of 16 are there");
});
