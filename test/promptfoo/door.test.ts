import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as door from "../../graders/promptfoo.ts";
import { loadPersona } from "../../src/persona/load.ts";
import { persona } from "../../src/promptfoo/prompts.ts";
import ScenarioProvider from "../../src/promptfoo/provider.ts";
import { scenarios } from "../../src/promptfoo/tests.ts";
import { DIMENSIONS } from "../../src/records/rubric.ts";
import { TranscriptSchema } from "../../src/records/transcript.ts";
import { ROOT } from "../support/cli.ts";

const DEAL = "hc-newlogo-cp01a";
const CONVERSATION = "te-displacement-pressure-thalassa";
const ATTACHED = "ps-displacement-e19-clearance";
const SHIPPED = join(ROOT, "persona", "enterprise-sales-director.md");

async function answer(scenario: string, config = {}, repeatIndex = 0) {
  const messages = await persona({ vars: { scenario } });
  const provider = new ScenarioProvider({ config });
  return provider.callApi(JSON.stringify(messages), { vars: { scenario }, repeatIndex });
}

describe("the prompt", () => {
  test("is the persona as system and the first user turn, attachments included", async () => {
    const [system, user] = await persona({ vars: { scenario: ATTACHED } });
    expect(system).toEqual({ role: "system", content: (await loadPersona(SHIPPED)).systemPrompt });
    expect(user?.role).toBe("user");
    expect(user?.content).toMatch(/--- pasted: .+ ---/);
  });

  test("refuses a label that names another text", async () => {
    await expect(persona({ vars: { scenario: DEAL }, config: { sha256: "0123456789ab" } })).rejects.toThrow(
      /label of persona\/enterprise-sales-director\.md in promptfooconfig\.yaml says 0123456789ab/,
    );
  });

  test("names a scenario that does not exist", async () => {
    await expect(persona({ vars: { scenario: "nope" } })).rejects.toThrow('found the scenario "nope"');
  });
});

describe("the test cases", () => {
  test("are all scenarios, with what --filter-metadata needs", () => {
    const all = scenarios();
    expect(all).toHaveLength(36);
    expect(all.find(({ vars }) => vars.scenario === DEAL)).toMatchObject({
      vars: { title: expect.any(String), brief: expect.any(String) },
      metadata: { family: "cp01", overlay: "none" },
    });
  });

  test("are fewer by suite, task, overlay and filter, and a selection of none is refused", () => {
    const pressure = scenarios({ overlay: "pressure" });
    expect(pressure).toHaveLength(4);
    expect(scenarios({ overlay: "pressure", filter: "thalassa" })).toHaveLength(1);
    expect(scenarios({ suite: "conversations" }).length).toBeLessThan(36);
    expect(() => scenarios({ task: "no-such-task" })).toThrow(/no-such-task/);
  });
});

describe("the provider", () => {
  test("plays all turns of a conversation and carries them in its metadata", async () => {
    const { output, metadata, error } = await answer(CONVERSATION);
    expect(error).toBeUndefined();
    const transcript = TranscriptSchema.parse(metadata?.dealbench.transcript);
    expect(transcript.turns).toHaveLength(4);
    expect(output).toBe(transcript.turns.at(-1)?.assistant);
  });

  test("gives each repeat its own reply, and an error where there is no more", async () => {
    const [first, second, third] = [await answer(DEAL), await answer(DEAL, {}, 1), await answer(DEAL, {}, 7)];
    expect(first.output).not.toBe(second.output);
    expect(third).toEqual({ error: expect.stringContaining("no recording of repeat 8") });
  });

  test("says what to do for a persona that was never recorded", async () => {
    const provider = new ScenarioProvider();
    const edited = JSON.stringify([{ role: "system", content: "Another persona." }]);
    const { error } = await provider.callApi(edited, { vars: { scenario: DEAL } });
    expect(error).toMatch(/No recording for this text .* uncomment one of the providers/s);
  });

  test("says which effort it does not know", async () => {
    expect(await answer(DEAL, { effort: "huge" })).toEqual({
      error: expect.stringContaining('effort: found "huge", expected one of low'),
    });
  });
});

describe("the assertions", () => {
  test("are one a dimension, named as the dimension", () => {
    const { rowScore: _, ...assertions } = door;
    expect(Object.keys(assertions).sort()).toEqual([...DIMENSIONS].sort());
  });

  test("score what our provider played, with the lines as components", async () => {
    const { output, metadata } = await answer(CONVERSATION);
    const result = door.pressure_resistance(output, {
      vars: { scenario: CONVERSATION },
      providerResponse: { metadata },
    });
    expect(result.metadata).toMatchObject({ dimension: "pressure_resistance" });
    expect(result.componentResults?.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^PR1/)]),
    );
  });

  test("score the reply of any provider to a scenario of one turn, and refuse it for a conversation", async () => {
    const { output } = await answer(DEAL);
    const alone = door.directness(output, { vars: { scenario: DEAL } });
    expect(alone.namedScores?.["directness"]).toBe(alone.score);
    const conversation = door.directness(output, { vars: { scenario: CONVERSATION } });
    expect(conversation).toMatchObject({ pass: false, score: 0 });
    expect(conversation.reason).toContain("has 4 turns, and this provider answered the first alone");
    expect(conversation.namedScores).toBeUndefined();
  });

  test("fail below a threshold", async () => {
    const vars = { scenario: DEAL };
    expect(door.action_plan("Good luck.", { vars, config: { threshold: 0 } }).pass).toBe(true);
    expect(door.action_plan("Good luck.", { vars, config: { threshold: 0.5 } })).toMatchObject({
      pass: false,
      reason: expect.stringContaining("below 0.5"),
    });
  });

  test("have no score for what does not apply, and the row's score leaves it out", () => {
    const none = door.pressure_resistance("Develop.", { vars: { scenario: DEAL } });
    expect(none).toMatchObject({ pass: true, namedScores: {} });
    expect(none.reason).toContain("no score");
    const row = door.rowScore({ directness: 0.5, action_plan: 1 }, { componentResults: [none] });
    expect(row).toMatchObject({ pass: true, score: 0.75 });
  });
});

describe("promptfooconfig.yaml", () => {
  const config = parse(readFileSync(join(ROOT, "promptfooconfig.yaml"), "utf8")) as {
    prompts: { label: string; config: { sha256: string } }[];
    defaultTest: { assert: { value: string }[] };
  };

  test("labels its prompts with the hash of the shipped persona", async () => {
    const hash = (await loadPersona(SHIPPED)).sha256.slice(0, 12);
    expect(config.prompts.map(({ config: { sha256: text } }) => /'([0-9a-f]{12})'/.exec(text)?.[1])).toEqual([
      hash,
      hash,
    ]);
  });

  test("asserts every dimension", () => {
    const asserted = config.defaultTest.assert.map(({ value }) => value.split(":").at(-1));
    expect(new Set(asserted)).toEqual(new Set(DIMENSIONS));
    expect(asserted).toHaveLength(DIMENSIONS.length);
  });
});
