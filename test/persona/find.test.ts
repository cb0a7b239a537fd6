import { expect, test } from "vitest";
import { findPersona } from "../../src/persona/find.ts";
import { DEFAULT_PERSONA, parsePersona } from "../../src/persona/load.ts";
import { personaText, temporaryRepository } from "../support/repository.ts";

const OLD = personaText({ version: "1.0.0", body: "Be direct.\n" });
const NEW = personaText({ version: "1.1.0", body: "Be kind.\n" });
const { sha256 } = parsePersona(OLD, "old");

test("a persona is found in the file that it was read from", async () => {
  const { folder, write } = temporaryRepository();
  write({ "mine.md": OLD });
  const found = await findPersona({ sha256, source: "mine.md", gitCommit: null }, folder);
  expect(found).toMatchObject({ version: "1.0.0", source: "mine.md" });
});

test("an edited one is found at the commit of its time", async () => {
  const { folder, commit } = temporaryRepository();
  const then = commit({ [DEFAULT_PERSONA]: OLD });
  commit({ [DEFAULT_PERSONA]: NEW });
  const found = await findPersona({ sha256, source: DEFAULT_PERSONA, gitCommit: then }, folder);
  expect(found?.systemPrompt).toBe("Be direct.\n");
});

test("a moved one is found among the variants of today", async () => {
  const { folder, write } = temporaryRepository();
  write({ [DEFAULT_PERSONA]: NEW, "persona/variants/old.md": OLD, "persona/CHANGELOG.md": "# no persona\n" });
  const found = await findPersona({ sha256, source: "gone.md", gitCommit: null }, folder);
  expect(found?.source).toBe("persona/variants/old.md");
});

test("a text that is nowhere, or of unknown hash, is not guessed", async () => {
  const { folder, commit } = temporaryRepository();
  const then = commit({ [DEFAULT_PERSONA]: NEW });
  const traces = { source: DEFAULT_PERSONA, gitCommit: then };
  expect(await findPersona({ ...traces, sha256 }, folder)).toBeNull();
  expect(await findPersona({ ...traces, sha256: null }, folder)).toBeNull();
});
