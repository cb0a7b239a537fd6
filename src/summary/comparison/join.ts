import type { Arm, ArmSample, ArmScenario } from "../../records/arm.ts";
import type { Comparison } from "../../records/comparison.ts";

/** One scenario that is the same in both runs, with all planned replies of each. */
export interface Pair {
  scenario: ArmScenario;
  a: ArmSample[];
  b: ArmSample[];
}

/** The scenarios of two runs, joined by id and content hash; a changed one is set apart and never paired. */
export function joinArms(a: Arm, b: Arm): { pairs: Pair[]; apart: Comparison["apart"] } {
  const ofB = new Map(b.scenarios.map((scenario) => [scenario.id, scenario]));
  const idsOfA = new Set(a.scenarios.map(({ id }) => id));
  const samplesOfA = Map.groupBy(a.samples, ({ scenario }) => scenario);
  const samplesOfB = Map.groupBy(b.samples, ({ scenario }) => scenario);
  const pairs: Pair[] = [];
  const apart: Comparison["apart"] = [];
  for (const { id, sha256 } of a.scenarios) {
    const scenario = ofB.get(id);
    if (!scenario) apart.push({ scenario: id, why: "only_a" });
    else if (scenario.sha256 !== sha256) apart.push({ scenario: id, why: "changed" });
    else pairs.push({ scenario, a: samplesOfA.get(id) ?? [], b: samplesOfB.get(id) ?? [] });
  }
  for (const { id } of b.scenarios) if (!idsOfA.has(id)) apart.push({ scenario: id, why: "only_b" });
  return { pairs, apart };
}
