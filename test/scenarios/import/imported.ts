import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPolicy } from "../../../src/policy/load.ts";
import { formatProblem } from "../../../src/records/errors.ts";
import type { Scenario } from "../../../src/records/scenario.ts";
import { checkScenarios } from "../../../src/scenarios/check.ts";
import { type Imported, importDeals } from "../../../src/scenarios/import/importDeals.ts";
import type { ImportOptions } from "../../../src/scenarios/import/settings.ts";
import { loadScenarios } from "../../../src/scenarios/load.ts";
import { ROOT, temporaryFolder } from "../../support/cli.ts";

const POLICY = loadPolicy(join(ROOT, "persona/policy.yaml"));

const OPTIONS: ImportOptions = {
  map: [],
  omit: [],
  stage: [],
  industry: [],
  dealType: [],
  usdRate: [],
  task: "qualify",
  ask: "What now?",
  role: "manager",
  asOf: "2026-03-02",
};

/** The export of a CRM that stands beside this file. */
export function crmFile(name: string): string {
  return join(import.meta.dirname, "crm", name);
}

/** Writes an export into a fresh folder. */
export function crmText(text: string | Uint8Array): string {
  const file = join(temporaryFolder(), "crm.csv");
  writeFileSync(file, text);
  return file;
}

/** Imports a file, reads what was made of it as a scenario file is read, and checks it. */
export function imported(
  file: string,
  options: Partial<ImportOptions> = {},
): Imported & { scenarios: Scenario[]; problems: string[] } {
  const result = importDeals(file, { ...OPTIONS, ...options });
  const out = join(temporaryFolder(), "deals.csv");
  writeFileSync(out, result.csv);
  const loaded = loadScenarios(out);
  return {
    ...result,
    scenarios: loaded.map(({ scenario }) => scenario),
    problems: checkScenarios(loaded, POLICY).map(formatProblem),
  };
}
