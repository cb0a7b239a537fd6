import { z } from "zod";

/**
 * A line of a run folder's batches.jsonl. `intent` stands there before requests are handed to a vendor, `submitted` once its id is known,
 * `refused` once it is certain that the vendor did not take them. An intent that nothing follows was cut off: nobody knows.
 */
export const BatchRecordSchema = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("intent"),
    intent: z.string(),
    account: z.string(),
    at: z.iso.datetime(),
    custom_ids: z.array(z.string()),
  }),
  z.looseObject({
    kind: z.literal("submitted"),
    intent: z.string(),
    batch: z.string(),
    at: z.iso.datetime(),
  }),
  z.looseObject({ kind: z.literal("refused"), intent: z.string(), at: z.iso.datetime() }),
]);

export type BatchRecord = z.output<typeof BatchRecordSchema>;
