import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../src/policy/load.ts";
import { checkScenarios } from "../../src/scenarios/check.ts";
import { scenarioJsonSchema } from "../../src/scenarios/fields.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { ROOT } from "../support/cli.ts";
import { folderOf } from "./example.ts";

const SCENARIOS = join(ROOT, "scenarios");

describe("the shipped corpus", () => {
  test("holds the scenarios that were recorded against, unchanged", () => {
    const hashes: unknown = JSON.parse(
      readFileSync(join(ROOT, "test/fixtures/scenario-hashes.json"), "utf8"),
    );
    const loaded = loadScenarios(SCENARIOS);
    expect(Object.fromEntries(loaded.map(({ scenario, contentHash }) => [scenario.id, contentHash]))).toEqual(
      hashes,
    );
  });

  test("passes every check", () => {
    expect(checkScenarios(loadScenarios(SCENARIOS), loadPolicy(join(ROOT, "persona/policy.yaml")))).toEqual(
      [],
    );
  });

  test("comes with the JSON Schema that the code exports", () => {
    const committed: unknown = JSON.parse(readFileSync(join(SCENARIOS, "scenario.schema.json"), "utf8"));
    expect(committed).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
  });

  test("names its schema at the top of every conversation, for editors", () => {
    const yaml = loadScenarios(join(SCENARIOS, "conversations")).map(({ place }) =>
      readFileSync(place.file, "utf8"),
    );
    expect(yaml.length).toBeGreaterThan(0);
    expect(
      yaml.filter((text) => !text.startsWith("# yaml-language-server: $schema=../scenario.schema.json\n")),
    ).toEqual([]);
  });

  test("describes every field in SCHEMA.md", () => {
    const words = readFileSync(join(SCENARIOS, "SCHEMA.md"), "utf8");
    const fields = Object.keys(scenarioJsonSchema().properties ?? {});
    expect(fields.filter((field) => !words.includes(`\`${field}\``))).toEqual([]);
  });

  test("shows an example in SCHEMA.md that passes every check", () => {
    const words = readFileSync(join(SCENARIOS, "SCHEMA.md"), "utf8");
    const example = /```yaml\n(.*?)```/s.exec(words)?.[1] ?? "";
    const loaded = loadScenarios(folderOf({ "example.yaml": example }));
    expect(checkScenarios(loaded, loadPolicy(join(ROOT, "persona/policy.yaml")))).toEqual([]);
  });
});
