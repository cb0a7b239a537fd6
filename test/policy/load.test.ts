import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadPolicy } from "../../src/policy/load.ts";
import { ROOT, temporaryFolder } from "../support/cli.ts";

const SHIPPED = join(ROOT, "persona", "policy.yaml");

function written(text: string): string {
  const file = join(temporaryFolder(), "policy.yaml");
  writeFileSync(file, text);
  return file;
}

test("comments do not change a policy's hash, values do", () => {
  const text = readFileSync(SHIPPED, "utf8");
  const { sha256 } = loadPolicy(SHIPPED);
  expect(loadPolicy(written(`# another comment\n${text}`)).sha256).toBe(sha256);
  expect(loadPolicy(written(text.replace("longest_months: 18", "longest_months: 20"))).sha256).not.toBe(
    sha256,
  );
});

test("every problem is named with its place", () => {
  const text = readFileSync(SHIPPED, "utf8")
    .replace("version: 1.0.0", "version: new")
    .replace("commit_from: negotiation", "commit_from: signing")
    .replace("closing_reds: 2", "closing_red: 2");
  const file = written(text);
  const message = messageOf(() => loadPolicy(file));
  expect(message).toContain(`${file}:3:10 version: found "new", expected a version like 1.0.0`);
  expect(message).toMatch(/:\d+:\d+ stages\.commit_from: found "signing", expected one of: discovery, /);
  expect(message).toMatch(/closing_reds: is missing/);
  expect(message).toMatch(/:\d+:\d+ closing_red: found an unknown field/);
});

test("thresholds that contradict each other are refused", () => {
  const file = written(readFileSync(SHIPPED, "utf8").replace("longest_months: 18", "longest_months: 9"));
  expect(messageOf(() => loadPolicy(file))).toContain(
    "timeline.longest_months: found 9, expected no less than realistic_months",
  );
});

test("a missing file is named", () => {
  expect(messageOf(() => loadPolicy("nowhere/policy.yaml"))).toContain("nowhere/policy.yaml: no such file");
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was thrown");
}
