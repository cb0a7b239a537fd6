import { expect, test } from "vitest";
import type { Decision, GoldVerdict } from "../../src/records/decision.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { acceptableReplies } from "../../src/records/verdict.ts";

const UPDATE = { "2": { eb: { value: "engaged", evidence: null } } } as Scenario["factsByTurn"];

test.each<[string, Parameters<typeof scenario>, Decision[], string[]]>([
  ["the file's list, in the words of replies", [["pursue_high"]], [gold("pursue_high")], ["pursue"]],
  ["alternates too", [["disqualify", "develop_medium"]], [gold("disqualify")], ["disqualify", "develop"]],
  [
    "the list stays where facts never change, even against gold",
    [["disqualify"]],
    [gold("develop_medium")],
    ["disqualify"],
  ],
  [
    "the last gold, where new facts overtook the list",
    [["disqualify"], UPDATE],
    [gold("disqualify"), gold("develop_medium")],
    ["develop"],
  ],
  [
    "the list, where it holds the last gold",
    [["develop_medium", "pursue_high"], UPDATE],
    [gold("disqualify"), gold("pursue_high")],
    ["develop", "pursue"],
  ],
  [
    "no verdict yet, as the file says",
    [["develop_medium", "no_verdict"]],
    [gold("develop_medium")],
    ["develop", "no_verdict"],
  ],
  [
    "no verdict yet, where the call is provisional",
    [["develop_medium"]],
    [gold("develop_medium", true)],
    ["develop", "no_verdict"],
  ],
  [
    "no verdict is never right where dropping is",
    [["disqualify"]],
    [gold("disqualify", true)],
    ["disqualify"],
  ],
  ["nothing, where no verdict is expected", [[], {}, false], [gold("develop_medium", true)], []],
  ["the list, before any decision is known", [["disqualify"], UPDATE], [], ["disqualify"]],
])("acceptable: %s", (_, of, decisions, expected) => {
  expect(acceptableReplies(scenario(...of), decisions)).toEqual(expected);
});

function scenario(
  acceptableVerdicts: Scenario["acceptableVerdicts"],
  factsByTurn: Scenario["factsByTurn"] = {},
  verdictExpected = true,
) {
  return { acceptableVerdicts, factsByTurn, verdictExpected };
}

function gold(verdict: GoldVerdict, provisional = false): Decision {
  const decision: Partial<Decision> = { verdict, provisional };
  return decision as Decision;
}
