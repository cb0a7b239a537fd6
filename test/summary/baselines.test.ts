import { join } from "node:path";
import { expect, test } from "vitest";
import { decide } from "../../src/policy/decide.ts";
import { loadPolicy } from "../../src/policy/load.ts";
import type { ReplyVerdict } from "../../src/records/grade.ts";
import { factsAtTurn } from "../../src/records/scenario.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";
import { ROOT } from "../support/cli.ts";
import { modelOf, type Reply } from "./build.ts";

const POLICY = loadPolicy(join(ROOT, "persona", "policy.yaml"));
const ASKED = loadScenarios(join(ROOT, "scenarios"))
  .map(({ scenario }) => scenario)
  .filter(({ verdictExpected }) => verdictExpected);

test.each<ReplyVerdict>(["disqualify", "develop", "pursue"])(
  "on the shipped scenarios, always answering %s lands at a macro-recall of exactly 1/3",
  (said) => {
    const replies = ASKED.map((scenario): Reply => {
      const { verdict: gold, provisional } = decide(factsAtTurn(scenario, scenario.turns.length), POLICY);
      return {
        id: scenario.id,
        family: scenario.family,
        gold,
        provisional,
        said,
        acceptable: scenario.acceptableVerdicts,
      };
    });
    const { verdicts, pairConsistency } = modelOf(replies);
    expect(verdicts).toMatchObject({ macroRecall: 1 / 3, answered: ASKED.length });
    expect(pairConsistency ?? 0).toBeLessThan(0.5);
  },
);
