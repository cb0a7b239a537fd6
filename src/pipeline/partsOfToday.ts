import { gradersHash } from "../grading/identity.ts";
import { loadPolicy } from "../policy/load.ts";
import type { IdentityParts } from "../runs/describe.ts";
import type { LoadedScenario } from "../scenarios/load.ts";

/** What replies to these scenarios are graded by today, as a run's identity keeps it. */
export function partsOfToday(
  loaded: readonly LoadedScenario[],
  policyFile: string,
): Pick<IdentityParts, "policy" | "scenarios" | "gradersSha256"> {
  const { version, sha256 } = loadPolicy(policyFile);
  return {
    policy: { version, sha256 },
    scenarios: loaded.map(({ scenario, contentHash }) => ({ id: scenario.id, sha256: contentHash })),
    gradersSha256: gradersHash(),
  };
}
