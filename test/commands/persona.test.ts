import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { personaCommand } from "../../src/commands/persona.ts";
import { personaText } from "../support/repository.ts";
import { dealbench, dealbenchHere, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

function persona(...args: string[]) {
  return runCommand(personaCommand(), args);
}

function folderWith(files: Record<string, string>): (name: string) => string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

const BODY = "# Director\n\nBe direct, at once.\n";

test("diff has one default for its second persona", async () => {
  const { stdout } = await dealbenchHere(["persona", "diff", "--help"]);
  expect(stdout.match(/\(default/g)).toHaveLength(1);
});

describe("persona show", () => {
  test("says what a persona is", async () => {
    const at = folderWith({ "p.md": personaText({ version: "1.0.0", body: BODY }) });
    const { code, stdout } = await persona("show", at("p.md"));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^name {5}director\nversion {2}1\.0\.0\nmodel {4}sonnet\nsha256 {3}[0-9a-f]{64}\nwords {4}6\n/,
    );
  });

  test("prints the system prompt and nothing else with --prompt", async () => {
    const at = folderWith({ "p.md": personaText({ body: BODY }) });
    expect((await persona("show", at("p.md"), "--prompt")).stdout).toBe(BODY);
  });

  test("prints one JSON object with --json", async () => {
    const at = folderWith({ "p.md": personaText({ version: "1.0.0", body: BODY }) });
    const shown = JSON.parse((await persona("show", at("p.md"), "--json")).stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({ name: "director", version: "1.0.0", model: "sonnet", words: 6 });
    expect(shown).not.toHaveProperty("system_prompt");
    expect(JSON.parse((await persona("show", at("p.md"), "--json", "--prompt")).stdout)).toMatchObject({
      system_prompt: BODY,
    });
  });

  test("shows the shipped persona when none is named", async () => {
    expect((await persona("show")).stdout).toMatch(/^name {5}enterprise-sales-director\n/);
  });

  test("exits 2 with the place of what is wrong", async () => {
    const at = folderWith({ "p.md": "---\nname: a\n---\nx\n" });
    const { code, stderr } = await persona("show", at("p.md"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/p\.md:2:1 description: is missing, expected text/);
    expect(await persona("show", "git:-x")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('git ref "-x"'),
    });
  });
});

describe("persona check", () => {
  test("passes with what it could not compare", async () => {
    const at = folderWith({ "p.md": personaText({ version: "1.0.0" }), "CHANGELOG.md": "## 1.0.0\n" });
    const { code, stdout } = await persona("check", at("p.md"));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Not compared with main: .*\n.*p\.md: director 1\.0\.0 \([0-9a-f]{12}\) is fine\n$/,
    );
  });

  test("lists problems and exits 1", async () => {
    const at = folderWith({ "p.md": personaText(), "CHANGELOG.md": "" });
    const { code, stdout } = await persona("check", at("p.md"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/p\.md:2:1 version: is missing/);
    const json = JSON.parse((await persona("check", at("p.md"), "--json")).stdout);
    expect(json).toMatchObject({
      ok: false,
      problems: [{ field: "version", place: { line: 2, column: 1 } }],
    });
  });

  test("a front matter that is wrong is a finding as any other, with exit 1, and the help says so", async () => {
    const at = folderWith({ "p.md": "---\nname: x\n---\nBe direct.\n" });
    const { code, stdout, stderr } = await dealbench(["persona", "check", at("p.md")]);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/p\.md:2:1 description: is missing/);
    expect((await dealbenchHere(["persona", "check", "--help"])).stdout).toContain(
      "1 something is wrong in what was checked",
    );
  });

  test("exits 2 for a file or base that is not there", async () => {
    const at = folderWith({ "p.md": personaText({ version: "1.0.0" }) });
    expect((await persona("check", at("q.md"))).code).toBe(2);
    expect(await persona("check", at("p.md"), "--base", "main")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("not a git repository"),
    });
  });
});

describe("persona diff", () => {
  test("prints fields and a patch, and exits 0", async () => {
    const at = folderWith({
      "a.md": personaText({ version: "1.0.0", body: "one\ntwo\n" }),
      "b.md": personaText({ version: "1.1.0", body: "one\nthree\n" }),
    });
    const { code, stdout } = await persona("diff", at("a.md"), at("b.md"));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^version: 1\.0\.0 → 1\.1\.0\n--- .*a\.md .*\n\+\+\+ .*b\.md .*\n@@ .* @@\n one\n-two\n\+three\n$/,
    );
    const json = JSON.parse((await persona("diff", at("a.md"), at("b.md"), "--json")).stdout);
    expect(json).toMatchObject({ same_prompt: false, lines_added: 1, lines_removed: 1 });
  });

  test("says when the system prompts are the same, and exits 0", async () => {
    const at = folderWith({ "a.md": personaText({ version: "1.0.0" }) });
    const { code, stdout } = await persona("diff", at("a.md"), at("a.md"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The system prompts are the same \([0-9a-f]{12}\)\.\n$/);
  });

  test("compares with the shipped persona when one is named", async () => {
    const at = folderWith({ "a.md": personaText({ version: "1.0.0" }) });
    expect((await persona("diff", at("a.md"))).stdout).toMatch(/\+\+\+ .*enterprise-sales-director\.md/);
  });
});
