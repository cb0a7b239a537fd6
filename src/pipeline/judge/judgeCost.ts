import { costAt } from "../../executor/money/prices.ts";
import { estimateTokens } from "../../executor/money/tokens.ts";
import { SYSTEM } from "../../grading/judge/settings.ts";
import type { DryRunCosts, JudgeRange } from "../../records/dryRun.ts";
import type { ModelPrice } from "../../records/price.ts";

/** A number of calls to a judge, with their tokens summed up. */
export interface JudgeCalls {
  calls: number;
  input: number;
  output: number;
}

/** No vendor keeps a shorter prefix in its prompt cache. */
const LEAST_CACHED = 1024;

/** What calls to a judge cost each way, in USD, as calls of their mean length; null where no price is known, or none for batches. */
export function judgeCosts(
  price: ModelPrice | null,
  typical: JudgeCalls | null,
  most: JudgeCalls,
): Record<keyof DryRunCosts, JudgeRange | null> {
  const range = (cost: (price: ModelPrice, calls: JudgeCalls) => number | null): JudgeRange | null => {
    const upTo = price && cost(price, most);
    return price === null || upTo === null ? null : { typical: typical && cost(price, typical), most: upTo };
  };
  return { live: range(live), liveWithPromptCache: range(cached), batch: range(batched) };
}

function live(price: ModelPrice, all: JudgeCalls): number | null {
  return costOf(price, all, { read: 0, written: 0 }, false);
}

function batched(price: ModelPrice, all: JudgeCalls): number | null {
  return costOf(price, all, { read: 0, written: 0 }, true);
}

/** The judge's instructions are written to the prompt cache by the first call and read by all others, where they are long enough for it. */
function cached(price: ModelPrice, all: JudgeCalls): number | null {
  const system = estimateTokens(SYSTEM);
  if (system < LEAST_CACHED || all.calls < 1) return live(price, all);
  return costOf(
    price,
    all,
    { read: (system * (all.calls - 1)) / all.calls, written: system / all.calls },
    false,
  );
}

function costOf(
  price: ModelPrice,
  { calls, input, output }: JudgeCalls,
  { read, written }: { read: number; written: number },
  batch: boolean,
): number | null {
  if (calls === 0) return price.batchShare === null && batch ? null : 0;
  const one = costAt(
    price,
    {
      inputTokens: input / calls - read - written,
      cacheReadInputTokens: read,
      cacheCreationInputTokens: written,
      outputTokens: output / calls,
    },
    { batch },
  );
  return one === null ? null : calls * one;
}
