import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

  test("says what to do where there is no run", async () => {
    const { code, stderr } = await dealbenchHere(["report", "--reports", temporaryFolder()]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/holds no run; make one with: dealbench run/);
  });
});
