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
import type { Transcript } from "../../src/records/transcript.ts";
import { openRecordings, type Recordings } from "../../src/providers/recorded.ts";
import { loadScenarios } from "../../src/scenarios/load.ts";

/** A labelled reply as the fitting sees it. */
export interface Example {
  id: string;
  /** Who wrote it: "recorded", or one of the writers. */
  source: string;
  /** Whether it answers a scenario, as others do too, or a deal that its writer invented. */
  deal: "scenario" | "invented";
  /** Replies to one scenario and its twins stay on one side of every split. */
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

/** Labels and replies, from the root; the hashes of all of them are written into the file of weights. */
const RECORDED_LABELS = "graders/labels/replies.jsonl";
const WRITTEN = "graders/labels/written.jsonl";
const FLAWED = "graders/labels/flawed";
const FLAWED_ARM = "replies";
const FLAWED_LABELS = `${FLAWED}/labels.jsonl`;
export const DATA: readonly string[] = [
  "recordings/soft.jsonl",
  "recordings/v1.0.0-a.jsonl",
  "recordings/v1.0.0-b.jsonl",
  RECORDED_LABELS,
  WRITTEN,
  `${FLAWED}/${FLAWED_ARM}.jsonl`,
  FLAWED_LABELS,
];

/** The annotator of the recorded replies whose label is taken; the other one is for measuring. */
const ANNOTATOR = "A";

/** The replies in `graders/labels/written.jsonl`, which were written for development. */
export async function writtenExamples(root: string): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const { value } of readJsonl(join(root, WRITTEN), WrittenSchema)) {
    const { id, writer, verdict, people, user, assistant } = value;
    examples.push({
      id,
      source: writer,
      deal: "invented",
      family: id,
      verdict: verdict === "not_applicable" ? "none" : verdict,
      counts: countsIn(assistant, user, people),
    });
  }
  return examples;
}

/** Every turn of the recorded replies whose family is not held out, with annotator A's label. */
export async function recordedExamples(root: string): Promise<Example[]> {
  const recordings = await openRecordings(join(root, "recordings"));
  const labels = await labelsIn(join(root, RECORDED_LABELS));
  return scenarioExamples(root, recordings, (transcript) => {
    const label = labels.get(responseId(transcript))?.get(ANNOTATOR);
    return { source: "recorded", verdicts: label?.verdicts ?? [] };
  });
}

/**
 * The last turns of the replies with faults whose family is not held out, where both annotators agree. Each of their writers
 * answered every scenario once, and `repeat` says which writer it was.
 */
export async function flawedExamples(root: string): Promise<Example[]> {
  const recordings = await openRecordings(join(root, FLAWED), FLAWED_ARM);
  const labels = await labelsIn(join(root, FLAWED_LABELS));
  return scenarioExamples(root, recordings, (transcript) => {
    const read = [...(labels.get(responseId(transcript))?.values() ?? [])].map(({ verdicts }) =>
      verdicts.at(-1),
    );
    const agreed = new Set(read).size === 1 ? read[0] : undefined;
    const verdicts = transcript.turns.map((_, turn) =>
      turn === transcript.turns.length - 1 ? agreed : undefined,
    );
    return { source: `flawed-${transcript.repeat}`, verdicts };
  });
}

type LabelOnDisk = z.output<typeof LabelSchema>;

/** By response, then by annotator. */
async function labelsIn(file: string): Promise<Map<string, Map<string, LabelOnDisk>>> {
  const labels = new Map<string, Map<string, LabelOnDisk>>();
  for await (const { value } of readJsonl(file, LabelSchema)) {
    const ofReply = labels.get(value.response) ?? new Map<string, LabelOnDisk>();
    labels.set(value.response, ofReply.set(value.annotator, value));
  }
  return labels;
}

/** What is known of a transcript: who wrote it, and the verdict of each turn. */
interface Known {
  source: string;
  verdicts: readonly (string | undefined)[];
}

function scenarioExamples(
  root: string,
  recordings: Recordings,
  knownOf: (transcript: Transcript) => Known,
): Example[] {
  const scenarios = new Map(
    loadScenarios(join(root, "scenarios")).map(({ scenario }) => [scenario.id, scenario]),
  );
  return recordings.personas
    .flatMap(({ sha256 }) => recordings.of(sha256))
    .flatMap((transcript): Example[] => {
      const scenario = scenarios.get(transcript.scenario);
      if (!scenario || heldOut(scenario.family ?? scenario.id)) return [];
      const { source, verdicts } = knownOf(transcript);
      return transcript.turns.flatMap(({ assistant }, turn): Example[] => {
        const verdict = weighedOf(verdicts[turn]);
        if (!verdict) return [];
        const user = scenario.turns.slice(0, turn + 1).map(({ text }) => text);
        const people = scenario.people.map(({ name }) => name);
        const family = scenario.family ?? scenario.id;
        const counts = countsIn(assistant, user.join("\n"), people);
        const id = `${scenario.id} ${responseId(transcript)} turn ${turn + 1}`;
        return [{ id, source, deal: "scenario", family, verdict, counts }];
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
