import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { contentHash, sha256 } from "../../src/files/hash.ts";

describe("sha256", () => {
  test("gives the published digest of a text", () => {
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("contentHash", () => {
  test("does not depend on the order of keys at any depth", () => {
    expect(contentHash({ a: 1, b: { c: [{ d: 1, e: 2 }], f: null } })).toBe(
      contentHash({ b: { f: null, c: [{ e: 2, d: 1 }] }, a: 1 }),
    );
  });

  test.each([
    ["a value", { a: 1 }, { a: 2 }],
    ["the order of a list", { a: [1, 2] }, { a: [2, 1] }],
    ["a key", { a: 1 }, { b: 1 }],
    ["the type of a value", { a: 1 }, { a: "1" }],
    ["null and absent", { a: null }, {}],
  ])("depends on %s", (_, one, other) => {
    expect(contentHash(one)).not.toBe(contentHash(other));
  });

  test("is that of what JSON.stringify makes of a sorted copy", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(contentHash(value)).toBe(sha256(JSON.stringify(sortedCopy(value))));
      }),
    );
    const odd = { 10: 1, 9: [undefined, Number.NaN], b: undefined, "01": -0, a: "\ud800" };
    expect(contentHash(odd)).toBe(sha256(JSON.stringify(sortedCopy(odd))));
  });
});

function sortedCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedCopy);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedCopy(inner)]));
}
