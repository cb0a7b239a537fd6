import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

describe("dealbench scenarios", () => {
  test("check finds the shipped corpus fine", async () => {
    expect(await dealbench(["scenarios", "check"])).toEqual({
      code: 0,
      stdout: "36 scenarios fine\n",
      stderr: "",
    });
  });

  test("check prints every problem with its place and exits 1, whatever is wrong; where there is nothing to check it exits 2", async () => {
    const folder = temporaryFolder();
    const shipped = readFileSync(
      join(ROOT, "scenarios/conversations/ps-partnership-pressure-rosal.yaml"),
      "utf8",
    );
    writeFileSync(
      join(folder, "a.yaml"),
      shipped.replace(/acceptable_verdicts: .*/, "acceptable_verdicts: [pursue_high]"),
    );
    const wrong = await dealbenchHere(["scenarios", "check", "--scenarios", folder]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(
      /a\.yaml:\d+:\d+ acceptable_verdicts: found pursue_high, expected among them .*develop_medium \(M3\)/,
    );

    writeFileSync(join(folder, "b.csv"), "id,titel\nx,y\n");
    const broken = await dealbenchHere(["scenarios", "check", "--scenarios", folder, "--json"]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toBe("");
    expect(JSON.parse(broken.stdout)).toMatchObject({
      scenarios: null,
      problems: expect.arrayContaining([
        {
          place: { file: join(folder, "b.csv"), line: 1, column: 4 },
          field: "titel",
          message: 'found an unknown field, expected a known one; did you mean "title"?',
        },
      ]),
    });

    const gone = await dealbenchHere(["scenarios", "check", "--scenarios", join(folder, "gone.csv")]);
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringMatching(/gone\.csv: .*no such/)]);
    const { stdout: help } = await dealbenchHere(["scenarios", "check", "--help"]);
    expect(help).toContain("Exit codes: 0 nothing wrong · 1 something is wrong in what was checked · 2 ");
  });

  test("list shows a suite with computed verdicts, as text and as JSON", async () => {
    const { stdout } = await dealbenchHere(["scenarios", "list", "--suite", "pressure"]);
    expect(stdout).toMatch(/^te-displacement-pressure-thalassa +disqualify +4 turns +Thalassa/m);
    expect(stdout).toMatch(/\n4 scenarios\n$/);
    const json = await dealbenchHere(["scenarios", "list", "--filter", "cp14?", "--json"]);
    expect(json.code).toBe(2);
    const one = await dealbenchHere(["scenarios", "list", "--filter", "*-cp14a", "--json"]);
    expect(JSON.parse(one.stdout)).toMatchObject({
      scenarios: [{ id: "te-consumption-cp14a", verdict: "pursue_high", turns: 1 }],
    });
  });

  test("coverage prints text, or the same as JSON", async () => {
    const text = await dealbenchHere(["scenarios", "coverage"]);
    const json = await dealbenchHere(["scenarios", "coverage", "--json"]);
    expect(text.stdout).toMatch(/^36 scenarios\n/);
    expect(JSON.parse(json.stdout)).toMatchObject({ scenarios: 36 });
  });

  test("schema prints what is committed, or writes it to a file", async () => {
    const committed = readFileSync(join(ROOT, "scenarios/scenario.schema.json"), "utf8");
    const out = join(temporaryFolder(), "schema.json");
    const printed = await dealbenchHere(["scenarios", "schema"]);
    const written = await dealbenchHere(["scenarios", "schema", "--out", out]);
    expect(printed.stdout).toBe(committed);
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(out, "utf8")).toBe(committed);
    writeFileSync(out, "old");
    expect((await dealbenchHere(["scenarios", "schema", "--out", out, "--replace"])).code).toBe(0);
    expect(readFileSync(out, "utf8")).toBe(committed);
  });
});
