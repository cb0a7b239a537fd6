import { z } from "zod";

const count = z.int().nonnegative().nullish();

const LineUsageSchema = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
});

/** What of a vendor's message an answer is read from. */
const MessageSchema = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().nullish() })).nullish(),
  stop_reason: z.string().nullish(),
  usage: LineUsageSchema.nullish(),
});

/** The `result` of a line of a Message Batch's results. */
export const BatchResultSchema = z.looseObject({ type: z.string(), message: MessageSchema.nullish() });

/**
 * A line of a file of candidates' replies: the text that answers the request of this id, or a line of a Message Batch's
 * results. Without a `stop_reason` the text is taken to be whole.
 */
export const ReplyLineSchema = z.looseObject({
  custom_id: z.string(),
  text: z.string().nullish(),
  stop_reason: z.string().nullish(),
  usage: LineUsageSchema.nullish(),
  request_id: z.string().nullish(),
  result: BatchResultSchema.optional(),
});

export type ReplyLine = z.output<typeof ReplyLineSchema>;

/** The text of an answered batch request; undefined where there was no message. */
export function batchText(result: z.output<typeof BatchResultSchema>): string | undefined {
  const texts = result.message?.content?.filter(({ type }) => type === "text");
  return texts?.map(({ text }) => text ?? "").join("");
}
