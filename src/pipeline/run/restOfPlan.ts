import { buildRequest } from "../../executor/buildRequest.ts";
import { nameOf, type PlannedSample, planSamples } from "../../executor/plan.ts";
import { turnsToAsk } from "../../executor/playSample.ts";
import type { TranscriptLog } from "../../runs/transcriptLog.ts";
import type { OpenLane } from "../lanes/lane.ts";
import type { PreparedRun } from "./runPlan.ts";

/** The samples of a plan that a log lacks, in the plan's order. */
export function* restOf(
  { plan }: Pick<PreparedRun, "plan">,
  log: Pick<TranscriptLog, "isDone">,
): Generator<PlannedSample> {
  for (const sample of planSamples(plan)) {
    if (!log.isDone(nameOf(sample))) yield sample;
  }
}

/**
 * The same, those first of which a request is with others already: they are paid for, and must have asked for their answers before one that
 * is new is refused, which ends the asking.
 */
export function* sentFirst(
  prepared: PreparedRun,
  log: Pick<TranscriptLog, "isDone">,
  isSent: NonNullable<OpenLane["isSent"]>,
): Generator<PlannedSample> {
  const sent = new Set<string>();
  for (const sample of restOf(prepared, log)) {
    if (!isSent(firstRequest(sample, prepared), sample.repeat)) continue;
    sent.add(keyOf(sample));
    yield sample;
  }
  for (const sample of restOf(prepared, log)) if (!sent.has(keyOf(sample))) yield sample;
}

/** A conversation whose first request was not sent has sent none. */
function firstRequest(
  { scenario, model }: PlannedSample,
  { persona, parameters, elicit }: PreparedRun,
): ReturnType<typeof buildRequest> {
  const [user = ""] = turnsToAsk({ scenario, elicit });
  return buildRequest(model, { persona, parameters }, [{ role: "user", content: user }]);
}

function keyOf(sample: PlannedSample): string {
  return JSON.stringify(nameOf(sample));
}
