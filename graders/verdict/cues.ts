import { type Hit, readVerdictLexicon } from "./lexicon.ts";

const findCues = readVerdictLexicon("verdict_cues");
const findBranches = readVerdictLexicon("verdict_branches");

/** The cues of a sentence: words that limit, correct, discount or announce the verdict beside them. */
export function cuesOf(text: string): Hit[] {
  return findCues(text);
}

/** Whether a heading or lead-in announces the outcomes of a test still to come ("Walk away if", "Checkpoint, 27 March"). */
export function isBranchHeading(heading: string): boolean {
  if (heading === "") return false;
  // Asked for every sentence under the heading, one after the other.
  if (heading !== latest.heading) latest = { heading, branches: findBranches(heading).length > 0 };
  return latest.branches;
}

let latest = { heading: "", branches: false };
