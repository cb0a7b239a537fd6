import { join } from "node:path";
import { readYaml } from "../../files/yaml.ts";
import {
  type ModelPrice,
  type PriceFile,
  priceFileFromDisk,
  PriceFileSchema,
  type Rates,
} from "../../records/price.ts";
import type { Usage } from "../../records/request.ts";
import { type PackagePrices, packagePrice } from "./packagePrice.ts";

/** List prices of models; an unknown price is null and never 0. */
export interface Prices {
  /** `<provider>:<model>` → its price now; null = unknown. */
  priceOf: (model: string) => ModelPrice | null;
  /** What one call of this usage costs in USD; null where the price or the usage is unknown. */
  costOf: (model: string, usage: Usage | null, how?: HowPaid) => number | null;
}

export interface HowPaid {
  /** Sent in a batch. Default false. */
  batch?: boolean;
  /** How long the prompt cache was asked to keep what was written to it. Default 5m. */
  cacheTtl?: CacheTtl;
}

type CacheTtl = "5m" | "1h";

/** Prices that the package lacks. */
const OVERRIDES = join(import.meta.dirname, "prices.yaml");

/**
 * Loads list prices: those of `overrides` (default: the file that ships with dealbench) before those of the package
 * @pydantic/genai-prices, whose import takes about 90 ms. Prices are those of the day `at`.
 * @throws InputError for a price file with mistakes.
 */
export async function loadPrices(options: { overrides?: string; at?: Date } = {}): Promise<Prices> {
  const at = options.at ?? new Date();
  const file = priceFileFromDisk(readYaml(options.overrides ?? OVERRIDES, PriceFileSchema));
  const fromPackage: PackagePrices = await import("@pydantic/genai-prices");
  const known = new Map<string, ModelPrice | null>();

  const priceOf = (model: string): ModelPrice | null => {
    const before = known.get(model);
    if (before !== undefined) return before;
    const listed = overridden(file, model, at) ?? packagePrice(fromPackage, model, at);
    const price = freePrice(model) ?? (listed && { ...listed, batchShare: batchShareOf(model) });
    known.set(model, price);
    return price;
  };

  return {
    priceOf,
    costOf: (model, usage, how = {}) => {
      const price = priceOf(model);
      if (price === null) return null;
      if (isFree(price)) return 0;
      return usage === null ? null : costAt(price, usage, how);
    },
  };
}

/**
 * What tokens cost at a price, in USD. As the Messages API counts, `inputTokens` are those that were neither read from
 * the prompt cache nor written to it. null where a count is unknown that the price needs, or no batch price is known.
 */
export function costAt(
  price: ModelPrice,
  usage: Usage,
  { batch = false, cacheTtl = "5m" }: HowPaid = {},
): number | null {
  const { inputTokens, outputTokens } = usage;
  const read = usage.cacheReadInputTokens ?? 0;
  const written = usage.cacheCreationInputTokens ?? 0;
  const share = batch ? price.batchShare : 1;
  if (share === null) return null;
  if (isFree(price)) return 0;
  if (inputTokens === null || outputTokens === null) return null;
  const rates = ratesFor(price, inputTokens + read + written);
  const write = cacheTtl === "1h" ? rates.cacheWrite1h : rates.cacheWrite5m;
  const perMillion =
    inputTokens * rates.input + read * rates.cacheRead + written * write + outputTokens * rates.output;
  return (share * perMillion) / 1_000_000;
}

/** The rates for a prompt of so many tokens, cached ones included. */
export function ratesFor({ tiers }: ModelPrice, promptTokens: number): Rates {
  const tier = tiers.findLast(({ over }) => over === 0 || promptTokens > over);
  if (tier === undefined) throw new Error("A price has no tier for the shortest prompts.");
  return tier.rates;
}

/** Replies that nobody sells: recorded earlier, or computed here. */
function freePrice(model: string): ModelPrice | null {
  const kind = /^(recorded|simulated):/.exec(model)?.[1];
  if (kind === undefined) return null;
  const rates = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  return { tiers: [{ over: 0, rates }], batchShare: 1, source: `${kind} replies cost nothing` };
}

function isFree({ tiers }: ModelPrice): boolean {
  return tiers.every(({ rates }) => Object.values(rates).every((rate) => rate === 0));
}

function overridden(
  { models }: PriceFile,
  model: string,
  at: Date,
): Pick<ModelPrice, "tiers" | "source"> | null {
  const day = at.toISOString().slice(0, 10);
  const begun = models.filter(({ id, from }) => id === model && from <= day);
  const latest = begun.toSorted((a, b) => (a.from < b.from ? -1 : 1)).at(-1);
  if (latest === undefined) return null;
  const { usdPerMtok, longPrompt, source, checked } = latest;
  const long = longPrompt ? [{ over: longPrompt.overTokens, rates: longPrompt.usdPerMtok }] : [];
  return {
    tiers: [{ over: 0, rates: usdPerMtok }, ...long],
    source: `${source}, checked ${checked}`,
  };
}

/** Message Batches cost half of the list price, prompt cache included; of other vendors' batches nothing is known here. */
function batchShareOf(model: string): number | null {
  return model.startsWith("anthropic:") ? 0.5 : null;
}
