import { z } from "zod";
import { DIMENSIONS } from "./rubric.ts";
import { type Camel, fromDisk } from "./wire.ts";

/** Whom a comparison speaks of: "corpus" = on these scenarios; "population" = on deals like these, the family being the unit. */
export const ESTIMANDS = ["corpus", "population"] as const;
export type Estimand = (typeof ESTIMANDS)[number];

/** What two runs are compared on: the share of right verdicts (item DC1), or a dimension's mean score. */
export const CRITERIA = ["verdict_right", ...DIMENSIONS] as const;
export type CriterionName = (typeof CRITERIA)[number];

/** More gating criteria than this and a harmless edit seldom clears them all. */
const MOST_GATING = 5;

const share = z.number().gt(0).lt(1);
const rate = z.number().min(0).lt(1);

const AdvisorySchema = z.strictObject({
  criterion: z.enum(CRITERIA),
  /** The largest drop that is tolerated, in points of a 0..1 scale. */
  margin: share,
});

/** persona/gate.yaml: when two runs are told apart, and what may stop an edit of the persona. */
export const GateSchema = z
  .strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/, "expected a version like 1.0.0"),
    estimand: z.enum(ESTIMANDS),
    /** Chance of calling a regression that is none (over all gating criteria), and of clearing a criterion that dropped by its margin. */
    alpha: share,
    beta: share,
    /** With fewer paired scenarios (families for "population") a criterion is not decided. */
    minimum_n: z.int().min(2),
    /** Above this share of failed or missing calls in either run nothing is decided. */
    error_rate_limit: rate,
    /** The same for replies that the model refused or that were cut off: they have no score, and must not hide a drop. */
    unanswered_rate_limit: rate,
    critical: z.strictObject({
      /** Items that may never newly fail, whatever the means. */
      items: z.array(z.string().regex(/^[A-Z]{2}\d+$/, 'expected an item id such as "GR4"')),
      /** A new failure is confirmed when this many replies to one scenario show it and as many of the baseline's do not. */
      confirmations: z.int().positive(),
    }),
    /** The criteria that decide. The weights share alpha out among them where the gate looks more than once. */
    gating: z
      .array(AdvisorySchema.extend({ weight: share.or(z.literal(1)) }))
      .min(1)
      .max(MOST_GATING),
    /** Shown beside them; they decide nothing. Dimensions named in neither list are advisory with `advisory_margin`. */
    advisory: z.array(AdvisorySchema),
    advisory_margin: share,
  })
  .superRefine(({ gating, advisory }, context) => {
    const sum = gating.reduce((total, { weight }) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-9) {
      context.addIssue({ code: "custom", path: ["gating"], message: `weights that sum to 1, not ${sum}` });
    }
    const named = new Set<CriterionName>();
    for (const [tier, entries] of Object.entries({ gating, advisory })) {
      for (const [index, { criterion }] of entries.entries()) {
        if (named.has(criterion)) {
          const path = [tier, index, "criterion"];
          context.addIssue({
            code: "custom",
            path,
            message: "every criterion once; it stands above already",
          });
        }
        named.add(criterion);
      }
    }
  });

/** The gate's policy in memory. */
export type GatePolicy = Camel<z.output<typeof GateSchema>>;

/** Turns a parsed gate policy (output of {@link GateSchema}) into its form in memory. */
export function gateFromDisk(policy: z.output<typeof GateSchema>): GatePolicy {
  return fromDisk(policy) as GatePolicy;
}
