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
  /** What the call that did not fit could have cost at most. */
  readonly wantedUsd: number;

  constructor(amounts: { limitUsd: number; spentUsd: number; wantedUsd: number }) {
    super(
      [
        `The budget of ${usd(amounts.limitUsd)} is reached: ${usd(amounts.spentUsd)} are spent, and the next call can cost up to ${usd(amounts.wantedUsd)}.`,
        "Every reply so far is kept; raise --budget-usd and run again with --resume to go on.",
      ].join(" "),
      { exitCode: EXIT.incomplete },
    );
    this.limitUsd = amounts.limitUsd;
    this.spentUsd = amounts.spentUsd;
    this.wantedUsd = amounts.wantedUsd;
  }
}

function usd(amount: number): string {
  return `$${amount.toFixed(amount >= 1 ? 2 : 4)}`;
}
