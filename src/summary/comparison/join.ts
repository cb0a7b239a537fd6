import type { Arm, ArmSample, ArmScenario } from "../../records/arm.ts";
import type { Comparison } from "../../records/comparison.ts";

/** One scenario that is the same in both runs, with all planned replies of each. */
export interface Pair {
  scenario: ArmScenario;
  a: ArmSample[];
  b: ArmSample[];
}

/** One run's scenarios and replies, and the scenarios that it had and whose files are no longer what they were. */
export interface Joinable {
  arm: Arm;
  stale: readonly Pick<ArmScenario, "id" | "sha256">[];
}

/** The scenarios of two runs, joined by id and content hash; one that changed is set apart and never paired. */
export function joinArms(a: Joinable, b: Joinable): { pairs: Pair[]; apart: Comparison["apart"] } {
  const [hashesA, hashesB] = [hashesOf(a), hashesOf(b)];
  const current = new Map(b.arm.scenarios.map((scenario) => [scenario.id, scenario]));
  const samplesOfA = Map.groupBy(a.arm.samples, ({ scenario }) => scenario);
  const samplesOfB = Map.groupBy(b.arm.samples, ({ scenario }) => scenario);
  const pairs: Pair[] = [];
  const apart: Comparison["apart"] = [];
  for (const id of new Set([...hashesA.keys(), ...hashesB.keys()])) {
    const scenario = current.get(id);
    const [before, after] = [hashesA.get(id), hashesB.get(id)];
    if (before === undefined) apart.push({ scenario: id, why: "only_b" });
    else if (after === undefined) apart.push({ scenario: id, why: "only_a" });
    else if (before !== after) apart.push({ scenario: id, why: "changed" });
    else if (!scenario) apart.push({ scenario: id, why: "edited" });
    else pairs.push({ scenario, a: samplesOfA.get(id) ?? [], b: samplesOfB.get(id) ?? [] });
  }
  return { pairs, apart };
}

function hashesOf({ arm, stale }: Joinable): Map<string, string> {
  return new Map([...arm.scenarios, ...stale].map(({ id, sha256 }) => [id, sha256]));
}
