import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { spawnLive, type Workplace, workplace } from "./live.ts";
import type { StubBatch } from "./messagesBatches.ts";
import type { StubReply } from "./messagesReply.ts";
import { type MessagesServer, startMessagesServer, type StubOptions } from "./messagesServer.ts";
import { until } from "./until.ts";

/** How the vendor answers once the run is gone; a batch ends when it was asked after once. */
type Answers = Pick<StubOptions, "intercept"> & { reply?: StubReply };

/** What a run left when it was killed: its folder, and its batches at the vendor. */
interface Left {
  folder: string;
  batches: [string, StubBatch][];
}

/**
 * Gives the tests of a file runs that were killed after their batch was submitted: each is killed once for all tests, and copied for
 * each. They share one vendor, since a batch belongs to an address and a key. Call it at the top of the file.
 */
export function killedBatchRuns(): (
  answers: Answers,
  ...args: string[]
) => Promise<{ here: Workplace; server: MessagesServer }> {
  let vendor: MessagesServer;
  let answers: Answers = {};
  const killed = new Map<string, Left>();

  beforeAll(async () => {
    vendor = await startMessagesServer({
      batchPolls: 1,
      reply: () => answers.reply ?? { text: "Walk away." },
      intercept: (request) => answers.intercept?.(request),
    });
  });
  afterAll(async () => {
    await vendor.close();
    for (const { folder } of killed.values()) rmSync(folder, { recursive: true, force: true });
  });

  return async (wanted, ...args) => {
    answers = {};
    const key = args.join(" ");
    const left = killed.get(key) ?? (await killOne(vendor, args));
    killed.set(key, left);
    answers = wanted;
    vendor.batches.all.clear();
    for (const [id, batch] of left.batches) vendor.batches.all.set(id, { ...batch });
    const here = workplace(vendor);
    cpSync(left.folder, here.folder, { recursive: true });
    return { here, server: vendor };
  };
}

async function killOne(vendor: MessagesServer, args: readonly string[]): Promise<Left> {
  vendor.batches.all.clear();
  const here = workplace(vendor);
  const { child, ended, told } = spawnLive(here, "--lane", "batch", "--poll", "60", ...args);
  await until(() => told().includes("submitted"));
  child.kill("SIGKILL");
  await ended;
  const folder = mkdtempSync(join(tmpdir(), "dealbench-killed-"));
  cpSync(here.folder, folder, { recursive: true });
  const batches = [...vendor.batches.all].map(([id, batch]): [string, StubBatch] => [
    id,
    { ...batch, polls: 0 },
  ]);
  return { folder, batches };
}
