import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/cli.ts";
import { type Json, readJson, readLines, runLive, workplace } from "../../support/live.ts";

const CONVERSATION = "mf-consumption-pressure-tervola";

/** A place where nobody can be called: every call would fail. */
function place() {
  const made = workplace({ url: "http://127.0.0.1:9" });
  return { ...made, out: join(made.folder, "run") };
}

type Place = ReturnType<typeof place>;

function begin({ out, ...where }: Place, ...args: string[]) {
  return runLive(where, "--lane", "file", "--model", "panel:three", "--out", out, ...args);
}

function handIn({ out, folder, ...where }: Place, lines: readonly unknown[], ...args: string[]) {
  const file = join(folder, "replies.jsonl");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return runLive({ folder, ...where }, "--resume", out, "--replies", file, ...args);
}

function requests({ out }: Place): Json[] {
  return readLines(out, "requests.jsonl");
}

describe("dealbench run --lane file", () => {
  test("writes what is to be answered and how to go on, and takes the answers in", async () => {
    const here = place();
    const first = await begin(here);
    expect(first.code).toBe(4);
    expect(first.stdout).toMatch(
      /0 of 2 conversations finished; 2 requests to be answered in .*requests\.jsonl/,
    );
    expect(first.stdout).toContain(`dealbench run --resume ${here.out} --replies answers.jsonl`);
    expect(readJson(here.out)).toMatchObject({
      status: "unfinished",
      counts: { planned: 2, transcripts: 0 },
    });
    const asked = requests(here);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({
      custom_id: expect.stringMatching(/^[0-9a-f]{56}-1$/),
      model: "panel:three",
      system: expect.stringContaining("sales"),
      messages: [{ role: "user", content: expect.any(String) }],
      max_tokens: 8192,
      effort: null,
    });

    const answers = asked.map(({ custom_id }) => ({ custom_id, text: "Disqualify it. Close it by Friday." }));
    const second = await handIn(here, answers);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain("2 of 2 requests were answered.");
    expect(second.stdout).toMatch(/handed in by file; no model was called here/);
    expect(readJson(here.out)).toMatchObject({
      status: "complete",
      counts: { planned: 2, transcripts: 2, ok: 2 },
      cost: { incurred_usd: null },
      identity: { models: [{ id: "panel:three", parameters: { max_tokens: 8192, effort: null } }] },
    });
    expect(existsSync(join(here.out, "requests.jsonl"))).toBe(false);
    expect(existsSync(join(here.out, "grades.jsonl"))).toBe(true);
  });

  test("a conversation takes one round a turn, each with everything said before", async () => {
    const here = place();
    await begin(here, "--filter", CONVERSATION, "--repeats", "2");
    const turns: number[] = [];
    for (let round = 1; ; round++) {
      const asked = requests(here);
      expect(asked.map(({ messages }) => messages.length)).toEqual([2 * round - 1, 2 * round - 1]);
      turns.push(round);
      const answers = asked.map(({ custom_id }, index) => ({ custom_id, text: `Round ${round}, ${index}.` }));
      const { code } = await handIn(here, answers);
      if (code === 0) break;
      expect(code).toBe(4);
      expect(requests(here)[0].messages.at(-2)).toEqual({ role: "assistant", content: `Round ${round}, 0.` });
    }
    expect(turns.length).toBeGreaterThan(2);
    const transcripts = readLines(here.out);
    expect(transcripts.map(({ repeat, turns: played }) => [repeat, played.length])).toEqual([
      [1, turns.length],
      [2, turns.length],
    ]);
    expect(transcripts[1].turns[1].assistant).toBe("Round 2, 1.");
  });

  test("the same question of two samples is written once", async () => {
    const here = place();
    await begin(here, "--repeats", "2", "--model", "panel:four");
    const ids = requests(here).map(({ custom_id }) => custom_id);
    expect(ids).toHaveLength(8);
    expect(new Set(ids).size).toBe(8);
  });

  test("fault 36: lines of a batch's results are replies; what errored or expired is asked for again", async () => {
    const here = place();
    await begin(here);
    const [one, two] = requests(here);
    const usage = { input_tokens: 9, output_tokens: 3 };
    const message = { content: [{ type: "text", text: "Walk away." }], stop_reason: "end_turn", usage };
    const first = await handIn(here, [
      { custom_id: two.custom_id, result: { type: "expired" } },
      { custom_id: one.custom_id, result: { type: "succeeded", message } },
    ]);
    expect(first.code).toBe(4);
    expect(first.stderr).toContain(
      "1 of 2 requests were answered. 1 have no reply yet and are asked for again.",
    );
    expect(first.stderr).toContain("1 expired");
    expect(requests(here).map(({ custom_id }) => custom_id)).toEqual([two.custom_id]);

    const second = await handIn(here, [
      { custom_id: one.custom_id, text: "Pursue it after all." },
      { custom_id: two.custom_id, text: "Walk", stop_reason: "max_tokens" },
    ]);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain("1 replies were taken in before; the earlier ones stand.");
    expect(readLines(here.out).map(({ turns: [turn] }) => [turn.assistant, turn.outcome])).toEqual([
      ["Walk away.", "ok"],
      ["Walk", "truncated"],
    ]);
    expect(readLines(here.out)[0].turns[0].usage).toMatchObject(usage);
  });

  test("each round says which turn of the conversations it asks for; the run's own record is no file of answers", async () => {
    const here = place();
    const first = await begin(here, "--filter", "ps-partnership-pressure-rosal");
    const turns = Number(/\(turn 1 of at most (\d)\)/.exec(first.stdout)?.[1]);
    expect(turns).toBeGreaterThan(1);
    const answers = requests(here).map(({ custom_id }) => ({ custom_id, text: "Walk away." }));
    expect((await handIn(here, answers)).stdout).toContain(`requests.jsonl (turn 2 of at most ${turns})`);
    const before = snapshot(here.out);
    const own = await runLive(here, "--resume", here.out, "--replies", join(here.out, "replies.jsonl"));
    expect(own.code).toBe(2);
    expect(own.stderr).toMatch(/is the run's own record of the replies .*; put answers into another file/);
    expect(snapshot(here.out)).toEqual(before);
  });

  test("unknown, duplicate, malformed and empty lines are all named at once, and nothing is taken in", async () => {
    const here = place();
    await begin(here);
    const [one] = requests(here);
    const before = snapshot(here.out);
    const { code, stderr } = await handIn(here, [
      { custom_id: one.custom_id, text: "Walk away." },
      { custom_id: one.custom_id, text: "Pursue." },
      { custom_id: `${"0".repeat(56)}-1`, text: "Walk away." },
      { custom_id: "../etc/passwd", text: "Walk away." },
      { custom_id: one.custom_id.replace(/1$/, "2") },
      { custom_id: requests(here)[1].custom_id },
      { text: "Walk away." },
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/replies\.jsonl:2 custom_id: duplicate id: .* stands already in .*:1; keep one/);
    expect(stderr).toMatch(
      /replies\.jsonl:3 custom_id: unknown id: .* one of the 2 requests in .*requests\.jsonl/,
    );
    expect(stderr).toMatch(/replies\.jsonl:4 custom_id: malformed id: .*"\.\.\/etc\/passwd"/);
    expect(stderr).toMatch(/replies\.jsonl:5 custom_id: unknown id/);
    expect(stderr).toMatch(/replies\.jsonl:6: holds no answer, expected one of: text, result/);
    expect(stderr).toMatch(/replies\.jsonl:7 custom_id: is missing/);
    expect(snapshot(here.out)).toEqual(before);
    expect((await handIn(here, [{ custom_id: one.custom_id, text: "Walk away." }])).stderr).toContain(
      "1 of 2 requests were answered.",
    );
  });

  test("a line that is no JSON hides no mistake of the lines after it, and all are told in their order", async () => {
    const here = place();
    await begin(here);
    const [one] = requests(here);
    const file = join(here.folder, "broken.jsonl");
    const lines = ["{oops", JSON.stringify({ custom_id: "x", text: "y" }), JSON.stringify({ text: "z" })];
    writeFileSync(file, [...lines, JSON.stringify({ custom_id: one.custom_id })].join("\n"));
    const { code, stderr } = await runLive(here, "--resume", here.out, "--replies", file);
    expect(code).toBe(2);
    const told = stderr.split("\n").flatMap((line) => /broken\.jsonl:(\d+)/.exec(line)?.[1] ?? []);
    expect(told).toEqual(["1", "2", "3", "4"]);
    expect(stderr).toMatch(/:2 custom_id: malformed id[\s\S]*:4: holds no answer/);
  });

  test.each([
    [["--replies", "r.jsonl"], /--replies: expected --resume FOLDER with it/],
    [["--resume", "r", "--replies", "r.jsonl", "--lane", "live"], /--replies: belongs to --lane file/],
    [["--lane", "pigeon"], /--lane: found "pigeon", expected live, batch, file/],
    [["--lane", "file", "--model", "simulated:director"], /simulated:director is computed here/],
    [["--lane", "file", "--budget-usd", "5"], /--budget-usd: what others spend/],
  ])("%j is refused with exit 2, and nothing is left behind", async (args, message) => {
    const here = place();
    const { code, stderr } = await runLive(here, ...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(existsSync(here.reports) ? readdirSync(here.reports) : []).toEqual([]);
  });

  test("a folder that is named knows what was asked, whatever the defaults are by now", async () => {
    const here = place();
    const persona = join(temporaryFolder(), "mine.md");
    writeFileSync(persona, "---\nname: mine\nversion: 9.9.9\ndescription: mine\n---\nYou sell.\n");
    await begin(here, "--persona", persona, "--max-tokens", "700", "--effort", "low", "--repeats", "3");
    const asked = requests(here);
    expect(asked).toHaveLength(6);
    await handIn(here, [{ custom_id: asked[0].custom_id, text: "Walk away." }]);
    expect(requests(here)).toEqual(asked.slice(1));
    expect(readJson(here.out).counts).toMatchObject({ planned: 6, transcripts: 1 });
  });
});

function snapshot(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== "run.json");
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}
