import { existsSync } from "node:fs";
import { join } from "node:path";
import { BATCH_FILES } from "../../executor/batch/batchFiles.ts";
import { readBatched } from "../../executor/batch/batchLog.ts";
import { estimateRun } from "../../executor/money/estimate.ts";
import { nameOf, planSamples } from "../../executor/plan.ts";
import type { Sample } from "../../executor/playSample.ts";
import { loadPrices } from "../../executor/money/prices.ts";
import { usualReplyTokens } from "../../executor/money/usualReply.ts";
import { openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { openProviders } from "../../providers/resolve.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { ContinuedRun, DryRun } from "../../records/dryRun.ts";
import type { ModelRequest } from "../../records/request.ts";
import { sameModels } from "../../runs/changes.ts";
import { type DoneSamples, readDoneSamples } from "../../runs/doneSamples.ts";
import { samplePlaces } from "../../runs/samplePlaces.ts";
import { refuseStandIn } from "../judge/judgeLive.ts";
import { type BeginOptions, resumableAsked } from "./runBegin.ts";
import { dryRunJudge } from "./runDryJudge.ts";
import { type PlanOptions, prepareRun, type PreparedRun, answersPlanned } from "./runPlan.ts";
import type { Resumable } from "./runResume.ts";

/**
 * What a run would ask and cost. Nothing is sent but requests that count tokens, where a key is set and the vendor counts for
 * nothing.
 * @throws InputError / DealbenchError for every mistake in the plan.
 */
export async function dryRun(
  options: PlanOptions &
    Pick<BeginOptions, "resume" | "reports" | "out" | "judging" | "onNotice"> & {
      useCache: boolean;
      onWarning: (warning: string) => void;
    },
): Promise<DryRun> {
  const prepared = await prepareRun(options);
  const { onWarning, resume, judging } = options;
  if (judging) refuseNoModel(judging.model);
  const resumable = resume === false ? null : await resumableAsked(prepared, { ...options, resume });
  const rest = await restOf(prepared, resumable);
  const file = replyStoreFile(undefined, process.env);
  const store = options.useCache && existsSync(file) ? await openReplyStore(file, { onWarning }) : undefined;
  try {
    const prices = await loadPrices();
    const usual = store && usualReplyTokens(store.stats());
    const asked = prepared.kind === "recorded" ? () => [] : () => samplesOf(prepared, rest.done);
    const run = await estimateRun(asked, {
      ...rest,
      prices,
      store,
      counterOf: counters(),
      usualReplyTokens: usual,
    });
    if (!judging) return run;
    const usualTokens = usual?.(judging.model) ?? null;
    const work = { ...rest, judge: judging, store, prices, usualTokens };
    const { judge, notes } = await dryRunJudge(prepared, () => samplesOf(prepared, rest.done), work, options);
    return { ...run, judge, notes: [...run.notes, ...notes] };
  } finally {
    store?.close();
  }
}

/** A key may still be lacking, but not a name. */
function refuseNoModel(judge: string): void {
  refuseStandIn(judge);
  if (!/^[^:]+:./.test(judge)) openProviders()(judge);
}

interface Rest {
  done: DoneSamples["done"];
  batched: ReadonlySet<string>;
  continued: ContinuedRun | null;
}

/** What a run that would go on has of the plan; its folder stays as it is. */
async function restOf(prepared: PreparedRun, resumable: Resumable | null): Promise<Rest> {
  if (resumable === null) return { done: samplePlaces(), batched: new Set(), continued: null };
  const { folder, run } = resumable;
  const models = sameModels(run.identity, prepared.identity);
  const { done, spentUsd } = await readDoneSamples(folder, answersPlanned(prepared, models));
  const batched = await readBatched(join(folder, BATCH_FILES.candidates));
  return { done, batched, continued: { folder, kept: done.size(), planned: prepared.planned, spentUsd } };
}

function* samplesOf(
  { plan, persona, parameters, elicit }: PreparedRun,
  done: DoneSamples["done"],
): Generator<Sample> {
  for (const sample of planSamples(plan)) {
    if (done.at(nameOf(sample))) continue;
    yield { ...sample, persona, parameters, elicit };
  }
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
