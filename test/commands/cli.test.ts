import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dealbench, dealbenchHere, ROOT, temporaryFolder } from "../support/cli.ts";

describe("dealbench", () => {
  test("--help lists every command and the exit codes", async () => {
    const { code, stdout } = await dealbench(["--help"]);
    expect(code).toBe(0);
    for (const name of [
      "run",
      "grade",
      "report",
      "calibrate",
      "decide",
      "scenarios",
      "persona",
      "vectors",
      "doctor",
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    }
    expect(stdout).toContain("Exit codes: 0 fine");
  });

  test("a mistyped command is answered with the nearest one", async () => {
    const { code, stderr } = await dealbench(["scenario", "check"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean scenarios?");
  });

  test("an old Node is told what to do instead of a syntax error", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "bin"));
    const entry = readFileSync(join(ROOT, "bin", "dealbench.js"), "utf8");
    writeFileSync(
      join(folder, "bin", "dealbench.mjs"),
      entry.replace("process.versions.node.split", '"20.11.1".split'),
    );
    cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin", "dealbench.mjs")], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("expected 22.18 or newer");
  });

  test("help for a command that is none names it, as the command itself does", async () => {
    const [help, command] = [await dealbenchHere(["help", "nope"]), await dealbenchHere(["nope"])];
    expect([help.code, help.stdout]).toEqual([2, ""]);
    expect(help.stderr).toContain("dealbench: unknown command 'nope'");
    expect(help).toEqual(command);
    expect((await dealbenchHere(["help", "merge"])).stdout).toMatch(
      /--out <folder> +the new run folder \(required\)/,
    );
  });

  test.each(["run", "grade", "bless", "judge run", "doctor"])(
    "%s --help tells its exit codes",
    async (name) => {
      expect((await dealbenchHere([...name.split(" "), "--help"])).stdout).toMatch(
        /^Exit codes: 0 .* · [24] /m,
      );
    },
  );

  test("doctor takes an edited persona for no fault, and says how it can be run", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "persona"));
    const persona = readFileSync(join(ROOT, "persona", "enterprise-sales-director.md"), "utf8");
    writeFileSync(join(cwd, "persona", "enterprise-sales-director.md"), `${persona}\nThank you.\n`);
    const { code, stdout } = await dealbench(["doctor"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^absent +recordings +none for this persona's text.*\(--model simulated:director\)/m,
    );
  });

  test("doctor finds all that the main job needs", async () => {
    const { code, stdout } = await dealbench(["doctor"]);
    expect(code).toBe(0);
    expect(stdout).not.toContain("MISSING");
    expect(stdout).toMatch(/recordings\s+72 replies to this persona/);
  });
});
