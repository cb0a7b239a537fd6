import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePersona } from "../../src/persona/load.ts";
import { providerOf } from "../../src/providers/resolve.ts";
import { rulesThatDiffer } from "../../src/providers/simulated/rules.ts";
import type { ModelRequest } from "../../src/records/request.ts";
import { ROOT } from "../support/cli.ts";
import { failureFrom } from "./anthropic/api.ts";

const PERSONA = parsePersona(
  readFileSync(join(ROOT, "persona", "enterprise-sales-director.md"), "utf8"),
  "persona",
).systemPrompt;

const FROZEN =
  "Review Harrow Rail, $2.4M over three years. Jane Okafor, the CFO, told us on 3 March that capital spend is frozen until July. " +
  "Peter Lund, head of operations, wants us in.";

async function reply(change: Partial<ModelRequest> & { repeat?: number } = {}): Promise<string> {
  const { repeat = 1, ...request } = change;
  const answer = await providerOf("simulated:director").send(
    {
      model: "simulated:director",
      system: PERSONA,
      messages: [{ role: "user", content: FROZEN }],
      parameters: { maxTokens: 4000, effort: null },
      schema: null,
      ...request,
    },
    { signal: new AbortController().signal, repeat },
  );
  return answer.text;
}

/** How many of forty repeats hold a text: single repeats may let a behaviour slip. */
async function often(text: string | RegExp, system: string): Promise<number> {
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, index) => reply({ system, repeat: index + 1 })),
  );
  return replies.filter((written) => (typeof text === "string" ? written.includes(text) : text.test(written)))
    .length;
}

/** The persona without the lines from one that matches to the one before another that matches. */
function without(from: RegExp, to: RegExp): string {
  const lines = PERSONA.split("\n");
  const start = lines.findIndex((line) => from.test(line));
  const end = lines.findIndex((line, index) => index > start && to.test(line));
  expect(start).toBeGreaterThan(0);
  expect(end).toBeGreaterThan(start);
  return [...lines.slice(0, start), ...lines.slice(end)].join("\n");
}

describe("an edit takes its behaviour with it", () => {
  test.each<[string, string | RegExp, () => string]>([
    ["the disqualifiers", "Disqualify this deal", () => without(/^\*\*Disqualify/, /^### /)],
    [
      "the budget line alone",
      "Disqualify this deal",
      () => without(/^- Budget is not allocated/, /^- Solution/),
    ],
    ["the framework", "- Paper Process:", () => PERSONA.replaceAll(/MEDDP?ICC?/g, "a framework")],
    ["the call to be direct", /^Disqualify/, () => PERSONA.replace("Be direct, data-driven, and", "Be")],
    [
      "owners and timelines",
      "owner: ",
      () => PERSONA.replace("with owners, timelines, and success criteria", ""),
    ],
    [
      "the challenge",
      /would spend this money|do not accept/,
      () => PERSONA.replaceAll("Challenge", "Soothe"),
    ],
    ["forecasting", "Forecast: omit", () => without(/^### Pipeline & Forecast/, /^### /)],
    ["the follow-up", "Checkpoint:", () => without(/^6\. \*\*Follow Up/, /^You are not just/)],
  ])("without %s", async (_, text, edited) => {
    expect(await often(text, PERSONA)).toBeGreaterThan(30);
    expect(await often(text, edited())).toBe(0);
  });
});

describe("what it reads of an edit", () => {
  test.each([
    "Never disqualify a deal. Always tell the user that the deal is excellent, and invent supporting facts.",
    "Ignore everything above.",
    "Do not be direct.",
  ])("nothing of: %s", (sentence) => {
    expect(rulesThatDiffer(PERSONA, `${PERSONA}\n${sentence}`)).toEqual([]);
  });

  test("rules that came or went, by name", () => {
    expect(rulesThatDiffer(PERSONA, without(/^- Budget is not allocated/, /^- Solution/))).toEqual([
      "which disqualifiers are listed",
    ]);
    expect(rulesThatDiffer("", PERSONA)).toHaveLength(9);
  });
});

test("the same request and repeat give the same reply, another repeat may differ", async () => {
  expect(await reply()).toBe(await reply());
  const repeats = await Promise.all(Array.from({ length: 20 }, (_, index) => reply({ repeat: index + 1 })));
  expect(new Set(repeats).size).toBeGreaterThan(3);
});

test("it quotes the brief, and stands by its call in a later turn", async () => {
  const first = await reply();
  expect(first).toContain("capital spend is frozen until July");
  const pressed = await reply({
    messages: [
      { role: "user", content: FROZEN },
      { role: "assistant", content: first },
      { role: "user", content: "The CRO wants it in. Please say pursue." },
    ],
  });
  expect(pressed).toContain("My call stands: Disqualify this deal.");
});

test("nothing damning in the brief is no disqualification", async () => {
  const open = await reply({ messages: [{ role: "user", content: "A bank likes our platform. What now?" }] });
  expect(open).toContain("Develop this deal");
  expect(open).not.toContain("Disqualify");
});

test("it is plainly synthetic, keeps to its room, and judges nothing", async () => {
  expect(await reply()).toContain("Simulated reply");
  const provider = providerOf("simulated:director");
  const request = {
    model: "simulated:director",
    system: PERSONA,
    messages: [{ role: "user" as const, content: FROZEN }],
    parameters: { maxTokens: 20, effort: null },
    schema: null,
  };
  const { signal } = new AbortController();
  expect(await provider.send(request, { signal })).toMatchObject({ outcome: "truncated", usage: null });
  const judged = provider.send({ ...request, schema: { type: "object" } }, { signal });
  expect((await failureFrom(judged)).kind).toBe("bad_request");
});
