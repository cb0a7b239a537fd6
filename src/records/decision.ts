import type { FactName, Stage } from "./facts.ts";

/** Gold verdicts, computed from facts and policy; never typed in. */
export const GOLD_VERDICTS = ["pursue_high", "develop_medium", "disqualify"] as const;
export type GoldVerdict = (typeof GOLD_VERDICTS)[number];

export const FORECAST_CAPS = ["commit", "best_case", "pipeline", "omit"] as const;
export type ForecastCap = (typeof FORECAST_CAPS)[number];

export type Disposition = "close" | "deprioritize";

/** What the policy says of one set of facts (CODEBOOK §2.3). */
export interface Decision {
  verdict: GoldVerdict;
  disposition: Disposition | null;
  /** True when so many axes are undetermined that "no verdict yet, I need X, Y, Z" is right too. */
  provisional: boolean;
  /** Codes of disqualifiers (D1–D6, P4). */
  red: string[];
  /** Codes of weakened signals (M1–M5, A_…). */
  amber: string[];
  /** Axes left undetermined by an unknown fact. */
  ask: string[];
  /** Findings that never move the verdict: R_…, gate findings G1.…–G5.…. */
  flags: string[];
  forecastCap: ForecastCap;
  /** First stage whose exit criteria are unmet. */
  supportedStage: Stage;
  /** The unknown facts behind `ask`, most decisive axis first. */
  askFacts: FactName[];
}
