import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { echoDetector } from "../../graders/verdict/echoes.ts";
import { mentionsOf } from "../../graders/verdict/mentions.ts";
import { countsOf, signsOf, WRITTEN_KEYS } from "../../graders/verdict/signs.ts";
import { PLACES, spokenIn } from "../../graders/verdict/spoken.ts";
import { eachWord, namesOf, type Words } from "../../graders/verdict/words.ts";
import { WEIGHED, type Weighed } from "../../graders/verdict/shares.ts";
import { parseReply } from "../../graders/text/reply.ts";
import { readJsonl } from "../../src/files/jsonl.ts";
import { responseId } from "../../src/files/responseId.ts";
import { heldOut } from "../../src/grading/split.ts";
import { LabelSchema } from "../../src/records/label.ts";
import { openRecordings } from "../../src/providers/recorded.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";

/** A labelled reply as the fitting sees it. */
export interface Example {
  id: string;
  /** Who wrote it: "recorded", or one of the writers. */
  source: string;
  /** Replies to one deal and its twins stay on one side of every split. */
  family: string;
  verdict: Weighed;
  counts: Map<string, number>;
}

const WrittenSchema = z.object({
  id: z.string(),
  writer: z.string(),
  verdict: z.enum(["pursue", "develop", "disqualify", "not_applicable"]),
  people: z.array(z.string()),
  user: z.string(),
  assistant: z.string(),
});

/** The annotator whose label is taken; the other one is for measuring. */
const ANNOTATOR = "A";

/** The replies in `graders/labels/written.jsonl`, which were written for development. */
export async function writtenExamples(root: string): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const { value } of readJsonl(join(root, "graders/labels/written.jsonl"), WrittenSchema)) {
    const { id, writer, verdict, people, user, assistant } = value;
    examples.push({
      id,
      source: writer,
      family: id,
      verdict: verdict === "not_applicable" ? "none" : verdict,
      counts: countsIn(assistant, user, people),
    });
  }
  return examples;
}

/** Every turn of the recorded replies whose family is not held out, with annotator A's label. */
export async function recordedExamples(root: string): Promise<Example[]> {
  const scenarios = new Map(
    loadScenarios(join(root, "scenarios")).map(({ scenario }) => [scenario.id, scenario]),
  );
  const labels = new Map<string, z.output<typeof LabelSchema>>();
  for await (const { value } of readJsonl(join(root, "graders/labels/replies.jsonl"), LabelSchema))
    if (value.annotator === ANNOTATOR) labels.set(value.response, value);
  const recordings = await openRecordings(join(root, "recordings"));
  return recordings.personas
    .flatMap(({ sha256 }) => recordings.of(sha256))
    .flatMap((transcript): Example[] => {
      const scenario = scenarios.get(transcript.scenario);
      const label = labels.get(responseId(transcript));
      if (!scenario || !label || heldOut(scenario.family ?? scenario.id)) return [];
      return transcript.turns.flatMap(({ assistant }, turn): Example[] => {
        const verdict = weighedOf(label.verdicts[turn]);
        if (!verdict) return [];
        const user = scenario.turns.slice(0, turn + 1).map(({ text }) => text);
        const people = scenario.people.map(({ name }) => name);
        return [
          {
            id: `${scenario.id} ${label.arm} turn ${turn + 1}`,
            source: "recorded",
            family: scenario.family ?? scenario.id,
            verdict,
            counts: countsIn(assistant, user.join("\n"), people),
          },
        ];
      });
    });
}

/** What the weighing would see of a reply. */
function countsIn(text: string, userText: string, people: string[]): Map<string, number> {
  const reply = parseReply(text);
  const isEcho = echoDetector(userText);
  const counts = countsOf(signsOf(reply, mentionsOf(reply, { userText, people }), isEcho, WRITTEN_KEYS));
  eachWord(spokenIn(reply, isEcho), namesOf(people), ALL_WORDS, ({ places }, word, before) => {
    for (const words of before === undefined ? [word] : [word, `${before} ${word}`])
      for (const place of places) counts.set(`${PLACES[place]}|${words}`, 1);
  });
  return counts;
}

const ALL_WORDS: Words<string> = {
  name: "N",
  number: "#",
  at: (text, start, end) => text.slice(start, end).toLowerCase(),
};

function weighedOf(verdict: string | undefined): Weighed | undefined {
  if (verdict === "not_applicable") return "none";
  return WEIGHED.find((stance) => stance === verdict);
}

/** The text of a data file, to be hashed. */
export function dataFile(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}
