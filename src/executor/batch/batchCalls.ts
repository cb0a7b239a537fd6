import { type BatchClient, CallFailure } from "../../providers/provider.ts";
import { DealbenchError, EXIT } from "../../records/errors.ts";
import type { BatchAsk, DeskContext } from "./batchDesk.ts";
import { mayBeBilled } from "../live/billed.ts";
import { deniedError } from "../live/replies.ts";
import { nextStep } from "../live/retry.ts";

/** A call that takes longer than this hangs. */
const TIMEOUT_MS = { create: 600_000, status: 60_000, results: 3_600_000 };

/** Days may pass, and networks come and go: so many questions in a row may fail. */
const MOST_POLL_FAILURES = 60;

/**
 * Submits requests as one batch and gives its id, or why no attempt succeeded, and whether one may have been taken all the same. Intent and id are on the disk around each attempt. An
 * attempt of which nobody knows whether the vendor took it is made again, and the user is told what that may cost.
 * @throws DealbenchError where access is denied or the journal cannot be written.
 */
export async function createBatch(
  account: string,
  client: BatchClient,
  asks: readonly BatchAsk[],
  { log, pauses, retry, onWarning }: DeskContext,
): Promise<string | { failure: CallFailure; mayBeBilled: boolean }> {
  const entries = asks.map(({ key, request }) => ({ customId: key, request }));
  const started = performance.now();
  let isTakenMaybe = false;
  for (let attempts = 1; ; attempts++) {
    pauses.check();
    const intent = await log.intend(
      account,
      asks.map(({ key }) => key),
    );
    try {
      const id = await client.create(entries, AbortSignal.timeout(TIMEOUT_MS.create));
      await log.submitted(intent, id);
      return id;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (mayBeBilled(error)) {
        isTakenMaybe = true;
        onWarning(`${error.message}; ${MAY_BE_TWICE}`);
      } else await log.refused(intent);
      const step = nextStep(error, attempts, performance.now() - started, Math.random(), retry);
      if (step.kind === "stop_run") throw deniedError(error);
      if (step.kind === "give_up") return { failure: error, mayBeBilled: isTakenMaybe };
      await pauses.pause(step.waitMs);
    }
  }
}

/** What a user must know of requests whose submission broke off. */
export const MAY_BE_TWICE =
  "whether the vendor took the batch is not known. It is submitted again: if it was taken, it is paid for twice (cancel the older one in the vendor's console)";

/** Asks after a batch until it ended; false where the vendor no longer knows it, or keeps its results no longer. */
export async function waitForEnd(
  id: string,
  client: BatchClient,
  { pauses, pollMs, onEvent }: DeskContext,
): Promise<boolean> {
  for (let failures = 0; ;) {
    try {
      const { ended, processing, done, gone } = await client.status(
        id,
        AbortSignal.timeout(TIMEOUT_MS.status),
      );
      failures = 0;
      onEvent({ kind: "batch", id, done, of: done + processing, pollMs });
      if (gone) return false;
      if (ended) return true;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (error.kind === "denied") throw deniedError(error);
      if (error.status === 404) return false;
      if (++failures >= MOST_POLL_FAILURES || error.kind === "bad_request") throw lostTouch(id, error);
    }
    await pauses.pause(pollMs);
  }
}

/**
 * Reads a batch's results through `take`, again from the start where the connection breaks; `take` passes over what it has. False
 * where the vendor keeps them no longer.
 */
export async function readResults(
  id: string,
  client: BatchClient,
  take: (results: ReturnType<BatchClient["results"]>) => Promise<void>,
  { pauses, retry }: DeskContext,
): Promise<boolean> {
  const started = performance.now();
  for (let attempts = 1; ; attempts++) {
    try {
      await take(client.results(id, AbortSignal.timeout(TIMEOUT_MS.results)));
      return true;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      if (error.status === 404) return false;
      const step = nextStep(error, attempts, performance.now() - started, Math.random(), retry);
      if (step.kind === "stop_run") throw deniedError(error);
      if (step.kind === "give_up") throw lostTouch(id, error);
      await pauses.pause(step.waitMs);
    }
  }
}

function lostTouch(id: string, cause: CallFailure): DealbenchError {
  return new DealbenchError(`Batch ${id} cannot be asked after any more: ${cause.message}`, {
    exitCode: EXIT.incomplete,
    cause,
  });
}
