import type { Comparison } from "../../records/comparison.ts";
import type { Transcript } from "../../records/transcript.ts";

/** What became of the two persona texts: how they differ, or why that cannot be shown. */
export type PersonaChange =
  | { kind: "same" }
  | { kind: "unknown"; reason: string }
  | { kind: "changed"; patch: string; linesAdded: number; linesRemoved: number };

/** Everything the reports of a comparison are made from. */
export interface ComparisonInput {
  comparison: Comparison;
  /** Replies of the compared model; empty where a baseline's run folder is not at hand. */
  replies: { a: readonly Transcript[]; b: readonly Transcript[] };
  persona: PersonaChange;
}
