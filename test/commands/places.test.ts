import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { blessCommand } from "../../src/commands/bless.ts";
import { compareCommand } from "../../src/commands/compare.ts";
import { exportCommand } from "../../src/commands/export.ts";
import { gradeCommand } from "../../src/commands/grade.ts";
import { regressCommand } from "../../src/commands/regress.ts";
import { runCommand as newRunCommand } from "../../src/commands/run.ts";
import { trendCommand } from "../../src/commands/trend.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
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
