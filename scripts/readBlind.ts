// How the verdict reader does on replies that nobody who wrote its rules has seen: npm run verdict:blind
import { join, resolve } from "node:path";
import * as z from "zod";
import { extractVerdict } from "../graders/verdict/extract.ts";
import { readJsonl } from "../src/files/jsonl.ts";

const FILE = join(resolve(import.meta.dirname, ".."), "graders/labels/blind.jsonl");

const ReplySchema = z.object({
  writer: z.string(),
  verdict: z.enum(["pursue", "develop", "disqualify", "not_applicable"]),
  stance_expected: z.boolean(),
  people: z.array(z.string()),
  user: z.string(),
  assistant: z.string(),
});

interface Tally {
  replies: number;
  read: number;
  right: number;
  /** Wrong readings: "develop read as disqualify". */
  wrong: string[];
}

const tallies = new Map<string, Tally>();
for await (const { value } of readJsonl(FILE, ReplySchema)) {
  const { writer, verdict, people, user, assistant, stance_expected: stanceExpected } = value;
  const tally = tallies.get(writer) ?? { replies: 0, read: 0, right: 0, wrong: [] };
  tallies.set(writer, tally);
  tally.replies += 1;
  const found = extractVerdict(assistant, { people, userText: user, stanceExpected }).verdict;
  if (found === "needs_judge") continue;
  tally.read += 1;
  const labelled = verdict === "not_applicable" ? "no_verdict" : verdict;
  if (found === labelled) tally.right += 1;
  else tally.wrong.push(`${labelled} read as ${found}`);
}
for (const [writer, { replies, read, right, wrong }] of tallies) {
  const errors = wrong.length === 0 ? "" : `; ${wrong.join(", ")}`;
  process.stdout.write(`${writer}: ${read} of ${replies} read, ${right} of them right${errors}\n`);
}
