import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, ROOT, temporaryFolder } from "../support/cli.ts";

const LABELS = join(ROOT, "graders", "labels", "replies.jsonl");
/** The labels of one development deal, both annotators. */
const lines = readFileSync(LABELS, "utf8")
  .split("\n")
  .filter((line) => line.includes('"hc-newlogo-cp01a"'));

describe("dealbench calibrate", () => {
  test("prints a table of the development part and one sentence that reads it", async () => {
    const { code, stdout } = await dealbench(["calibrate", "--part", "dev", "--labels", labelFile(lines)]);
    expect(code).toBe(0);
    expect(stdout).toContain("Checkers against labels: development part, 3 replies of 1 families");
    expect(stdout).toMatch(/last turn +\d\/3 \(\d+ %\)/);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^On the development part the checker reads the last verdict in \d\/3/,
    );
  });

  test("--json prints one object with snake_case keys", async () => {
    const { code, stdout } = await dealbench([
      "calibrate",
      "--part",
      "dev",
      "--labels",
      labelFile(lines),
      "--json",
    ]);
    expect(code).toBe(0);
    const calibration = JSON.parse(stdout);
    expect(calibration).toMatchObject({ part: "dev", replies: 3, families: 1 });
    expect(calibration.verdicts.rows[0].with_a.n).toBe(calibration.verdicts.rows[0].answered.hits);
    expect(calibration.fields.map(({ field }: { field: string }) => field)).toContain("reasons_named");
  });

  test("lists every bad label with its line and exits 2", async () => {
    const [first = ""] = lines;
    const unknown = { ...JSON.parse(first), scenario: "no-such-deal" };
    const unrecorded = { ...JSON.parse(first), response: "ffff" };
    const file = labelFile([first, JSON.stringify(unknown), JSON.stringify(unrecorded)]);
    const { code, stderr, stdout } = await dealbench(["calibrate", "--part", "dev", "--labels", file]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(`${file}:2 scenario: found "no-such-deal"`);
    expect(stderr).toContain(
      `${file}:3 response: found "ffff", expected the id of a recorded reply to hc-newlogo-cp01a`,
    );
  });

  test("labels that are no labels, or hold none of the part, are bad input", async () => {
    const [broken, none, missing] = await Promise.all([
      dealbench(["calibrate", "--labels", labelFile(['{"scenario":"x"}'])]),
      dealbench(["calibrate", "--part", "heldout", "--labels", labelFile(lines)]),
      dealbench(["calibrate", "--labels", "no-such-file.jsonl"]),
    ]);
    expect([broken.code, none.code, missing.code]).toEqual([2, 2, 2]);
    expect(broken.stderr).toMatch(/labels\.jsonl:1 response/);
    expect(none.stderr).toContain('holds no label of the part "heldout"');
    expect(missing.stderr).toContain("no such file");
  });

  test("a part that does not exist is wrong use", async () => {
    const { code, stderr } = await dealbench(["calibrate", "--part", "train"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Allowed choices are heldout, dev, all");
  });
});

function labelFile(content: readonly string[]): string {
  const file = join(temporaryFolder(), "labels.jsonl");
  writeFileSync(file, content.map((line) => `${line}\n`).join(""));
  return file;
}
