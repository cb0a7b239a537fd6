import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, dealbenchHere, temporaryFolder } from "../support/cli.ts";

describe("dealbench report", () => {
  test("renders again what grading left, from the run folder alone", async () => {
    const reports = temporaryFolder();
    await dealbenchHere(["run", "--filter", "cp01", "--reports", reports]);
    const folder = join(reports, readdirSync(reports)[0] ?? "");
    const before = readFileSync(join(folder, "grades.jsonl"), "utf8");
    writeFileSync(join(folder, "report.html"), "gone");
    const { code, stdout } = await dealbench(["report", "--reports", reports]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().endsWith(join(folder, "report.html"))).toBe(true);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("<!doctype html>");
    expect(readFileSync(join(folder, "grades.jsonl"), "utf8") === before).toBe(true);
  });

  test("leaves a folder as it was that has no grades, or not all of them, and says what to do; export likewise", async () => {
    const folder = join(temporaryFolder(), "mine");
    await dealbenchHere(["run", "--filter", "cp01", "--out", folder]);
    const grades = join(folder, "grades.jsonl");
    const before = readFileSync(join(folder, "report.html"), "utf8");
    const lines = readFileSync(grades, "utf8").split("\n");
    writeFileSync(grades, `${lines.slice(0, lines.length / 2).join("\n")}\n`);
    const half = await dealbenchHere(["report", folder]);
    expect(half).toMatchObject({ code: 2, stdout: "" });
    expect(half.stderr).toMatch(
      /holds no grades of \S+, recorded:\S+, repeat \d; grade it again: dealbench grade/,
    );
    for (const command of ["report", "export"]) {
      for (const take of [() => writeFileSync(grades, ""), () => rmSync(grades, { force: true })]) {
        take();
        const { code, stdout, stderr } = await dealbenchHere([command, folder]);
        expect([command, code, stdout]).toEqual([command, 2, ""]);
        expect(stderr).toBe(`dealbench: ${folder}: was never graded; run: dealbench grade ${folder}\n`);
      }
    }
    expect(readFileSync(join(folder, "report.html"), "utf8") === before).toBe(true);
    expect((await dealbenchHere(["grade", folder])).code).toBe(0);
    expect((await dealbenchHere(["report", folder])).code).toBe(0);
  });

  test("says what to do where there is no run", async () => {
    const { code, stderr } = await dealbenchHere(["report", "--reports", temporaryFolder()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/holds no run; make one with: dealbench run/);
  });
});
