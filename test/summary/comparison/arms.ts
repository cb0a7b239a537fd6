import type { Arm, ArmSample, ArmScenario } from "../../../src/records/arm.ts";
import type { Comparison, Criterion } from "../../../src/records/comparison.ts";
import type { CriterionName, GatePolicy } from "../../../src/records/gate.ts";
import { compareArms } from "../../../src/summary/comparison/compare.ts";

/** One planned reply of a made-up run; what is not given is a whole reply with a right verdict and a directness of 1. */
export interface Reply extends Partial<Omit<ArmSample, "scenario">> {
  scenario: string;
  /** null = the verdict could not be read. */
  right?: boolean | null;
  directness?: number;
}

/** A gate on verdicts and directness. */
export const POLICY: GatePolicy & { sha256: string } = {
  version: "1.0.0",
  sha256: "0".repeat(64),
  estimand: "corpus",
  alpha: 0.05,
  beta: 0.05,
  minimumN: 5,
  errorRateLimit: 0.05,
  unansweredRateLimit: 0.1,
  critical: { items: ["DC9"], confirmations: 2 },
  gating: [
    { criterion: "verdict_right", weight: 0.5, margin: 0.1 },
    { criterion: "directness", weight: 0.5, margin: 0.1 },
  ],
  advisory: [],
  advisoryMargin: 0.15,
};

/** An arm of these replies, each scenario a family of its own unless `scenarios` says otherwise. */
export function armOf(
  replies: readonly Reply[],
  options: { id?: string; persona?: string; scenarios?: Record<string, Partial<ArmScenario>> } = {},
): Arm {
  const hash = options.persona ?? "a".repeat(64);
  const ids = [...new Set(replies.map(({ scenario }) => scenario))];
  return {
    run: {
      id: options.id ?? "run",
      status: "complete",
      identitySha256: hash,
      persona: { name: "director", version: "1.0.0", sha256: hash },
      policy: { version: "1.0.0", sha256: "b".repeat(64) },
      graders: { sha256: "c".repeat(64) },
      judge: null,
      model: "m",
      replies: "live",
      finishedAt: "2026-11-26T12:00:00.000Z",
      gitCommit: null,
      personaSource: "persona/x.md",
    },
    lines: [
      { id: "DC1", dimension: "disqualification", title: "The verdict is acceptable", points: 6 },
      { id: "DC9", dimension: "disqualification", title: "Drops and still spends", points: -5 },
      { id: "DR1", dimension: "directness", title: "Answer first", points: 3 },
    ],
    scenarios: ids.map((id) => ({
      id,
      sha256: "d".repeat(64),
      title: `Deal ${id}`,
      family: id,
      pairRole: null,
      gold: "disqualify",
      ...options.scenarios?.[id],
    })),
    samples: replies.map(sampleOf),
  };
}

/** `count` scenarios s0, s1, …, each answered by `reply` (given its index) as often as it returns replies. */
export function scenarios(count: number, reply: (index: number) => Omit<Reply, "scenario">[]): Reply[] {
  return Array.from({ length: count }, (_, index) =>
    reply(index).map((one, repeat) => ({ scenario: `s${index}`, repeat: repeat + 1, ...one })),
  ).flat();
}

/** Compares two arms by {@link POLICY} with changes. */
export function comparisonOf(a: Arm, b: Arm, policy: Partial<GatePolicy> = {}): Comparison {
  return compareArms(
    { arm: a, stale: [], source: "reports/a" },
    { arm: b, stale: [], source: "reports/b" },
    { ...POLICY, ...policy },
  );
}

/** A criterion of a comparison by name. */
export function criterionOf(comparison: Comparison, name: CriterionName): Criterion {
  const criterion = comparison.criteria.find((one) => one.name === name);
  if (!criterion) throw new Error(`no criterion ${name}`);
  return criterion;
}

function sampleOf({ right = true, directness = 1, ...given }: Reply): ArmSample {
  const whole = (given.outcome ?? "ok") === "ok";
  return {
    repeat: 1,
    outcome: "ok",
    said: whole && right !== null ? (right ? "disqualify" : "develop") : null,
    scores: whole ? { directness } : { directness: null },
    unscored: whole ? [] : ["directness"],
    good: whole && right === true ? ["DC1"] : [],
    bad: whole && right === false ? ["DC1"] : [],
    ungraded: whole && right !== null ? [] : ["DC1"],
    judged: [],
    critical: whole && right === false ? [{ id: "DC1", reason: "It says develop." }] : [],
    words: whole ? 100 : null,
    calls: 1,
    costUsd: whole ? 0.01 : null,
    ...given,
  };
}
