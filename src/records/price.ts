import { z } from "zod";
import type { Camel } from "./wire.ts";
import { fromDisk } from "./wire.ts";

const usd = z.number().nonnegative();

const RatesSchema = z.strictObject({
  input: usd,
  output: usd,
  cache_read: usd,
  cache_write_5m: usd,
  cache_write_1h: usd,
});

/** src/executor/money/prices.yaml: list prices that the price package lacks. */
export const PriceFileSchema = z.strictObject({
  models: z.array(
    z.strictObject({
      /** `<provider>:<model>`, as the user names it. */
      id: z.string().regex(/^[^:\s]+:\S+$/),
      /** First day, UTC. */
      from: z.iso.date(),
      /** When somebody last compared it with its source. */
      checked: z.iso.date(),
      source: z.url(),
      usd_per_mtok: RatesSchema,
      long_prompt: z.strictObject({ over_tokens: z.int().positive(), usd_per_mtok: RatesSchema }).optional(),
    }),
  ),
});

/** US dollars per million tokens. */
export interface Rates {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
}

/** What a model's tokens cost by list. */
export interface ModelPrice {
  /** Rates by length of the prompt in tokens, cached ones included, shortest first; the first is for `over` 0. */
  tiers: { over: number; rates: Rates }[];
  /** Share of the list price that a batch costs; null where none is known. */
  batchShare: number | null;
  /** Where the figures come from, for the reader. */
  source: string;
}

export type PriceFile = Camel<z.output<typeof PriceFileSchema>>;

/** Turns a parsed price file into its form in memory. */
export function priceFileFromDisk(file: z.output<typeof PriceFileSchema>): PriceFile {
  return fromDisk(file) as PriceFile;
}
