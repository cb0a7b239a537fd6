import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadMutations, mutate } from "../../src/persona/mutations.ts";
import { loadPersona } from "../../src/persona/load.ts";
import { withPrompt } from "../../src/persona/rewrite.ts";
import type { Edit } from "../../src/records/mutation.ts";
import { InputError } from "../../src/records/errors.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";

const TEXT = "# A\n\n**List**:\n- one\n- two\n\n## B\n\nlast $& one\n";

const edited = (...edits: Edit[]) => mutate(TEXT, { edits });

test("every edit that is shipped fits the persona that is shipped, and changes it in its own way", async () => {
  const { systemPrompt } = await loadPersona(join(ROOT, "persona", "enterprise-sales-director.md"));
  const { mutations } = loadMutations(join(ROOT, "persona", "mutations.yaml"));
  const texts = mutations.map((mutation) => mutate(systemPrompt, mutation));
  expect(texts.filter((made) => "unfit" in made)).toEqual([]);
  expect(new Set(texts.map((made) => ("text" in made ? made.text : ""))).size).toBe(mutations.length);
});

test("sections and paragraphs go as a whole, texts are replaced as they stand, and additions come last", () => {
  expect(edited({ removeParagraph: "**List**" })).toEqual({ text: "# A\n\n## B\n\nlast $& one\n" });
  expect(edited({ removeSection: "B" })).toEqual({ text: "# A\n\n**List**:\n- one\n- two\n" });
  expect(edited({ replace: "one", with: "$&" })).toEqual({
    text: "# A\n\n**List**:\n- $&\n- two\n\n## B\n\nlast $& $&\n",
  });
  expect(edited({ append: "More.\n" })).toEqual({ text: `${TEXT}\nMore.\n` });
});

test("an edit that fits nothing, fits twice or changes nothing is told", () => {
  expect(edited({ replace: "three", with: "" })).toEqual({ unfit: 'found no "three" to replace' });
  expect(edited({ removeSection: "C" })).toEqual({ unfit: 'found no heading "C", expected one' });
  expect(mutate("## C\nx\n## C\ny\n", { edits: [{ removeSection: "C" }] })).toEqual({
    unfit: 'found 2 heading "C", expected one',
  });
  expect(edited({ removeParagraph: "- one" })).toEqual({
    unfit: 'found no paragraph that begins "- one", expected one',
  });
  expect(edited({ replace: "one", with: "one" })).toEqual({ unfit: "it leaves the text as it is" });
});

test("a file's mistakes are told all at once, each at its place", () => {
  const file = join(temporaryFolder(), "mutations.yaml");
  writeFileSync(
    file,
    `version: 1.0.0
mutations:
  - id: one
    title: One
    kind: damage
    why: because
    edits:
      - append: x
  - id: one
    title: Two
    kind: harmless
    breaks: [directness]
    why: because
    edits:
      - append: x
`,
  );
  const told = () => loadMutations(file);
  expect(told).toThrow(InputError);
  expect(told).toThrow(/mutations\.yaml:3:5 mutations\.0\.breaks: .*at least one criterion/);
  expect(told).toThrow(/mutations\.yaml:9:9 mutations\.1\.id: .*every id once/);
  expect(told).toThrow(/mutations\.yaml:12:13 mutations\.1\.breaks: .*a harmless edit breaks nothing/);
});

test("an edit that is none is told which there are", () => {
  const file = join(temporaryFolder(), "mutations.yaml");
  const head =
    "version: 1.0.0\nmutations:\n  - id: one\n    title: One\n    kind: harmless\n    why: w\n    edits:\n";
  writeFileSync(file, `${head}      - remove_sektion: Purpose\n`);
  expect(() => loadMutations(file)).toThrow(
    "mutations.yaml:8:9 mutations.0.edits.0: found an object, expected one of remove_section, remove_paragraph, replace together with `with`, and append, with a text",
  );
});

test("another prompt stands below the same front matter, whatever the line ends", () => {
  const text = "---\r\nname: a\r\ndescription: b\r\n---\r\nold\r\n";
  expect(withPrompt(text, "a.md", "new\n")).toBe("---\nname: a\ndescription: b\n---\nnew\n");
});
