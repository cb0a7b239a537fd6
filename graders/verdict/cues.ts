import { kept } from "../text/kept.ts";
import { readVerdictLexicon } from "./lexicon.ts";

const findCues = readVerdictLexicon("verdict_cues");
const findBranches = readVerdictLexicon("verdict_branches");

/** The cues of a sentence: words that limit, correct, discount or announce the verdict beside them. */
export const cuesOf = kept(findCues);

/** Whether a heading or lead-in announces the outcomes of a test still to come ("Walk away if", "Checkpoint, 27 March"). */
export function isBranchHeading(heading: string): boolean {
  if (heading === "") return false;
  return isBranchTitle(heading);
}

/** Asked for every sentence under the heading, one after the other. */
const isBranchTitle = kept((heading: string) => findBranches(heading).length > 0);
