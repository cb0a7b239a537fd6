import type { ArmSample } from "../records/arm.ts";

/** A graded reply to a scenario, and what it took. */
export interface GradedReply {
  sample: ArmSample;
  /** Replies of the model in it: the turns of a conversation. */
  calls: number;
  /** Those of them that an earlier start, or the bank, had already. */
  kept: number;
}

/** Who answers for baseline and candidate. A reply is null where nobody can give it: a recording that was never made. */
export interface Sides {
  /** Baseline repeats that cost nothing, by scenario: the bank. */
  banked: ReadonlyMap<string, number>;
  /** Replies of the model that one answer to the scenario takes. */
  callsFor: (scenario: string) => number;
  /**
   * The `repeat`-th reply (1-based).
   * @throws OutOfBudget where money ran out; whatever else is thrown ends the regression.
   */
  askBaseline: (scenario: string, repeat: number) => Promise<GradedReply | null>;
  askCandidate: (scenario: string, repeat: number) => Promise<GradedReply | null>;
}

/** No further reply can be paid for. */
export class OutOfBudget extends Error {
  override name = "OutOfBudget" as const;
}
