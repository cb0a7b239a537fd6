import type { FactName } from "../../records/facts.ts";
import type { ScenarioPerson } from "../../records/scenario.ts";

/** A deal of a CRM as a scenario without a verdict: facts that no cell proves are left out, and mean unknown. */
export interface Draft {
  /** Where its row stands in the CRM's file. */
  line: number;
  /** Plain fields by their names on disk. */
  fields: Record<string, string>;
  message: string;
  facts: Partial<Record<FactName, { value: string; evidence: string }>>;
  people: ScenarioPerson[];
  anchors: string[];
}
