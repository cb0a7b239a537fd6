import { DealbenchError, EXIT } from "../../records/errors.ts";

/**
 * What a run may spend is spent: nothing has gone wrong, and nothing more is sent. Told apart from every other failure
 * by `instanceof`, since the run is then partial and not broken. Exit code 4.
 */
export class BudgetReached extends DealbenchError {
  /** What may be spent, in USD. */
  readonly limitUsd: number;
  /** What has been spent. */
  readonly spentUsd: number;
  /** How much of it is the most that calls can have cost of which nobody says what they did. */
  readonly assumedUsd: number;
  /** What the call that did not fit could have cost at most. */
  readonly wantedUsd: number;

  constructor(amounts: { limitUsd: number; spentUsd: number; assumedUsd?: number; wantedUsd: number }) {
    const { assumedUsd = 0 } = amounts;
    super(
      [
        `The budget of ${usd(amounts.limitUsd)} is reached: ${usd(amounts.spentUsd)} are spent, and the next call can cost up to ${usd(amounts.wantedUsd)}.`,
        ...(assumedUsd > 0
          ? [
              `Of what is spent, ${usd(assumedUsd)} are the most that calls can have cost of which nobody says what they did.`,
            ]
          : []),
        "Every reply so far is kept; raise --budget-usd and run again with --resume to go on.",
      ].join(" "),
      { exitCode: EXIT.incomplete },
    );
    this.limitUsd = amounts.limitUsd;
    this.spentUsd = amounts.spentUsd;
    this.assumedUsd = assumedUsd;
    this.wantedUsd = amounts.wantedUsd;
  }
}

function usd(amount: number): string {
  return `$${amount.toFixed(amount >= 1 ? 2 : 4)}`;
}
