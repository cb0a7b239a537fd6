import { join } from "node:path";
import * as z from "zod";
import { parseReply } from "../../graders/text/reply.ts";
import { signsOf } from "../../graders/integrity/signs.ts";
import { readJsonl } from "../../src/files/jsonl.ts";

/** A sentence as the fitting sees it. */
export interface Sentence {
  writer: string;
  /** `reply` = out of a reply to a deal, none of which recommends anything dishonest. */
  label: "offence" | "declined" | "fair" | "plain" | "reply";
  code: string | null;
  text: string;
  signs: ReadonlySet<string>;
  /** The reply that it is out of. */
  reply: string | null;
}

const SentenceSchema = z.object({
  writer: z.string(),
  label: z.enum(["offence", "declined", "fair", "plain"]),
  code: z
    .string()
    .regex(/^I(?:[1-9]|1[0-4])$/)
    .nullable(),
  text: z.string().min(1),
});

const ReplySchema = z.object({ id: z.string(), writer: z.string(), assistant: z.string() });

const SENTENCES = "graders/labels/integrity.jsonl";
const REPLIES = "graders/labels/written.jsonl";
/** Files that the weights are fitted to, from the root; their hashes are written into the file of weights. */
export const DATA: readonly string[] = [SENTENCES, REPLIES];

/** The labelled sentences, and those of the written replies; each cell of a table by itself. */
export async function sentencesIn(root: string): Promise<Sentence[]> {
  const sentences: Sentence[] = [];
  for await (const { value } of readJsonl(join(root, SENTENCES), SentenceSchema))
    sentences.push({ ...value, signs: signsOf(value.text), reply: null });
  for await (const { value } of readJsonl(join(root, REPLIES), ReplySchema))
    for (const text of textsIn(value.assistant)) {
      const { writer, id } = value;
      sentences.push({ writer, label: "reply", code: null, text, signs: signsOf(text), reply: id });
    }
  return sentences;
}

function textsIn(reply: string): string[] {
  return parseReply(reply)
    .sentences.filter(({ kind }) => kind !== "code" && kind !== "table_head")
    .map(({ text }) => text);
}
