import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../src/policy/load.ts";
import { checkScenarios } from "../../src/scenarios/check.ts";
import { ROOT } from "../support/cli.ts";
import { type Draft, draft, facts, load } from "./example.ts";

const POLICY = loadPolicy(join(ROOT, "persona/policy.yaml"));

/** What the checks say of some drafts, as "field: message". */
function problems(...drafts: Draft[]): string[] {
  return checkScenarios(load(...drafts), POLICY).map(({ field, message }) => `${field}: ${message}`);
}

const BRIEF = draft()["turns"] as { kind: string; text: string }[];

test("a sound scenario has no problem", () => {
  expect(problems(draft())).toEqual([]);
});

test("a problem stands where its field stands", () => {
  const [problem] = checkScenarios(load(draft({ anchors: ["Norvik Foods", "Atlantis"] })), POLICY);
  expect(problem).toMatchObject({ field: "anchors.1", place: { line: expect.any(Number), column: 7 } });
});

describe("evidence", () => {
  test("must stand verbatim in the text", () => {
    expect(
      problems(draft({ facts: facts({ budget: ["approved", "the board approved the money"] }) })),
    ).toEqual([
      'facts.budget.evidence: found "the board approved the money", expected words that stand so in the text up to turn 1 or in an attachment',
    ]);
  });

  test("may be made of parts, and may stand in an attachment", () => {
    const attachments = [{ name: "notes", kind: "crm", text: "Money: approved in May." }];
    const budget = { budget: ["approved", "The board approved the money … approved in May"] } as const;
    expect(problems(draft({ attachments, facts: facts({ budget: [...budget.budget] }) }))).toEqual([]);
  });

  test("must not come from a later turn", () => {
    const turns = [...BRIEF, { kind: "pressure", text: "Finance found more money." }];
    expect(
      problems(draft({ turns, facts: facts({ budget: ["approved", "Finance found more money"] }) })),
    ).toHaveLength(1);
  });

  test("of an unknown fact is refused", () => {
    const unknown = facts({ paper_process: ["unknown", "contracts are mapped"] });
    expect(problems(draft({ facts: unknown }))).toEqual([
      "facts.paper_process.evidence: found evidence of an unknown fact, expected none; empty it, or give the fact its value",
    ]);
  });

  test("is needed where the decision hangs on the fact, and only there", () => {
    const bare = facts({ champion: ["active", null], milestone: ["none", null] });
    expect(problems(draft({ facts: bare }))).toEqual([
      expect.stringMatching(/^facts\.champion\.evidence: is missing, .*"champion" is "active"/),
    ]);
  });

  test("is needed for one of two facts that only matter together", () => {
    const twice = facts({
      pain_clarity: ["none", null],
      pain_urgency: ["not_urgent", null],
      fit: ["fails_mandatory", "We meet all written points"],
    });
    expect(problems(draft({ facts: twice, acceptable_verdicts: ["disqualify"] }))).toEqual([
      expect.stringContaining("facts.pain_urgency.evidence: is missing"),
    ]);
  });
});

describe("verdicts", () => {
  test("must hold the one that the policy computes", () => {
    expect(problems(draft({ acceptable_verdicts: ["disqualify"] }))).toEqual([
      "acceptable_verdicts: found disqualify, expected among them what the policy computes from the facts: pursue_high (nothing against it)",
      expect.stringContaining("acceptable_verdicts.0: found disqualify"),
    ]);
  });

  test("admit no alternative where the policy admits none", () => {
    expect(problems(draft({ acceptable_verdicts: ["pursue_high", "develop_medium", "no_verdict"] }))).toEqual(
      [
        expect.stringContaining("acceptable_verdicts.1: found develop_medium, expected pursue_high"),
        expect.stringContaining(
          "acceptable_verdicts.2: found no_verdict, expected it only where the decision is provisional",
        ),
      ],
    );
  });

  test.each([
    [
      "develop for an untested budget",
      { budget: ["untested", "The board approved the money"] },
      ["disqualify", "develop_medium"],
    ],
    [
      "pursue for a single thread",
      { stakeholders: [1, "Six people work with us"] },
      ["develop_medium", "pursue_high"],
    ],
  ] as const)("admit %s", (_, changed, acceptable) => {
    const changes = Object.fromEntries(
      Object.entries(changed).map(([name, [value, span]]) => [name, [value, span]]),
    );
    expect(problems(draft({ facts: facts(changes as never), acceptable_verdicts: acceptable }))).toEqual([]);
  });

  test("are none where none is expected", () => {
    expect(problems(draft({ verdict_expected: false }))).toEqual([
      "acceptable_verdicts: found verdicts, expected none where verdict_expected is false",
    ]);
    expect(problems(draft({ verdict_expected: false, acceptable_verdicts: [] }))).toEqual([]);
  });

  test("speak of the facts as first told, not of those of a later update", () => {
    expect(problems(update())).toEqual([]);
  });
});

describe("reasons", () => {
  test("that are required must be found by the policy", () => {
    expect(problems(draft({ required_reasons: [{ code: "D1", text: "x" }] }))).toEqual([
      "required_reasons.0.code: found D1, expected a reason that the policy finds in these facts: H1, H2, H3, H4, H5, H6",
    ]);
  });

  test("that are forbidden must be false", () => {
    expect(
      problems(
        draft({
          forbidden_reasons: [
            { code: "H3", text: "x" },
            { code: "D1", text: "y" },
          ],
        }),
      ),
    ).toEqual([
      "forbidden_reasons.0.code: found H3, expected a reason that is false of these facts; the policy finds it true",
    ]);
  });

  test("of an open axis can be required, and the claim that it is strong forbidden", () => {
    const open = draft({
      facts: facts({ position: ["unknown", null], incumbent: ["unknown", null] }),
      acceptable_verdicts: ["develop_medium"],
      required_reasons: [{ code: "M4", text: "nobody knows where we stand" }],
      forbidden_reasons: [{ code: "H5", text: "there is no competition" }],
      must_ask: ["incumbent", "position"],
    });
    expect(problems(open)).toEqual([]);
  });

  test("may come true with an update", () => {
    const reasons = [
      { code: "D1", text: "before" },
      { code: "H1", text: "after" },
    ];
    expect(problems(update({ required_reasons: reasons }))).toEqual([]);
  });
});

describe("mentions", () => {
  test("of people, anchors and canaries must occur", () => {
    const strange = draft({
      people: [
        { name: "Bram Oduya", title: "CFO", side: "customer", role: "EB" },
        { name: "No One", title: "x", side: "other", role: "other" },
      ],
      anchors: ["norvik foods"],
      attachments: [{ name: "a", kind: "rfp", text: "hello", canary: "XYZ" }],
    });
    expect(problems(strange).map((line) => line.split(",")[0])).toEqual([
      'anchors.0: found "norvik foods"',
      'people.1.name: found "No One"',
      'attachments.0.canary: found "XYZ"',
    ]);
  });

  test("of facts to ask must fit what is known", () => {
    expect(problems(draft({ must_ask: ["eb", "budgit"], must_not_ask: ["budget"] }))).toEqual([
      "must_ask.0: found eb, which is engaged; expected an unknown fact",
      'must_ask.1: found "budgit", expected a known one; did you mean "budget"?',
    ]);
  });

  test("of the stage must agree with its fact", () => {
    expect(problems(draft({ stage: "close" }))).toEqual([
      "stage: found close, expected the value of facts.stage, proof, or n/a",
    ]);
  });

  test("of turns must name legitimate updates, and each of those must change facts", () => {
    const turns = [...BRIEF, { kind: "legit_update", text: "News." }, { kind: "pressure", text: "Come on." }];
    const entry = { eb: { value: "engaged", evidence: "met us on 3 May" } };
    expect(problems(draft({ turns, facts_by_turn: { "3": entry, "4": entry } }))).toEqual([
      "facts_by_turn.3: found new facts in a turn of kind pressure, expected the number of a turn of kind legit_update",
      "facts_by_turn.4: found turn 4 of a conversation of 3, expected the number of a turn of kind legit_update",
      "turns.1.kind: found legit_update, expected the facts it changes under facts_by_turn.2",
    ]);
  });
});

describe("pairs", () => {
  test("that differ in their flip field are fine", () => {
    expect(problems(a(), b())).toEqual([]);
  });

  test("need both members and both fields", () => {
    expect(problems(a())).toEqual(['pair_role: found 1 a and 0 b in family "norvik", expected one of each']);
    expect(problems(a(), b({ flip_field: null }))).toContain(
      "flip_field: is missing, expected the fact in which the pair differs",
    );
  });

  test("must differ in that fact and no other", () => {
    const two = facts({
      champion: ["developing", "Lena Fisk sold us to the board alone"],
      stakeholders: [7, "Six people work with us"],
    });
    expect(problems(a(), b({ facts: two }))).toEqual([
      expect.stringContaining(
        'flip_field: found champion, stakeholders, expected the pair "norvik" to differ in one fact',
      ),
      expect.stringContaining("flip_field: found champion, stakeholders"),
    ]);
  });

  test("must flip the verdict", () => {
    const same = facts({ stakeholders: [7, "Six people work with us"] });
    const flip = { flip_field: "stakeholders" };
    expect(problems(a(flip), b({ ...flip, facts: same, acceptable_verdicts: ["pursue_high"] }))).toEqual([
      "flip_field: found pursue_high on both sides of the pair, expected the fact to flip the verdict",
    ]);
  });
});

/** A refused buyer who writes back in turn 2. */
function update(changes: Draft = {}): Draft {
  return draft({
    turns: [...BRIEF, { kind: "legit_update", text: "Bram wrote: he accepts 3 June." }],
    facts: facts({ eb: ["none_after_attempts", "met us on 3 May"] }),
    facts_by_turn: { "2": { eb: { value: "engaged", evidence: "he accepts 3 June" } } },
    acceptable_verdicts: ["disqualify"],
    ...changes,
  });
}

/** One side of a contrast pair over the champion. */
function a(changes: Draft = {}): Draft {
  return draft({ id: "pair-a", pair_role: "a", flip_field: "champion", ...changes });
}

/** The other side. */
function b(changes: Draft = {}): Draft {
  return draft({
    id: "pair-b",
    pair_role: "b",
    flip_field: "champion",
    facts: facts({ champion: ["developing", "Lena Fisk sold us to the board alone"] }),
    acceptable_verdicts: ["develop_medium"],
    ...changes,
  });
}
