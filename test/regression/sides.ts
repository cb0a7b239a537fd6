import type { ArmScenario } from "../../src/records/arm.ts";
import type { Lines } from "../../src/summary/comparison/lines.ts";
import type { GradedReply, Sides } from "../../src/regression/sides.ts";
import { armOf, POLICY, type Reply } from "../summary/comparison/arms.ts";
import type { RegressionPlan } from "../../src/regression/drive.ts";

/** What a made-up model says to the `repeat`-th asking of a scenario (by index); null where it has nothing to say. */
export type Answer = (scenario: number, repeat: number) => Omit<Reply, "scenario" | "repeat"> | null;

const ARM = armOf([]);
const LINES: Lines = new Map(ARM.lines.map((line) => [line.id, line]));

/** `count` scenarios s0, s1, …, each a family of its own unless `family` says otherwise. */
export function corpus(count: number, family = (index: number) => `s${index}`): ArmScenario[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    sha256: "d".repeat(64),
    title: `Deal ${index}`,
    family: family(index),
    pairRole: null,
    gold: "disqualify",
  }));
}

/** Two made-up models, and a record of what they were asked. */
export function sidesOf(
  baseline: Answer,
  candidate: Answer,
  options: { banked?: number; calls?: number } = {},
): Sides & { asked: string[] } {
  const asked: string[] = [];
  const ask =
    (side: string, answer: Answer) =>
    async (scenario: string, repeat: number): Promise<GradedReply | null> => {
      asked.push(`${side} ${scenario} ${repeat}`);
      const reply = answer(Number(scenario.slice(1)), repeat);
      if (reply === null) return null;
      const [sample] = armOf([{ ...reply, scenario, repeat }]).samples;
      return sample ? { sample, calls: options.calls ?? 1, kept: 0 } : null;
    };
  return {
    asked,
    banked: new Map(Array.from({ length: 200 }, (_, index) => [`s${index}`, options.banked ?? 0])),
    callsFor: () => options.calls ?? 1,
    askBaseline: ask("a", baseline),
    askCandidate: ask("b", candidate),
  };
}

/** A plan over `count` scenarios with these sides. */
export function planOf(sides: Sides, count: number, rest: Partial<RegressionPlan> = {}): RegressionPlan {
  return {
    scenarios: corpus(count),
    policy: POLICY,
    sides,
    trusted: (sample) => sample,
    lines: LINES,
    seed: 1,
    maxCalls: 300,
    ahead: 4,
    ...rest,
  };
}
