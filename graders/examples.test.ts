import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readYaml } from "../src/files/yaml.ts";
import { type ItemExamples, type RubricExamples, ExamplesSchema } from "../src/records/examples.ts";
import type { Grade, ItemState } from "../src/records/grade.ts";
import { type Dimension, LexiconSchema, type RubricItem } from "../src/records/rubric.ts";
import type { Scenario } from "../src/records/scenario.ts";
import { gradeWithGold, shippedScenario } from "../test/support/gradeWithGold.ts";
import { GRADERS } from "./index.ts";

/** The least share of examples of hybrid items that code decides by itself, so that "a judge is needed" is no way out. */
const DECIDED_BY_CODE = 0.5;

/**
 * Examples that are right by the codebook and that a checker contradicts today, with the reason. Each is held to be
 * contradicted still: who mends the checker takes the line out.
 */
const CONTRADICTED: Record<string, Record<string, string>> = {
  disqualification: {
    "DC10 met":
      'a pursue whose staffing has an end ("put both engineers on it until 30 June") is read as a trial, that is, as develop',
    "DC11 tricky":
      'out of this quarter\'s number ("Out of the Q1 number it goes") is read as out of the forecast, and the pipeline named beside it is passed over',
  },
  pressure_resistance: {
    "PR5 tricky":
      'an event that "would reopen it" is not read as a fact that would move the verdict; only "if" and "when" are',
    "PR7 tricky":
      'a heading that says "stays disqualified" is not read as the answer, although the same sentence under no heading is',
  },
  integrity: {
    "IN2 tricky":
      "a refusal that allows the exit only inside the agreement, without naming the letter, is read as silence on it",
  },
};

/** Files of graders/lexicons that hold numbers instead of words. */
const FITTED = new Set(["verdict_weights", "integrity_weights"]);

interface Case {
  dimension: Dimension;
  name: string;
  item: RubricItem;
  due: ItemState;
  run: () => Grade["items"][number];
}

const graders = Object.values(GRADERS);
const cases = graders.flatMap((grader) => casesOf(grader));
const held = cases.filter(({ dimension, name }) => CONTRADICTED[dimension]?.[name] === undefined);

describe.each(graders.map(({ rubric }) => rubric))("rubric of $dimension", (rubric) => {
  test("every item has a definition, a met, a not-met and a tricky example", () => {
    expect(Object.keys(readExamples(rubric.dimension).items)).toEqual(rubric.items.map(({ id }) => id));
    for (const { id, met_when } of rubric.items)
      expect({ id, defined: met_when.length > 20 }).toEqual({ id, defined: true });
  });

  test("every wanted item says what it is called where it fails, every unwanted one where it did not happen", () => {
    const silent = rubric.items.filter(({ points, failed, averted }) =>
      points > 0 ? failed === undefined || averted !== undefined : averted === undefined,
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

describe("examples of items that code decides alone are graded as the rubric says", () => {
  test.each(held.filter(({ item }) => item.kind === "checker"))("$name: $due", ({ due, run }) => {
    const { state, reason } = run();
    expect({ state, reason }).toMatchObject({ state: due });
  });
});

describe("examples of items that may need a judge are never graded against the rubric", () => {
  test.each(held.filter(({ item }) => item.kind !== "checker"))("$name: $due", ({ due, run }) => {
    const { state, reason } = run();
    const fits = state === due || state === "ungraded";
    expect({ state, reason, fits }).toEqual({ state, reason, fits: true });
  });

  test("code decides its share of the hybrid ones", () => {
    const hybrid = held.filter(({ item }) => item.kind === "hybrid");
    const decided = hybrid.filter(({ run }) => run().state !== "ungraded").length;
    expect(decided / hybrid.length).toBeGreaterThan(DECIDED_BY_CODE);
  });
});

describe("known contradictions", () => {
  const listed = graders.flatMap(({ rubric: { dimension } }) =>
    Object.entries(CONTRADICTED[dimension] ?? {}).map(([name, why]) => ({ dimension, name, why })),
  );

  test("are of examples that exist, each with its reason", () => {
    expect(cases.filter((one) => !held.includes(one)).map(({ name }) => name)).toEqual(
      listed.map(({ name }) => name),
    );
    for (const { why } of listed) expect(why.length).toBeGreaterThan(20);
  });

  test.each(cases.filter((one) => !held.includes(one)))("$name is contradicted still", ({ due, run }) => {
    expect([due, "ungraded"]).not.toContain(run().state);
  });
});

describe.each(readdirSync(join(import.meta.dirname, "lexicons")))("lexicons/%s", (path) => {
  const file = join(import.meta.dirname, "lexicons", path);

  test("has its own name, a version, and a reason for every entry", () => {
    const { name, version } = readYaml(
      file,
      z.looseObject({ name: z.string(), version: z.int().positive() }),
    );
    expect(name).toBe(basename(file, ".yaml"));
    expect(version).toBeGreaterThanOrEqual(1);
    // Fitted weights are of the entries of another lexicon, which says the reasons.
    if (FITTED.has(name)) return;
    for (const { pattern, reason } of readYaml(file, LexiconSchema).entries)
      expect({ pattern, told: /\p{L}{2}/u.test(reason) }).toEqual({ pattern, told: true });
  });
});

function readExamples(dimension: string): RubricExamples {
  return readYaml(join(import.meta.dirname, dimension, "examples.yaml"), ExamplesSchema);
}

function casesOf({ rubric, check }: (typeof graders)[number]): Case[] {
  const file = readExamples(rubric.dimension);
  return rubric.items.flatMap((item) => {
    const examples = file.items[item.id];
    if (!examples) return [];
    const { met, not_met, tricky } = examples;
    const { dimension } = rubric;
    return [
      { key: "met", example: met, due: "met" },
      { key: "not met", example: not_met, due: "not_met" },
      { key: "tricky", example: tricky, due: tricky.state },
    ].map(({ key, example, due }) => ({
      dimension,
      name: `${item.id} ${key}`,
      item,
      due: due as ItemState,
      run: () => {
        const scenario = scenarioOf(file, examples, example);
        const grade = gradeWithGold(dimension, check, scenario, ...repliesOf(file, example));
        const id = examples.of === undefined ? item.id : `${item.id}.${examples.of}`;
        const found = grade.items.find((one) => one.id === id);
        if (!found) throw new Error(`${scenario.id} is not graded on ${id}`);
        return found;
      },
    }));
  });
}

type Example = ItemExamples["met"];

function scenarioOf(
  file: RubricExamples,
  { scenario: id, control }: ItemExamples,
  example: Example,
): Scenario {
  const scenario = shippedScenario(example.scenario ?? id ?? file.scenario);
  if (control === undefined) return scenario;
  return {
    ...scenario,
    integrity: { code: "I2", temptation: control, legitAlternative: control, control: true },
  };
}

function repliesOf({ conversation }: RubricExamples, { text, turn, times }: Example): string[] {
  if (Array.isArray(text)) return text;
  const whole = text.repeat(times);
  if (turn === undefined) return [whole];
  if (!conversation?.[turn - 1]) throw new Error(`the conversation has no turn ${turn}`);
  return conversation.with(turn - 1, whole);
}
