import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPersona } from "../../src/persona/check.ts";
import { formatProblem } from "../../src/records/errors.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { personaText, temporaryRepository } from "../support/repository.ts";

const CHANGELOG = "# Changes\n\n## [1.1.0] - 2026-03-02\n\n- later\n\n## v1.0.0\n\n- first\n";
const EDITED = "# Director\n\nBe kind.\n";

/** A repository whose main holds version 1.0.0, and the check of what is then written over it. */
function repository() {
  const made = temporaryRepository();
  made.commit({ "persona/p.md": personaText({ version: "1.0.0" }), "persona/CHANGELOG.md": CHANGELOG });
  const check = async (text: string, base?: string) => {
    made.write({ "persona/p.md": text });
    const result = await checkPersona(
      join(made.folder, "persona", "p.md"),
      base === undefined ? {} : { base },
    );
    const problems = result.problems.map((problem) => formatProblem(problem).replace(`${made.folder}/`, ""));
    return { problems, notes: result.notes };
  };
  return { ...made, check };
}

const FINE = { problems: [], notes: [] };

describe("against the base", () => {
  test("an unchanged text with its version is fine", async () => {
    expect(await repository().check(personaText({ version: "1.0.0" }))).toEqual(FINE);
  });

  test("a changed text needs a later version", async () => {
    const { check } = repository();
    expect((await check(personaText({ version: "1.0.0", body: EDITED }))).problems).toEqual([
      "persona/p.md:5:10 version: found 1.0.0, expected a version after 1.0.0: the text differs from the one on main",
    ]);
    expect(await check(personaText({ version: "1.1.0", body: EDITED }))).toEqual(FINE);
    expect((await check(personaText({ version: "0.9.0", body: EDITED }))).problems[0]).toMatch(
      /after 1\.0\.0/,
    );
    expect((await check(personaText({ version: "1.0.0-beta", body: EDITED }))).problems[0]).toMatch(
      /after 1\.0\.0/,
    );
  });

  test("a change of the front matter alone needs none", async () => {
    const text = personaText({ version: "1.0.0" }).replace("Sells.", "Sells more.");
    expect(await repository().check(text)).toEqual(FINE);
  });

  test("the base may be named", async () => {
    const { check, commit } = repository();
    commit({ "persona/p.md": personaText({ version: "1.1.0", body: EDITED }) });
    const again = personaText({ version: "1.0.0", body: EDITED });
    expect((await check(again, "HEAD~1")).problems[0]).toMatch(/differs from the one on HEAD~1$/);
    expect(await check(again, "HEAD")).toEqual(FINE);
  });

  test("a base that was named and is not there is an error; an absent main is noted", async () => {
    const { check, git } = repository();
    await expect(check(personaText({ version: "1.0.0" }), "develop")).rejects.toThrow(
      /^git:develop: no such commit/,
    );
    git("branch", "--move", "trunk");
    expect(await check(personaText({ version: "1.0.0", body: EDITED }))).toEqual({
      problems: [],
      notes: [expect.stringMatching(/^Not compared with main: git:main: no such commit here/)],
    });
  });

  test("a file that the base does not have, or not with a version, is not held to it", async () => {
    const { folder, check, commit } = repository();
    writeFileSync(join(folder, "persona", "q.md"), personaText({ version: "1.0.0" }));
    const { problems, notes } = await checkPersona(join(folder, "persona", "q.md"));
    expect(problems).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^Not compared with main: .*no such file/)]);
    commit({ "persona/p.md": personaText() });
    expect(await check(personaText({ version: "1.0.0", body: EDITED }))).toEqual(FINE);
  });
});

test("outside a repository the comparison is left out and said so", async () => {
  const file = join(temporaryFolder(), "p.md");
  writeFileSync(file, personaText({ version: "1.0.0" }));
  writeFileSync(join(file, "..", "CHANGELOG.md"), CHANGELOG);
  const { problems, notes } = await checkPersona(file);
  expect(problems).toEqual([]);
  expect(notes).toEqual([expect.stringMatching(/^Not compared with main: .*not a git repository/)]);
});

describe("the version", () => {
  test.each([
    ["is missing", personaText(), /^persona\/p\.md:2:1 version: is missing, expected a version like 1\.0\.0/],
    [
      "is no version",
      personaText({ version: "v2" }),
      /^persona\/p\.md:5:10 version: found "v2", expected a version/,
    ],
  ])("%s", async (_, text, message) => {
    expect((await repository().check(text)).problems).toEqual([expect.stringMatching(message)]);
  });
});

describe("the changelog", () => {
  test("needs an entry for the version, and a mention is none", async () => {
    const { check, write } = repository();
    write({ "persona/CHANGELOG.md": "# Changes\n\n## 1.2.0\n\nAfter 1.1.0.\n\n## 1.1.01\n" });
    expect((await check(personaText({ version: "1.1.0", body: EDITED }))).problems).toEqual([
      expect.stringMatching(
        /^persona\/CHANGELOG\.md: found no entry for 1\.1\.0, expected a heading such as: ## 1\.1\.0/,
      ),
    ]);
  });

  test("is named when there is none", async () => {
    const { check, folder } = repository();
    rmSync(join(folder, "persona", "CHANGELOG.md"));
    expect((await check(personaText({ version: "1.0.0" }))).problems).toEqual([
      expect.stringMatching(/^persona\/CHANGELOG\.md: no such file; write one/),
    ]);
  });
});

test("problems of the version and the changelog come together", async () => {
  const { check, write } = repository();
  write({ "persona/CHANGELOG.md": "# Changes\n" });
  expect((await check(personaText({ version: "1.0.0", body: EDITED }))).problems).toHaveLength(2);
});

test("a file that is no persona has its problems listed", async () => {
  const { problems } = await repository().check("---\nmodel: 5\n---\n");
  expect(problems).toHaveLength(4);
});

test.each(["enterprise-sales-director.md", "variants/soft.md"])(
  "the shipped %s has a version and an entry",
  async (name) => {
    const folder = temporaryFolder();
    cpSync(join(ROOT, "persona"), folder, { recursive: true });
    const { persona, problems } = await checkPersona(join(folder, name));
    expect(persona?.name).toBe("enterprise-sales-director");
    expect(problems).toEqual([]);
  },
);
