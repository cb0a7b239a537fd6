import { type Guarded, guarded } from "../text/guarded.ts";
import { FACT_NAMES, type FactName } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";

/** The facts that nobody on our side has established, per the scenario. */
export function unknownFacts(scenario: Scenario): FactName[] {
  return FACT_NAMES.filter((fact) => scenario.facts[fact].value === "unknown");
}

/**
 * Whether a sentence speaks of something the scenario lists as unknown: doubt is due there, and is no hedge. Read by the
 * everyday words for each fact.
 */
export function aboutUnknown(sentence: string, scenario: Scenario): boolean {
  return unknownFacts(scenario).some((fact) => TOPIC[fact]?.test(sentence));
}

const TOPIC: Partial<Record<FactName, Guarded>> = {
  eb: guarded(/\b(?:economic buyer|who (?:signs|pays|approves)|signs? off|budget holder|final say)\b/i),
  pain_clarity: guarded(/\b(?:pain|what hurts|problem they|which problem)\b/i),
  pain_urgency: guarded(/\b(?:urgen\p{L}+|how soon|why now)\b/iu),
  value: guarded(/\b(?:roi|business case|benefit|savings?|payback|what it costs them)\b/i),
  budget: guarded(/\b(?:budget\p{L}*|funds?|funding|funded|money|fund it)\b/iu),
  champion: guarded(/\b(?:champion|coach|sells? (?:it |us )?internally|speak for us)\b/i),
  fit: guarded(/\b(?:fit|requirements?|mandatory)\b/i),
  criteria: guarded(/\b(?:criteria|criterion|scorecard|requirements?)\b/i),
  incumbent: guarded(
    /\b(?:competit\p{L}+|rivals?|incumbent|alternatives?|in-house|internal build|comparison)\b/iu,
  ),
  position: guarded(/\b(?:competit\p{L}+|rivals?|against them|compare\p{L}*|comparison)\b/iu),
  compelling_event: guarded(/\b(?:compelling event|deadline|forc(?:es|ing))\b/i),
  timeline_months: guarded(/\b(?:timeline|decision date|close date|when they decide)\b/i),
  timeline_feasible: guarded(/\b(?:timeline|fit before|in time)\b/i),
  milestone: guarded(/\b(?:milestone|pilot|phase one)\b/i),
  decision_process: guarded(/\b(?:decision process|how they decide|steps|approval|committee)\b/i),
  paper_process: guarded(/\b(?:paper|legal|contract|procurement|purchasing|redlin\p{L}+|msa|terms)\b/iu),
  stakeholders: guarded(/\b(?:contacts?|stakeholders?|threaded)\b/i),
};
