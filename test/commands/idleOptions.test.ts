import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, dealbenchHere, temporaryFolder } from "../support/cli.ts";

const SOFT = join(ROOT, "persona", "variants", "soft.md");

describe("an option that could change nothing", () => {
  test.each([
    [["run", "--effort", "high"], /^dealbench: --effort: recorded replies are there already/],
    [["run", "--max-tokens", "100", "--effort", "low"], /^dealbench: --max-tokens: .*\n--effort: /],
    [["run", "--lane", "batch"], /^dealbench: --lane: recorded replies are there already/],
    [["run", "--lane", "file"], /^dealbench: --lane: recorded replies are there already/],
    [["run", "--judge-votes", "3"], /^dealbench: --judge-votes: nobody judges; expected --judge <model>/],
    [["regress", "--base", SOFT, "--judge-votes", "3"], /--judge-votes: nobody judges/],
    [["regress", "--base", SOFT, "--effort", "low"], /--effort: recorded replies are there already/],
    [
      ["grade", "FOLDER", "--suite", "pressure"],
      /--suite: belongs to --responses; a run folder is graded as a whole/,
    ],
    [["grade", "FOLDER", "--filter", "x", "--out", "y"], /--out: .*\n--filter: /],
    [["grade", "FOLDER", "--judge-votes", "3"], /--judge-votes: nobody judges/],
    [["grade", "--responses", "x.jsonl", "--prompt", "y"], /--prompt: belongs to --from promptfoo/],
    [["report", "FOLDER", "--suite", "nosuch"], /unknown option '--suite'/],
    [["run", "--out", "a", "--out", "b"], /option '--out <folder>' was given twice, expected once/],
    [["compare", "a", "b", "--gate", "x", "--gate", "y"], /option '--gate <file>' was given twice/],
  ])("is refused: %j", async (args, message) => {
    const folder = temporaryFolder();
    const line = args.map((arg) => (arg === "FOLDER" ? join(folder, "run") : arg));
    const given = args[0] === "run" && !args.includes("--out") ? ["--out", join(folder, "out")] : [];
    const { code, stdout, stderr } = await dealbenchHere([...line, ...given]);
    expect(stderr).toMatch(message);
    expect([code, stdout, readdirSync(folder)]).toEqual([2, "", []]);
  });

  test("and that changes no outcome is told in one line on stderr", async () => {
    const out = join(temporaryFolder(), "run");
    const args = ["run", "--filter", "cp01a", "--budget-usd", "5", "--concurrency", "3", "--out", out];
    const { code, stderr } = await dealbenchHere(args);
    expect(code).toBe(0);
    expect(stderr.match(/^warning: .*$/gm)).toEqual([
      "warning: --concurrency, --budget-usd have no effect: recorded replies are there already, and nobody is asked for them.",
    ]);
  });

  test("is none where it does something: a lane of models that are asked, options that collect", async () => {
    const folder = temporaryFolder();
    const args = ["run", "--model", "panel:a", "--model", "panel:b", "--lane", "file", "--filter", "cp01a"];
    const asked = await dealbenchHere([...args, "--effort", "low", "--out", join(folder, "out")]);
    expect([asked.code, asked.stderr]).toEqual([4, expect.not.stringMatching(/warning|expected/)]);
  });
});
