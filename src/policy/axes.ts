import type { FactName, Facts } from "../records/facts.ts";
import type { Policy } from "../records/policy.ts";
import { after, atOrAfter } from "./stages.ts";

type Test = (facts: Facts, policy: Policy) => boolean;

/** One row of the axis table (CODEBOOK §2.1): when it is red or amber, and which unknown facts leave it open. */
export interface Axis {
  name: string;
  red?: { code: string; when: Test };
  amber: { code: string; when: Test };
  /** The facts on which the axis still hangs; those of them that are unknown make it undetermined. */
  hangsOn: (facts: Facts, policy: Policy) => FactName[];
}

/**
 * The nine axes in the order of the table. An axis that is red is settled: it is neither amber nor asked about. One that
 * is not can be amber by what is known and open by what is not, both at once.
 */
export const AXES: readonly Axis[] = [
  {
    name: "eb",
    red: { code: "D1", when: ({ eb }) => eb === "none_after_attempts" },
    amber: {
      code: "M2",
      when: ({ eb }) => isOneOf(eb, "limited", "prohibited_by_process", "no_access_yet", "not_identified"),
    },
    hangsOn: () => ["eb"],
  },
  {
    name: "pain",
    red: {
      code: "D2",
      when: (facts, { stages }) =>
        facts.pain_clarity === "none" ||
        facts.pain_urgency === "not_urgent" ||
        (facts.pain_clarity === "vague" &&
          facts.pain_urgency === "uncertain" &&
          after(facts.stage, stages.exploratoryUntil)),
    },
    amber: {
      code: "M1",
      when: ({ pain_clarity, pain_urgency }) => pain_clarity === "vague" || pain_urgency === "uncertain",
    },
    hangsOn: () => ["pain_clarity", "pain_urgency"],
  },
  {
    name: "value",
    amber: { code: "M5", when: ({ value }) => isOneOf(value, "estimated", "unquantified") },
    hangsOn: () => ["value"],
  },
  {
    name: "budget",
    red: {
      code: "D3",
      when: ({ budget, stage }, { stages }) =>
        budget === "none" || (budget === "untested" && after(stage, stages.exploratoryUntil)),
    },
    amber: { code: "A_BUDGET", when: ({ budget }) => isOneOf(budget, "path", "untested") },
    hangsOn: () => ["budget"],
  },
  {
    name: "champion",
    red: {
      code: "P4",
      when: ({ champion, eb, stage }, { stages }) =>
        champion === "none" &&
        isOneOf(eb, "no_access_yet", "not_identified", "none_after_attempts") &&
        atOrAfter(stage, stages.championNeededFrom),
    },
    amber: { code: "M3", when: ({ champion }) => isOneOf(champion, "developing", "coach_only", "none") },
    hangsOn: () => ["champion"],
  },
  {
    name: "fit_criteria",
    red: { code: "D4", when: ({ fit }) => isOneOf(fit, "weak", "fails_mandatory") },
    amber: { code: "A_FIT", when: ({ fit, criteria }) => fit === "partial" || criteria === "informal" },
    hangsOn: () => ["fit", "criteria"],
  },
  {
    name: "competition",
    red: {
      code: "D5",
      when: ({ incumbent, compelling_event }) =>
        incumbent === "strong_competitor" && compelling_event === "none",
    },
    amber: {
      code: "M4",
      when: ({ position, incumbent, compelling_event }) =>
        isOneOf(position, "parity", "disadvantaged") ||
        (incumbent === "strong_competitor" && compelling_event === "claimed"),
    },
    // Without a strong competitor a missing event cannot hurt this axis; it caps the forecast instead.
    hangsOn: ({ incumbent }) =>
      isOneOf(incumbent, "strong_competitor", "unknown")
        ? ["incumbent", "compelling_event", "position"]
        : ["position"],
  },
  {
    name: "timeline_process",
    red: {
      code: "D6",
      when: ({ timeline_months: months, milestone }, { timeline }) =>
        months !== "unknown" && months > timeline.longestMonths && milestone === "none",
    },
    amber: {
      code: "A_TIME",
      when: (facts, policy) =>
        facts.timeline_feasible === "no" ||
        isOneOf(facts.decision_process, "partial", "unmapped") ||
        milestoneTooWeak(facts, policy),
    },
    hangsOn: ({ timeline_months: months }, { timeline }) => [
      "timeline_months",
      ...(months === "unknown" || months > timeline.realisticMonths ? (["milestone"] as const) : []),
      "timeline_feasible",
      "decision_process",
    ],
  },
  {
    name: "stakeholders",
    amber: {
      code: "A_THREAD",
      when: ({ stakeholders }, { contacts }) => stakeholders !== "unknown" && stakeholders < contacts.fewest,
    },
    hangsOn: () => ["stakeholders"],
  },
];

/** Past the realistic months any milestone is enough up to the longest ones; beyond those only a funded one is. */
function milestoneTooWeak({ timeline_months: months, milestone }: Facts, { timeline }: Policy): boolean {
  if (months === "unknown" || months <= timeline.realisticMonths) return false;
  return milestone === (months > timeline.longestMonths ? "dated_unfunded" : "none");
}

function isOneOf<T extends string>(value: T, ...set: T[]): boolean {
  return set.includes(value);
}
