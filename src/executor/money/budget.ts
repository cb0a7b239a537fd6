import { DealbenchError } from "../../records/errors.ts";
import type { ModelPrice } from "../../records/price.ts";
import type { ModelRequest } from "../../records/request.ts";
import type { MostOf } from "./atMost.ts";
import { BudgetReached } from "./budgetReached.ts";
import type { Reservation, ResumedBudget } from "../executor.ts";
import { type HowPaid, type Prices, ratesFor } from "./prices.ts";
import { inputTokens, mostTokens } from "./tokens.ts";

/** What a run may spend, and on what. */
export interface BudgetPlan extends HowPaid {
  limitUsd: number;
  /** Every model that will be called, the judge's included. */
  models: readonly string[];
  prices: Pick<Prices, "priceOf">;
  /** How many shards share the limit; each may spend its equal part. Default 1. */
  shards?: number;
  /** What earlier attempts at this run have spent of this shard's part. Default 0. */
  spentUsd?: number;
  /** How much of it is the most that calls can have cost of which nobody says what they did. Default 0. */
  assumedUsd?: number;
}

export interface OpenBudget extends ResumedBudget {
  /** What this shard may spend, what it has, and what is set aside for calls in flight. */
  state: () => { limitUsd: number; spentUsd: number; reservedUsd: number };
}

/** Sums of prices are not exact in binary. */
const TOLERANCE = 1e-9;

/**
 * Opens a budget. Before a call the most it can cost is set aside: its input estimated high and all of it written to
 * the prompt cache, and `maxTokens` of output, at list price. Who does not find enough waits, first come first served,
 * for calls in flight to give back what they did not use, and gets {@link BudgetReached} once none is left that could.
 * What was spent passes the limit only if an input is denser than the estimate allows for.
 * @throws DealbenchError (exit 2) for a limit that is not a positive amount, and for models of unknown price, all of them.
 */
export function openBudget(plan: BudgetPlan): OpenBudget {
  refuseUnusable(plan);
  const limitUsd = plan.limitUsd / (plan.shards ?? 1);
  let spentUsd = plan.spentUsd ?? 0;
  let assumedUsd = plan.assumedUsd ?? 0;
  let reservedUsd = 0;
  let inFlight = 0;
  const waiting: Waiting[] = [];

  const admit = (): void => {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const left = limitUsd + TOLERANCE - spentUsd;
      const fits = reservedUsd + next.wantedUsd <= left;
      const mayFitLater = inFlight > 0 && next.wantedUsd <= left;
      if (!fits && mayFitLater) return;
      waiting.shift();
      if (fits) next.admit(reservation(next.wantedUsd));
      else next.refuse(new BudgetReached({ limitUsd, spentUsd, assumedUsd, wantedUsd: next.wantedUsd }));
    }
  };

  const reservation = (wantedUsd: number): Reservation => {
    reservedUsd += wantedUsd;
    inFlight++;
    let open = true;
    return {
      settle: (costUsd) => {
        if (!open) return;
        open = false;
        inFlight--;
        reservedUsd = inFlight === 0 ? 0 : reservedUsd - wantedUsd;
        spentUsd += costUsd ?? wantedUsd;
        if (costUsd === null) assumedUsd += wantedUsd;
        admit();
      },
    };
  };

  const most = (request: ModelRequest): number =>
    mostCost(request, priceFor(request.model, plan.prices), plan);

  return {
    setAside: (request) => reservation(most(request)),
    reserve: async (request) => {
      const wantedUsd = most(request);
      return new Promise<Reservation>((resolve, reject) => {
        waiting.push({ wantedUsd, admit: resolve, refuse: reject });
        admit();
      });
    },
    state: () => ({ limitUsd, spentUsd, reservedUsd }),
  };
}

interface Waiting {
  wantedUsd: number;
  admit: (reservation: Reservation) => void;
  refuse: (reason: BudgetReached) => void;
}

function refuseUnusable({ limitUsd, models, prices, batch = false }: BudgetPlan): void {
  if (!Number.isFinite(limitUsd) || limitUsd <= 0)
    throw new DealbenchError(`--budget-usd: found ${limitUsd}, expected an amount above 0.`);
  const unpriced = [...new Set(models)].filter((model) => {
    const price = prices.priceOf(model);
    return price === null || (batch && price.batchShare === null);
  });
  if (unpriced.length > 0) throw unknownPrice(unpriced, batch);
}

function priceFor(model: string, prices: BudgetPlan["prices"]): ModelPrice {
  const price = prices.priceOf(model);
  if (price === null) throw unknownPrice([model], false);
  return price;
}

/** Tells the most that a call can cost: what a budget sets aside for it. */
export function mostCosts(prices: Pick<Prices, "priceOf">, how: HowPaid): MostOf {
  return (request) => {
    const price = prices.priceOf(request.model);
    return price && mostCost(request, price, how);
  };
}

function mostCost(
  request: ModelRequest,
  price: ModelPrice,
  { batch = false, cacheTtl = "5m" }: HowPaid,
): number {
  const input = inputTokens(request, mostTokens);
  const rates = ratesFor(price, input);
  const write = cacheTtl === "1h" ? rates.cacheWrite1h : rates.cacheWrite5m;
  const perMillion = input * Math.max(rates.input, write) + request.parameters.maxTokens * rates.output;
  return ((batch ? (price.batchShare ?? 1) : 1) * perMillion) / 1_000_000;
}

function unknownPrice(models: readonly string[], batch: boolean): DealbenchError {
  return new DealbenchError(
    [
      `--budget-usd cannot be kept: no ${batch ? "batch " : ""}price is known for ${models.join(", ")}.`,
      "Enter its price with a source in src/executor/money/prices.yaml, leave --budget-usd out, or choose other models.",
    ].join(" "),
  );
}
