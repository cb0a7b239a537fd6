import { applyPatch } from "diff";
import { describe, expect, test } from "vitest";
import { diffPersona } from "../../src/persona/diff.ts";
import { parsePersona } from "../../src/persona/load.ts";
import { isLaterVersion } from "../../src/persona/version.ts";
import { personaText } from "../support/repository.ts";

function persona(body: string, version = "1.0.0") {
  return parsePersona(personaText({ version, body }), `${version}.md`);
}

/** Lines that hardly any other seed's text shares. */
function words(seed: number): string[] {
  return Array.from({ length: 3000 }, (_, index) => `${(index * seed) % 7919} ${index % seed}`);
}

const LONG = Array.from({ length: 40 }, (_, index) => `line ${index}`);

describe("a diff", () => {
  test("of one text with itself is empty, and still names fields that differ", () => {
    expect(diffPersona(persona("same\n"), persona("same\n", "1.0.1"))).toEqual({
      fields: [{ name: "version", from: "1.0.0", to: "1.0.1" }],
      patch: "",
      linesAdded: 0,
      linesRemoved: 0,
    });
  });

  test("is a unified patch of the system prompts with a little around each change", () => {
    const { patch, linesAdded, linesRemoved } = diffPersona(
      persona(LONG.join("\n")),
      persona(LONG.toSpliced(20, 1, "new line").join("\n"), "1.1.0"),
    );
    expect({ linesAdded, linesRemoved }).toEqual({ linesAdded: 1, linesRemoved: 1 });
    expect(patch).toMatch(/^--- 1\.0\.0\.md \(1\.0\.0, [0-9a-f]{12}\)\n\+\+\+ 1\.1\.0\.md \(1\.1\.0, /);
    expect(patch).toContain(
      "@@ -18,7 +18,7 @@\n line 17\n line 18\n line 19\n-line 20\n+new line\n line 21\n",
    );
    expect(patch).not.toContain("line 10");
  });

  test("of texts too different to compare in time shows the middle as replaced, and still applies", () => {
    const from = ["head", ...words(31), "tail", ""].join("\n");
    const to = ["head", ...words(37), "tail", ""].join("\n");
    const { patch, linesAdded, linesRemoved } = diffPersona(persona(from), persona(to), { timeoutMs: 1 });
    expect(linesAdded).toBeGreaterThan(2900);
    expect(linesRemoved).toBe(linesAdded);
    expect(patch).not.toMatch(/^[-+](head|tail)$/m);
    expect(applyPatch(from, patch)).toBe(to);
  });
});

test.each([
  ["1.0.1", "1.0.0", true],
  ["1.10.0", "1.9.9", true],
  ["2.0.0", "1.9.9", true],
  ["1.0.0", "1.0.0-soft", true],
  ["1.0.0-soft", "1.0.0", false],
  ["1.0.0", "1.0.0+soft", false],
  ["1.0.1+soft", "1.0.0", true],
  ["1.0.0-b", "1.0.0-a", true],
  ["1.0.0", "1.0.0", false],
  ["1.0.0-a", "1.0.0-a", false],
  ["0.9.9", "1.0.0", false],
  ["new", "1.0.0", false],
  ["1.0.0", "old", false],
])("%s is later than %s: %s", (next, before, later) => {
  expect(isLaterVersion(next, before)).toBe(later);
});
