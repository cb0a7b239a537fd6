import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FACT_NAMES } from "../../src/records/facts.ts";
import { type LoadedScenario, loadScenarios } from "../../src/scenarios/load.ts";
import { temporaryFolder } from "../support/cli.ts";

/** A scenario as JSON holds it; tests change fields at will, wrong ones too. */
export type Draft = Record<string, unknown>;

const TEXT =
  "Bram Oduya, the CFO at Norvik Foods, met us on 3 May and set the target. Waste costs them 2M a year and he wants it stopped now; " +
  "their auditors signed our figure. The board approved the money. Lena Fisk sold us to the board alone. We meet all written points. " +
  "They use paper, and the rival has no scale app. The audit on 1 October closes a line if missed, and Bram answers for it. " +
  "They sign in 5 months, steps and owners are agreed and fit, and contracts are mapped. Six people work with us. We are in Proof.";

const FACTS: Record<string, [string | number, string | null]> = {
  eb: ["engaged", "Bram Oduya, the CFO at Norvik Foods, met us on 3 May and set the target"],
  pain_clarity: ["clear", "Waste costs them 2M a year"],
  pain_urgency: ["urgent", "he wants it stopped now"],
  value: ["validated", "their auditors signed our figure"],
  budget: ["approved", "The board approved the money"],
  champion: ["active", "Lena Fisk sold us to the board alone"],
  fit: ["strong", "We meet all written points"],
  criteria: ["documented", "all written points"],
  incumbent: ["none", "They use paper"],
  position: ["differentiated", "the rival has no scale app"],
  compelling_event: ["confirmed", "The audit on 1 October closes a line if missed, and Bram answers for it"],
  timeline_months: [5, "They sign in 5 months"],
  timeline_feasible: ["yes", "steps and owners are agreed and fit"],
  milestone: ["none", null],
  decision_process: ["mapped", "steps and owners are agreed"],
  paper_process: ["mapped", "contracts are mapped"],
  stakeholders: [6, "Six people work with us"],
  stage: ["proof", "We are in Proof"],
};

/** A deal with nothing missing (pursue), one turn, which passes every check; `changes` replace whole fields. */
export function draft(changes: Draft = {}): Draft {
  return {
    id: "rt-newlogo-norvik",
    title: "Norvik Foods: everything in place",
    family: "norvik",
    task_type: "qualify",
    industry: "retail",
    deal_type: "new_logo",
    solution: "data_analytics",
    stage: "proof",
    deal_value_usd: 900_000,
    as_of_date: "2026-05-04",
    user_role: "AE",
    brief_format: "prose",
    turns: [{ kind: "brief", text: TEXT }],
    facts: facts(),
    acceptable_verdicts: ["pursue_high"],
    limits: { max_words: 300, min_actions: 2 },
    ...changes,
  };
}

/** The facts of {@link draft} with some replaced by `[value, evidence]`. */
export function facts(
  changes: typeof FACTS = {},
): Record<string, { value: unknown; evidence: string | null }> {
  const all = { ...FACTS, ...changes };
  return Object.fromEntries(
    FACT_NAMES.map((name) => {
      const [value, evidence] = all[name] ?? ["unknown", null];
      return [name, { value, evidence }];
    }),
  );
}

/** Writes files into a fresh folder and returns the folder; text as it is, anything else as JSON. */
export function folderOf(files: Record<string, unknown>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    const text =
      typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2);
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Loads drafts through a real file. */
export function load(...drafts: Draft[]): LoadedScenario[] {
  return loadScenarios(join(folderOf({ "drafts.json": drafts }), "drafts.json"));
}
