import type { Scenario } from "../../src/records/scenario.ts";
import { briefOf } from "../text/anchors.ts";

const kept = new WeakMap<Scenario, ReadonlySet<string>>();

/**
 * The anchors that name a rival: those that the brief brings up, at their first mention, in a clause about who or what else
 * could win ("the other vendor Seaframe can't …", "Kranwart's tool is in place"), and that are no person's name.
 */
export function rivalsOf(scenario: Scenario): ReadonlySet<string> {
  const known = kept.get(scenario) ?? findRivals(scenario);
  kept.set(scenario, known);
  return known;
}

function findRivals(scenario: Scenario): ReadonlySet<string> {
  const sentences = briefOf(scenario).split(/(?<=[.!?;])\s|\n/);
  const people = scenario.people.map(({ name }) => name);
  const title = scenario.title.toLowerCase();
  return new Set(
    scenario.anchors.filter((anchor) => {
      if (!/^\p{Lu}\p{L}+/u.test(anchor) || /\d/.test(anchor) || title.includes(anchor.toLowerCase()))
        return false;
      if (people.some((name) => name.includes(anchor) || anchor.includes(name))) return false;
      return sentences.some((sentence) => sentence.includes(anchor) && RIVALRY.test(sentence));
    }),
  );
}

const RIVALRY =
  /\b(?:rivals?|competit\w+|incumbent|other (?:vendor|bidder|supplier|candidate|name|one|option|finalist)|second (?:vendor|bidder)|vendor|bidder|against|instead|cheaper|contract (?:ends|expires|runs|is up)|renew\w*|in place|installed|in production|went in|live (?:in|on|since|at)|uses?|using|since 20\d\d|in every|today they (?:use|run)|runs? (?:on )?today|looked at|also (?:in|looking|talking|quoted)|shortlist\w*|lost (?:to|out)|beat|failed|lacks|can['’]t|cannot|has no|doesn['’]t|only (?:does|covers)|offered|undercut|switch\w*|replac\w+|alternative|pilot(?:ed)? with|scored)\b/i;
