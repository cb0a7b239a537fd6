import { execFile } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { calibrateCommand } from "../../src/commands/calibrate.ts";
import { type CliResult, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

type Place = Pick<ReturnType<typeof workplace>, "folder" | "out">;

const DEAL = "hc-newlogo-cp01a";

/** A folder with two recorded replies to one deal, and where labels go. */
function workplace() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "recordings"));
  const lines = ["soft", "v1.0.0-a"].flatMap((name) =>
    readFileSync(join(ROOT, "recordings", `${name}.jsonl`), "utf8")
      .split("\n")
      .filter((line) => line.includes(`"scenario":"${DEAL}"`)),
  );
  writeFileSync(join(folder, "recordings", "two.jsonl"), lines.map((line) => `${line}\n`).join(""));
  return { folder, out: join(folder, "labels.jsonl"), texts: lines };
}

/** Runs `calibrate label` on the two replies in a process of its own and types these keys, one a line. */
function labelApart(place: Place, keys: string, ...args: string[]): Promise<CliResult> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(ROOT, "bin", "dealbench.js"), ...labelArguments(place, args)],
      { cwd: ROOT, env: { ...process.env, NO_COLOR: "1" } },
      (error, stdout, stderr) => done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
    child.stdin?.end(typed(keys));
  });
}

/** The same in this process. */
async function label(place: Place, keys: string, ...args: string[]): Promise<CliResult> {
  const stdin = vi.spyOn(process, "stdin", "get");
  stdin.mockReturnValue(Readable.from([typed(keys)]) as typeof process.stdin);
  try {
    return await dealbenchHere(labelArguments(place, args));
  } finally {
    stdin.mockRestore();
  }
}

function labelArguments({ folder, out }: Place, args: readonly string[]): string[] {
  const from = ["--recordings", join(folder, "recordings")];
  return ["calibrate", "label", ...from, "--out", out, "--annotator", "kim", ...args];
}

function typed(keys: string): string {
  return keys.replaceAll(/./g, "$&\n");
}

const stored = (file: string) =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("dealbench calibrate label", () => {
  test("asks item by item, blind, stores each answer with annotator and time, and goes on where it stopped", async () => {
    const place = workplace();
    const first = await labelApart(place, "m?bnuq", "--item", "DR1,DR6,AP2");
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
    expect(first.stdout).toContain("DR1  Answer first\nMet when: ");
    expect(first.stdout).toContain("0 of 6 items labelled, 6 to go");
    expect(first.stdout).toContain('"?" is no answer. Keys: m met');
    expect(first.stdout).toContain("Lakeridge Hospitals");
    expect(first.stdout.trimEnd().split("\n").slice(-2)).toEqual([
      "2 of 6 items labelled, 4 to go.",
      place.out,
    ]);
    expect(stored(place.out)).toEqual([
      expect.objectContaining({ item: "DR1", state: "met", annotator: "kim", sample: "random" }),
      expect.objectContaining({ item: "DR1", state: "not_met", corrects: true }),
      expect.objectContaining({
        item: "DR6",
        state: "unsure",
        labelled_at: expect.stringMatching(/^\d{4}-/),
      }),
    ]);
    // A writer that was killed leaves half a line; the next session takes it out.
    appendFileSync(place.out, '{"response":"87');
    const { stdout, stderr } = await label(place, "ssms", "--item", "DR1,DR6,AP2");
    expect(stderr).toBe("");
    expect(stdout).toContain("2 of 6 items labelled, 4 to go");
    expect(stored(place.out)).toHaveLength(4);
    expect(stored(place.out).at(-1)).toMatchObject({ item: "DR6", state: "met" });
    expect(stored(place.out).at(-1)?.["response"]).not.toBe(stored(place.out)[0]?.["response"]);
    expect(stdout.match(/^REPLY$/gm)).toHaveLength(2);
    expect(stdout).not.toMatch(/\bsoft\b|1\.0\.0|recorded:llm|\bungraded\b|needs judge/);
    for (const line of place.texts)
      expect(stdout).not.toContain((JSON.parse(line) as { response: string }).response);
  });

  test("a session without a label leaves no file, and a place for none is told before the first question", async () => {
    const here = workplace();
    const { code, stdout } = await label(here, "", "--item", "DR4");
    expect([code, stdout.trimEnd().split("\n").at(-1)]).toEqual([0, "Nothing was labelled."]);
    expect(existsSync(here.out)).toBe(false);
    const file = join(here.folder, "file");
    writeFileSync(file, "kept");
    const refused = await label({ ...here, out: join(file, "labels.jsonl") }, "m\n", "--item", "DR4");
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("nothing can be written there");
  });

  test("lines that no rubric has are all told", async () => {
    const { code, stderr } = await runCommand(calibrateCommand(), ["label", "--item", "DR1,ZZ1,DR99"]);
    expect(code).toBe(2);
    expect(stderr).toContain('--item: found "ZZ1"');
    expect(stderr).toContain('--item: found "DR99", expected a known one; did you mean');
  });
});
