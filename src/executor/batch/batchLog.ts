import { randomUUID } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { openJournal } from "../../files/journal.ts";
import { readJsonl } from "../../files/jsonl.ts";
import { type BatchRecord, BatchRecordSchema } from "../../records/batch.ts";

/** Which requests were handed to which batch, on the disk before anybody waits for it. */
export interface BatchLog {
  /** The last batch that a request went into; undefined where it is in none. */
  batchOf: (key: string) => string | undefined;
  /** Whether an earlier process left requests in batches. */
  isBegun: () => boolean;
  /** Whose key submitted a batch (see `Provider.account`); undefined for one that is not here. */
  accountOf: (batch: string) => string | undefined;
  /** Requests whose submission an earlier process was cut off in: whether the vendor has them is not known. */
  cutOff: () => number;
  /** Notes that requests are about to be submitted; they are in no batch until {@link BatchLog.submitted}. */
  intend: (account: string, keys: readonly string[]) => Promise<string>;
  submitted: (intent: string, batch: string) => Promise<void>;
  /** Notes that the vendor did not take them. */
  refused: (intent: string) => Promise<void>;
  /** Forgets a batch that the vendor no longer has. */
  lost: (batch: string) => void;
  /** A journal of no batches is taken away. */
  close: () => Promise<void>;
}

/**
 * Opens the journal of a run's batches, and makes it where it is missing.
 * @throws InputError naming every bad line; DealbenchError (exit 4) where it cannot be written.
 */
export async function openBatchLog(file: string): Promise<BatchLog> {
  const journal = await openJournal(file);
  const { intents, batches, accounts, take } = newLedger();
  try {
    for await (const { value } of readJsonl(file, BatchRecordSchema)) take(value);
  } catch (error) {
    await journal.close();
    throw error;
  }
  const begun = batches.size > 0;
  const cutOff = [...intents.values()].reduce((sum, { keys }) => sum + keys.length, 0);
  const note = async (record: BatchRecord): Promise<void> => {
    await journal.append(record);
    take(record);
  };
  return {
    batchOf: (key) => batches.get(key),
    isBegun: () => begun,
    accountOf: (batch) => accounts.get(batch),
    cutOff: () => cutOff,
    intend: async (account, keys) => {
      const intent = randomUUID();
      await note({ kind: "intent", intent, account, at: now(), custom_ids: [...keys] });
      return intent;
    },
    submitted: (intent, batch) => note({ kind: "submitted", intent, batch, at: now() }),
    refused: (intent) => note({ kind: "refused", intent, at: now() }),
    lost: (batch) => {
      for (const [key, of] of batches) if (of === batch) batches.delete(key);
    },
    close: async () => {
      await journal.close();
      if (batches.size === 0 && intents.size === 0) rmSync(file, { force: true });
    },
  };
}

/**
 * Reads which requests are in a batch, and writes nothing; none where there is no such file.
 * @throws InputError naming every bad line.
 */
export async function readBatched(file: string): Promise<ReadonlySet<string>> {
  const { batches, take } = newLedger();
  if (!existsSync(file)) return new Set();
  for await (const { value } of readJsonl(file, BatchRecordSchema, { torn: "drop" })) take(value);
  return new Set(batches.keys());
}

/** Open intents, the batch of each request and the account of each batch, by the records that are taken in. */
function newLedger() {
  const intents = new Map<string, { keys: readonly string[]; account: string }>();
  const batches = new Map<string, string>();
  const accounts = new Map<string, string>();
  const take = (record: BatchRecord): void => {
    if (record.kind === "intent") {
      intents.set(record.intent, { keys: record.custom_ids, account: record.account });
      return;
    }
    const intent = intents.get(record.intent);
    if (intent && record.kind === "submitted") {
      accounts.set(record.batch, intent.account);
      for (const key of intent.keys) batches.set(key, record.batch);
    }
    intents.delete(record.intent);
  };
  return { intents, batches, accounts, take };
}

function now(): string {
  return new Date().toISOString();
}
