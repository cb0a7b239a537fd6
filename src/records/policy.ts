import { z } from "zod";
import { STAGES } from "./facts.ts";
import { type Camel, fromDisk } from "./wire.ts";

const SEMVER = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const stage = z.enum(STAGES);

/** persona/policy.yaml: the thresholds of the decision procedure (CODEBOOK §2.3); the procedure itself is code. */
export const PolicySchema = z
  .strictObject({
    version: z.string().regex(SEMVER, "expected a version like 1.0.0"),
    timeline: z.strictObject({
      /** Up to and including this many months a decision is realistic without any milestone. */
      realistic_months: z.number().positive(),
      /** Above this many months, strictly, a deal without a milestone is disqualified (D6). */
      longest_months: z.number().positive(),
    }),
    contacts: z.strictObject({
      /** Fewer engaged contacts weaken the deal (A_THREAD). */
      fewest: z.int().positive(),
      /** Fewer than this are flagged (R_THREAD) and never move the verdict. */
      enough: z.int().positive(),
    }),
    stages: z.strictObject({
      /** Last stage in which an untested budget, or vague and uncertain pain, is only a gap and not D3 or D2. */
      exploratory_until: stage,
      /** First stage in which no champion and no line to the economic buyer disqualify (P4). */
      champion_needed_from: stage,
      /** First stage in which an unmapped paper process is flagged (R_PAPER). */
      paper_process_needed_from: stage,
      /** First stage in which a deal can be forecast as commit. */
      commit_from: stage,
    }),
    /** From this many undetermined axes on, a verdict is provisional. */
    provisional_axes: z.int().positive(),
    /** From this many disqualifiers on, a deal is closed rather than deprioritized. */
    closing_reds: z.int().positive(),
  })
  .refine(({ timeline }) => timeline.realistic_months <= timeline.longest_months, {
    path: ["timeline", "longest_months"],
    message: "expected no less than realistic_months",
  })
  .refine(({ contacts }) => contacts.fewest <= contacts.enough, {
    path: ["contacts", "enough"],
    message: "expected no less than fewest",
  });

/** The thresholds in memory. */
export type Policy = Camel<z.output<typeof PolicySchema>>;

/** Turns a parsed policy (output of {@link PolicySchema}) into its form in memory. */
export function policyFromDisk(policy: z.output<typeof PolicySchema>): Policy {
  return fromDisk(policy) as Policy;
}
