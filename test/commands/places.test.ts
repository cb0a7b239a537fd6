import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { blessCommand } from "../../src/commands/bless.ts";
import { compareCommand } from "../../src/commands/compare.ts";
import { exportCommand } from "../../src/commands/export.ts";
import { gradeCommand } from "../../src/commands/grade.ts";
import { mergeCommand } from "../../src/commands/merge.ts";
import { regressCommand } from "../../src/commands/regress.ts";
import { runCommand as newRunCommand } from "../../src/commands/run.ts";
import { trendCommand } from "../../src/commands/trend.ts";
import { dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const PERSONA = join(ROOT, "persona", "enterprise-sales-director.md");
const SOFT = join(ROOT, "persona", "variants", "soft.md");

interface Given {
  /** A graded run folder. */
  run: string;
  /** A file of one reply. */
  replies: string;
}

/** The commands that write somewhere, with what they need besides a place. */
const WRITERS: Record<string, { command: () => Command; args: (given: Given) => string[] }> = {
  run: { command: newRunCommand, args: () => ["--filter", "cp01a"] },
  grade: { command: gradeCommand, args: ({ replies }) => ["--responses", replies] },
  compare: { command: compareCommand, args: ({ run }) => [run, run] },
  regress: {
    command: regressCommand,
    args: () => ["--model", "simulated:director", "--base", PERSONA, "--persona", SOFT],
  },
};

describe("a place where nothing can be written is told before any work, with exit 2", () => {
  test.each(Object.keys(WRITERS))("%s", async (name) => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "kept");
    const given = await givenIn(folder);
    for (const place of [
      ["--out", "/proc/x"],
      ["--out", join(file, "below")],
      ["--reports", file],
    ]) {
      const { command, args } = WRITERS[name] ?? { command: newRunCommand, args: () => [] };
      const { code, stderr, stdout } = await runCommand(command(), [...args(given), ...place]);
      expect([name, place[1], code, stdout]).toEqual([name, place[1], 2, ""]);
      expect(stderr).toContain(place[1]);
      expect(stderr).toMatch(/no folder can be made|is a file, expected a (?:new or empty )?folder/);
      expect(stderr.split("\n")).toHaveLength(1);
    }
  });

  test("merge", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "kept");
    const { run } = await givenIn(folder);
    for (const place of ["/proc/x", "/proc", file, join(file, "below")]) {
      const { code, stderr, stdout } = await runCommand(mergeCommand(), [shardOf(run), "--out", place]);
      expect([place, code, stdout]).toEqual([place, 2, ""]);
      expect(stderr).toContain(place);
      expect(stderr).toMatch(
        /no folder can be made|is a file, expected a (?:new or empty )?folder|exists and is not empty/,
      );
      expect(stderr.split("\n")).toHaveLength(1);
    }
    expect(readFileSync(file, "utf8")).toBe("kept");
  });

  test.each([{ options: [] }, { options: ["--replace"] }])("export $options", async ({ options }) => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "kept");
    const { run } = await givenIn(folder);
    for (const place of ["/proc/x/scores.csv", join(file, "scores.csv"), folder, `${folder}/`]) {
      const { code, stderr, stdout } = await runCommand(exportCommand(), [run, "--out", place, ...options]);
      expect([place, code, stdout]).toEqual([place, 2, ""]);
      expect(stderr).toContain(place);
      expect(stderr).toMatch(
        /no folder can be made|is a file, expected a folder|is a folder, expected a file/,
      );
      expect(stderr).toContain("choose another --out");
      expect(stderr.split("\n")).toHaveLength(1);
    }
    expect(readFileSync(file, "utf8")).toBe("kept");
    expect(readdirSync(folder).sort()).toEqual(["file", "replies.jsonl", "run"]);
  });

  test.each([
    ["scenarios", "schema", "--out"],
    ["calibrate", "--write"],
  ])("%s %s", async (...line) => {
    const folder = temporaryFolder();
    const file = join(folder, "notes.md");
    writeFileSync(file, "kept");
    const option = line.at(-1) ?? "";
    for (const place of ["/proc/x", join(file, "below"), folder]) {
      const { code, stderr, stdout } = await dealbenchHere([...line, place, "--replace"]);
      expect([place, code, stdout]).toEqual([place, 2, ""]);
      expect(stderr).toContain(`dealbench: ${place}: `);
      expect(stderr).toMatch(
        /no folder can be made|is a file, expected a folder|is a folder, expected a file/,
      );
      expect(stderr).toContain(`choose another ${option}\n`);
    }
    const { code, stderr, stdout } = await dealbenchHere([...line, file]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      `dealbench: ${file}: exists; choose another ${option}, or write over it with --replace\n`,
    );
    expect(readFileSync(file, "utf8")).toBe("kept");
    expect(readdirSync(folder)).toEqual(["notes.md"]);
  });

  test("bless, trend and export, whose --reports is a file", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "kept");
    const { run } = await givenIn(folder);
    for (const [command, args] of [
      [blessCommand(), [run, "--force"]],
      [trendCommand(), []],
      [exportCommand(), []],
    ] as [Command, string[]][]) {
      const { code, stderr } = await runCommand(command, [...args, "--reports", file]);
      expect([command.name(), code]).toEqual([command.name(), 2]);
      expect(stderr).toMatch(/file.*is a file, expected a folder/);
    }
  });

  test("a folder that only had to be made is gone again where the work did not come about", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "deep", "down");
    const { code } = await runCommand(compareCommand(), ["/nowhere", "/nowhere", "--out", out]);
    expect([code, existsSync(join(folder, "deep"))]).toEqual([2, false]);
  });
});

describe.each(["compare", "regress"])("the --out of %s", (name) => {
  const { command, args } = WRITERS[name] ?? { command: newRunCommand, args: () => [] };

  test("is refused where it holds a run, and the run stays as it was", async () => {
    const folder = temporaryFolder();
    const given = await givenIn(folder);
    const junit = join(given.run, "junit.xml");
    const [names, before] = [readdirSync(given.run), readFileSync(junit, "utf8")];
    const { code, stderr, stdout } = await runCommand(command(), [...args(given), "--out", given.run]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/run: holds a run, whose junit\.xml .*; choose another --out/);
    expect([readdirSync(given.run), readFileSync(junit, "utf8")]).toEqual([names, before]);
  });

  test("is refused where its junit.xml is another tool's", async () => {
    const folder = temporaryFolder();
    const given = await givenIn(folder);
    const junit = join(folder, "junit.xml");
    writeFileSync(junit, "<theirs/>");
    const { code, stderr } = await runCommand(command(), [...args(given), "--out", folder]);
    expect([code, readFileSync(junit, "utf8")]).toEqual([2, "<theirs/>"]);
    expect(stderr).toContain("junit.xml that is not of a comparison");
  });
});

test("a comparison takes the place of an earlier one", async () => {
  const folder = temporaryFolder();
  const { run } = await givenIn(folder);
  const out = join(folder, "comparison");
  for (const round of [1, 2]) {
    const { code } = await runCommand(compareCommand(), [run, run, "--out", out, "--json"]);
    expect(existsSync(join(out, "junit.xml"))).toBe(true);
    expect([round, code]).not.toEqual([round, 2]);
  }
});

describe("a disk that fills up on the way ends with exit 4, one message and nothing half-written", () => {
  test("export keeps the file that was there", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "scores.csv");
    writeFileSync(out, "kept");
    const run = await manyReplies(folder);
    const args = ["export", run, "--rows", "item", "--out", out, "--replace"];
    const { code, stderr } = await limited(4, args);
    expect([code, stderr.trimEnd().split("\n")]).toEqual([
      4,
      [expect.stringContaining(`${out}: not written: the file is larger than is allowed here`)],
    ]);
    expect(readFileSync(out, "utf8")).toBe("kept");
    expect(readdirSync(folder).sort()).toEqual(["replies.jsonl", "run", "scores.csv"]);
  });

  test("merge leaves no folder", async () => {
    const folder = temporaryFolder();
    const run = shardOf(await manyReplies(folder));
    const out = join(folder, "deep", "merged");
    const { code, stderr } = await limited(4, ["merge", run, "--out", out]);
    expect(code).toBe(4);
    expect(stderr).toContain("not written: the file is larger than is allowed here");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(existsSync(out)).toBe(false);
  });
});

/** Makes a run folder the one shard of its run. */
function shardOf(run: string): string {
  const file = join(run, "run.json");
  const parsed = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...parsed, shard: { index: 1, of: 1 } }));
  return run;
}

async function manyReplies(folder: string): Promise<string> {
  const replies = join(folder, "replies.jsonl");
  const line = JSON.stringify({
    scenario: "hc-newlogo-cp01a",
    turns: [{ assistant: "Disqualify it. ".repeat(40) }],
  });
  writeFileSync(replies, `${line}\n`.repeat(20));
  const run = join(folder, "run");
  await runCommand(gradeCommand(), ["--responses", replies, "--out", run, "--json"]);
  return run;
}

/** The command line in a process of its own, whose files may not grow beyond so many KiB. */
async function limited(kiB: number, args: readonly string[]) {
  const command = [process.execPath, join(ROOT, "bin", "dealbench.js"), ...args];
  const child = spawn("bash", ["-c", `ulimit -f ${kiB}; exec "$0" "$@"`, ...command], {
    cwd: ROOT,
    env: { ...process.env, DEALBENCH_CACHE: join(temporaryFolder(), "replies.sqlite") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (data) => (stderr += String(data)));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, stderr };
}

async function givenIn(folder: string): Promise<Given> {
  const replies = join(folder, "replies.jsonl");
  writeFileSync(
    replies,
    JSON.stringify({ scenario: "hc-newlogo-cp01a", turns: [{ assistant: "Disqualify." }] }),
  );
  const run = join(folder, "run");
  await runCommand(gradeCommand(), ["--responses", replies, "--out", run, "--json"]);
  return { run, replies };
}
