import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPersona, parsePersona } from "../../src/persona/load.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { personaText, temporaryRepository } from "../support/repository.ts";

const BODY = "# Director\n\nBe direct.\n";
const HASH = createHash("sha256").update(BODY).digest("hex");

describe("a persona file", () => {
  test("is front matter and, below it, the system prompt", () => {
    expect(parsePersona(personaText({ version: "1.2.0", body: BODY }), "x.md")).toEqual({
      name: "director",
      description: "Sells.",
      model: "sonnet",
      version: "1.2.0",
      systemPrompt: BODY,
      sha256: HASH,
      source: "x.md",
    });
  });

  test("has the same hash whatever its front matter says", () => {
    const other = personaText({ version: "9.9.9", body: BODY }).replace(
      "name: director",
      "name: other\ntools: [a, b]",
    );
    expect(parsePersona(other, "x.md")).toMatchObject({ name: "other", sha256: HASH });
  });

  test("has the same hash with CRLF line ends, a byte-order mark and blanks behind the fences", () => {
    const text = `\uFEFF${personaText({ body: BODY }).replaceAll("---\n", "--- \t\n").replaceAll("\n", "\r\n")}`;
    expect(parsePersona(text, "x.md")).toMatchObject({ systemPrompt: BODY, sha256: HASH });
  });

  test("may have rules in its body, which close nothing", () => {
    const body = `${BODY}\n---\n\nversion: 7\n\n---\n`;
    expect(parsePersona(personaText({ version: "1.0.0", body }), "x.md")).toMatchObject({
      version: "1.0.0",
      systemPrompt: body,
    });
  });

  test("without a version or a model loads, and says so", () => {
    const text = personaText().replace("model: sonnet\n", "");
    expect(parsePersona(text, "x.md")).toMatchObject({ version: "unversioned", model: null });
  });
});

test("the shipped persona's hash is that of its text below the front matter, unchanged", async () => {
  const file = join(ROOT, "persona", "enterprise-sales-director.md");
  const text = readFileSync(file, "utf8");
  const persona = await loadPersona(file);
  expect(persona.name).toBe("enterprise-sales-director");
  expect(text.endsWith(persona.systemPrompt)).toBe(true);
  expect(persona.systemPrompt.startsWith("\n# Enterprise Sales Director\n")).toBe(true);
});

describe("a bad file is refused at its place:", () => {
  test.each([
    [
      "no front matter",
      "# Director\n",
      /^x\.md:1:1: found no front matter, expected the first line to be ---/,
    ],
    ["an empty file", "", /^x\.md:1:1: found no front matter/],
    [
      "front matter that is not closed",
      "---\nname: a\n",
      /^x\.md:1:1: the front matter opens here and is never closed/,
    ],
    ["YAML that does not parse", "---\nname: a\ndescription: b: c\n---\nx\n", /^x\.md:3:\d+: YAML: /],
    ["a list", "---\n- name\n---\nx\n", /^x\.md:2:1: found a list of 1, expected an object of fields/],
    [
      "a version that YAML reads as a number",
      "---\nname: a\ndescription: b\nversion: 1.0\n---\nx\n",
      /^x\.md:4:10 version: found 1, expected text; put it in quotes/,
    ],
    [
      "no system prompt",
      "---\nname: a\ndescription: b\n---\n \n",
      /^x\.md:5:1: found nothing below the front matter/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => parsePersona(text, "x.md")).toThrow(message);
  });

  test("all problems at once", () => {
    expect(() => parsePersona("---\nmodel: 5\n---\n", "x.md")).toThrow(
      /name: is missing.*\n.*description: is missing.*\n.*:2:8 model: found 5.*\n.*found nothing below/,
    );
  });
});

describe("a source may be", () => {
  test("a path, from the folder that is given", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "p.md"), personaText({ version: "1.0.0" }));
    expect(await loadPersona("p.md", { cwd: folder })).toMatchObject({ version: "1.0.0", source: "p.md" });
    expect(await loadPersona(join(folder, "p.md"))).toMatchObject({ version: "1.0.0" });
  });

  test("a git ref, with the default path or another", async () => {
    const { folder, commit, write } = temporaryRepository();
    const path = "persona/enterprise-sales-director.md";
    commit({ [path]: personaText({ version: "1.0.0" }), "persona/x.md": personaText({ version: "2.0.0" }) });
    commit({ [path]: personaText({ version: "1.1.0" }) });
    write({ [path]: personaText({ version: "1.2.0" }) });
    const versionOf = async (source: string) => (await loadPersona(source, { cwd: folder })).version;
    expect(await versionOf("git:main")).toBe("1.1.0");
    expect(await versionOf("git:HEAD~1")).toBe("1.0.0");
    expect(await versionOf("git:HEAD~1:persona/x.md")).toBe("2.0.0");
    expect(await versionOf(path)).toBe("1.2.0");
  });

  test("nothing that is not there", async () => {
    const { folder, commit } = temporaryRepository();
    commit({ "a.md": "x" });
    await expect(loadPersona("nowhere.md")).rejects.toThrow("nowhere.md: no such file; check the path");
    await expect(loadPersona("git:main", { cwd: folder })).rejects.toThrow(
      /^git:main:persona\/.*: no such file in/,
    );
    await expect(loadPersona("git:other", { cwd: folder })).rejects.toThrow(
      /^git:other: no such commit here/,
    );
    await expect(loadPersona("git:", { cwd: folder })).rejects.toThrow(/^found the git ref ""/);
    await expect(loadPersona("git:main:a.md", { cwd: folder })).rejects.toThrow(
      /^git:main:a\.md:1:1: found no front/,
    );
  });
});
