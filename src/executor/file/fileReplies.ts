import { existsSync } from "node:fs";
import { z } from "zod";
import { readJsonl } from "../../files/jsonl.ts";
import { readReplyFiles } from "../../files/replyFiles.ts";
import { DealbenchError } from "../../records/errors.ts";
import { type ReplyLine, ReplyLineSchema } from "../../records/replyLine.ts";
import type { HeldReplies } from "./heldReplies.ts";
import { holdsReply } from "./replyLine.ts";

/** What came of files of replies, in sentences for the user. */
export interface TakenReplies {
  taken: number;
  notices: string[];
}

const ID = /^[0-9a-f]{56}-[1-9]\d*$/;

/** How many replies are written before their disk writes are waited for. */
const AT_ONCE = 1000;

/**
 * Takes files of replies in: every line is checked before the first is kept. A reply that was taken in before stands; a batch
 * request that errored or expired has no reply yet.
 * @throws InputError listing every line that is no reply, or whose id is malformed, unknown or there twice; nothing is kept then.
 */
export async function takeReplies(
  files: readonly string[],
  requestsFile: string,
  held: HeldReplies,
): Promise<TakenReplies> {
  const asked = await idsOf(requestsFile);
  if (asked.size === 0 && held.size() === 0)
    throw new DealbenchError(
      `--replies: found no requests in ${requestsFile} that could be answered; expected a run folder that --lane file made`,
    );
  const read = (): AsyncGenerator<{ value: ReplyLine }> =>
    readReplyFiles(files, ReplyLineSchema, {
      form: ID,
      formWords: "one that stands in requests.jsonl (<hash>-<repeat>)",
      isKnown: (id) => asked.has(id) || held.has(id),
      knownWords: () => `one of the ${asked.size} requests in ${requestsFile}`,
      severalFiles: false,
      body: ["text", "result"],
      hasBody: holdsReply,
    });
  await readThrough(read());
  const tally: Tally = { taken: 0, before: 0, failed: new Map() };
  let writing: Promise<void>[] = [];
  for await (const { value } of read()) {
    if (!isTaken(value, held, tally)) continue;
    writing.push(held.put(value));
    if (writing.length < AT_ONCE) continue;
    await Promise.all(writing);
    writing = [];
  }
  await Promise.all(writing);
  const missing = [...asked].filter((id) => !held.has(id)).length;
  return { taken: tally.taken, notices: noticesOf(tally, missing, asked.size) };
}

async function readThrough(lines: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of lines) continue;
}

interface Tally {
  taken: number;
  before: number;
  /** Batch results without a message, by what became of them. */
  failed: Map<string, number>;
}

async function idsOf(requestsFile: string): Promise<Set<string>> {
  const ids = new Set<string>();
  if (!existsSync(requestsFile)) return ids;
  const schema = z.looseObject({ custom_id: z.string() });
  for await (const { value } of readJsonl(requestsFile, schema)) ids.add(value.custom_id);
  return ids;
}

function isTaken({ custom_id: id, result }: ReplyLine, held: HeldReplies, tally: Tally): boolean {
  if (held.has(id)) tally.before++;
  else if (result && result.type !== "succeeded")
    tally.failed.set(result.type, (tally.failed.get(result.type) ?? 0) + 1);
  else {
    tally.taken++;
    return true;
  }
  return false;
}

function noticesOf({ taken, before, failed }: Tally, missing: number, asked: number): string[] {
  const failures = [...failed].map(([type, count]) => `${count} ${type}`).join(", ");
  return [
    `${taken} of ${asked} requests were answered.`,
    ...(missing === 0 ? [] : [`${missing} have no reply yet and are asked for again.`]),
    ...(failures === "" ? [] : [`Without a message in the batch's results: ${failures}.`]),
    ...(before === 0 ? [] : [`${before} replies were taken in before; the earlier ones stand.`]),
  ];
}
