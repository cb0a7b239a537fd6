import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { vectorsCommand } from "../../src/commands/vectors.ts";
import { STATISTICS } from "../../src/statistics/vectors.ts";
import { ALL_GREEN } from "../policy/arbitrary.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";
import { runCommand } from "./inProcess.ts";

const STATISTICS_FILE = join(ROOT, "test", "vectors", "statistics.json");

function written(content: unknown): string {
  const file = join(temporaryFolder(), "vectors.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 1));
  return file;
}

function check(content: unknown, ...options: string[]) {
  const statistics = {
    half: (input: unknown) => ({ of: (input as { x: number }).x / 2, all: [1, 2] }),
    fails: () => {
      throw Object.assign(new Error("no data"), { code: "EMPTY" });
    },
    breaks: () => {
      throw new TypeError("x is undefined");
    },
  };
  return runCommand(vectorsCommand(statistics), [written(content), ...options]);
}

test("the decision vectors all come out", async () => {
  const file = join(ROOT, "test", "vectors", "decisions.json");
  expect(await runCommand(vectorsCommand(), [file])).toEqual({
    code: 0,
    stdout: "320 ok, 0 failed\n",
    stderr: "",
  });
});

test("the statistics vectors come out, but for functions that are not there", async () => {
  const { stdout } = await runCommand(vectorsCommand(), [STATISTICS_FILE, "--json"]);
  const { ok, failed, failures } = JSON.parse(stdout) as {
    ok: number;
    failed: number;
    failures: { got: unknown }[];
  };
  const { vectors } = JSON.parse(readFileSync(STATISTICS_FILE, "utf8")) as { vectors: { fn: string }[] };
  const absent = vectors.filter(({ fn }) => !(fn in STATISTICS)).length;
  expect({ ok, failed }).toEqual({ ok: vectors.length - absent, failed: absent });
  expect(failures.every(({ got }) => got === "no function of this name")).toBe(true);
});

const half = (expected: unknown, tol = 1e-9) => [{ id: "h", fn: "half", input: { x: 2 }, expected, tol }];

describe("a decision", () => {
  test("that is off is named by vector and field, and exits 1", async () => {
    const result = await check({
      vectors: [
        {
          id: "a",
          facts: ALL_GREEN,
          expected: { verdict: "pursue_high", forecast_cap: "commit", flags: ["R_PAPER"] },
        },
        { id: "b", facts: { stage: "discovery" }, expected: { verdict: "develop_medium" } },
      ],
    });
    expect(result).toEqual({
      code: 1,
      stdout: [
        "a forecast_cap: expected commit, got best_case",
        "a flags: expected R_PAPER, got none",
        "1 ok, 1 failed",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  test("has its lists compared as sets", async () => {
    const facts = { ...ALL_GREEN, eb: "none_after_attempts", budget: "none" };
    expect((await check([{ id: "a", facts, expected: { red: ["D3", "D1"] } }])).code).toBe(0);
    expect((await check([{ id: "a", facts, expected: { red: ["D3"] } }])).code).toBe(1);
  });

  test("with a field that decisions do not have fails", async () => {
    const { code, stdout } = await check([{ id: "a", facts: ALL_GREEN, expected: { mood: "good" } }]);
    expect(code).toBe(1);
    expect(stdout).toContain("a mood: expected good, got no field of this name");
  });
});

describe("a statistic", () => {
  test("may be off by its tolerance, relative or absolute, and no more", async () => {
    const large = { id: "h", fn: "half", input: { x: 2e6 }, expected: { of: 1e6 + 0.5 } };
    expect((await check([{ ...large, tol: 1e-6 }])).code).toBe(0);
    expect((await check([{ ...large, tol: 1e-7 }])).code).toBe(1);
    expect((await check(half({ of: 1.05, all: [1, 2] }, 0.05))).code).toBe(0);
    expect((await check(half({ of: 1.06, all: [1, 2] }, 0.05))).stdout).toContain(
      "h of: expected 1.06, got 1",
    );
  });

  test("is compared at every depth, and a missing field or entry is a failure", async () => {
    expect((await check(half({ of: 1, all: [1, 3] }))).stdout).toContain("h all.1: expected 3, got 2");
    expect((await check(half({ of: 1, all: [1] }))).stdout).toContain("h all: expected [1], got [1,2]");
    expect((await check(half({ of: 1, rest: null }))).stdout).toContain(
      "h rest: expected null, got undefined",
    );
  });

  test("that must fail is told by its code", async () => {
    const vector = { id: "e", fn: "fails", input: {} };
    expect((await check([{ ...vector, error: "EMPTY" }])).code).toBe(0);
    expect((await check([{ ...vector, error: "RANGE" }])).stdout).toContain(
      "e error: expected RANGE, got EMPTY",
    );
    expect((await check([{ ...vector, expected: 1 }])).stdout).toContain("e: expected 1, got error EMPTY");
    expect((await check([{ ...vector, fn: "half", error: "EMPTY" }])).stdout).toContain(
      "e error: expected EMPTY, got {",
    );
  });

  test.each(["nothing", "toString", "__proto__"])("with the unknown function %s fails", async (fn) => {
    const { code, stdout } = await check([{ id: "u", fn, input: 1, expected: 1 }]);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `u fn: expected ${fn}, got no function of this name\n0 ok, 1 failed\n`,
    });
  });

  test("whose function breaks is a failure and does not stop the rest", async () => {
    const { code, stdout } = await check([
      { id: "x", fn: "breaks", input: 1, expected: 1 },
      ...half({ of: 1 }),
    ]);
    expect(code).toBe(1);
    expect(stdout).toBe("x: expected 1, got error TypeError: x is undefined\n1 ok, 1 failed\n");
  });
});

describe("a malformed file exits 2 and", () => {
  test("has every problem named with its place", async () => {
    const { code, stdout, stderr } = await check(
      [
        '{"vectors": [',
        '{"id": "a", "facts": {"eb": "engagd"}, "expected": {}},',
        '{"id": 3, "facts": {}, "expected": {}},',
        '{"id": "c", "fn": "half", "input": 1},',
        '{"id": "d"}, 5',
        "]}",
      ].join("\n"),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/vectors\.json:2:\d+ vectors\.0\.facts\.eb: found "engagd", expected one of: /),
      expect.stringMatching(/vectors\.json:3:8 vectors\.1\.id: found 3, expected text/),
      expect.stringMatching(/vectors\.json:4:1 vectors\.2: found neither, expected "expected" or "error"/),
      expect.stringMatching(/vectors\.json:5:1 vectors\.3: found neither, expected a vector with /),
      expect.stringMatching(/vectors\.json:5:14 vectors\.4: found neither, expected a vector with /),
    ]);
  });

  test.each([
    ["an empty list", { vectors: [] }, /vectors: found an empty list, expected at least one vector/],
    ["an empty bare list", [], /found an empty list, expected at least one vector/],
    ["no list", { vectors: "none" }, /vectors: found no list, expected \{"vectors": \[\.\.\.\]\}/],
    ["another object", { cases: [] }, /vectors\.json:1:1: found no list/],
    ["an empty file", "", /vectors\.json:1:1: JSON: found an empty text, expected a value/],
    ["a file cut short", '{"vectors": [{"id": "a",', /vectors\.json:\d+:\d+: JSON: /],
  ])("says so: %s", async (_, content, message) => {
    const { code, stdout, stderr } = await check(content);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a missing file is named", async () => {
    expect(await runCommand(vectorsCommand(), ["nowhere.json"])).toMatchObject({
      code: 2,
      stderr: "nowhere.json: no such file; check the path",
    });
  });
});
