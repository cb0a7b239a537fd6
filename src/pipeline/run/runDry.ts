import { existsSync } from "node:fs";
import { estimateRun } from "../../executor/money/estimate.ts";
import { planSamples } from "../../executor/plan.ts";
import type { Sample } from "../../executor/playSample.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { openProviders } from "../../providers/resolve.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { DryRun } from "../../records/dryRun.ts";
import type { ModelRequest } from "../../records/request.ts";
import { type PlanOptions, prepareRun, type PreparedRun } from "./runPlan.ts";

/**
 * What a run would ask and cost. Nothing is sent but requests that count tokens, where a key is set and the vendor counts for
 * nothing.
 * @throws InputError / DealbenchError for every mistake in the plan.
 */
export async function dryRun(
  options: PlanOptions & { useCache: boolean; onWarning: (warning: string) => void },
): Promise<DryRun> {
  const prepared = await prepareRun(options);
  if (prepared.kind === "recorded") {
    throw new DealbenchError(
      "--dry-run: recorded replies cost nothing; expected --model <provider>:<model>, such as anthropic:claude-sonnet-5",
    );
  }
  const file = replyStoreFile(undefined, process.env);
  const { onWarning } = options;
  const store = options.useCache && existsSync(file) ? await openReplyStore(file, { onWarning }) : undefined;
  try {
    const prices = await loadPrices();
    return await estimateRun(() => samplesOf(prepared), { prices, store, counterOf: counters() });
  } finally {
    store?.close();
  }
}

function* samplesOf({ plan, persona, parameters, elicit }: PreparedRun): Generator<Sample> {
  for (const sample of planSamples(plan)) yield { ...sample, persona, parameters, elicit };
}

/** Without its key a model's tokens are estimated: a dry run is what one does before having one. */
function counters(): (model: string) => ((request: ModelRequest) => Promise<number>) | null {
  const providerOf = openProviders();
  return (model) => {
    try {
      return providerOf(model).countTokens ?? null;
    } catch (error) {
      if (error instanceof DealbenchError) return null;
      throw error;
    }
  };
}
