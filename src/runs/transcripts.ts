import { readJsonl } from "../files/jsonl.ts";
import { byLine } from "../files/replyFiles.ts";
import { listed } from "../files/wording.ts";
import { InputError, type Place, type Problem } from "../records/errors.ts";
import {
  type Transcript,
  TranscriptSchema,
  transcriptFromDisk,
  transcriptOutcome,
} from "../records/transcript.ts";

/** A scenario, as far as a reply must fit it. */
export interface Asked {
  /** The user turns as they are sent. */
  turns: readonly string[];
}

/**
 * Reads transcripts that another tool wrote, one JSON object a line; only `scenario` and `turns[].assistant` are needed. One
 * that was asked something else than its scenario says is noted.
 * @throws InputError at the end, listing every line that is no transcript, names a scenario that `scenarios` lacks, or has
 * more or fewer turns than it; also when there is none.
 */
export async function* streamForeign(
  file: string,
  scenarios: ReadonlyMap<string, Asked>,
  noted: ForeignNotes,
): AsyncGenerator<Transcript> {
  const problems: Problem[] = [];
  let seen = 0;
  try {
    for await (const { value, line } of readJsonl(file, TranscriptSchema, { afterBad: "yield" })) {
      seen++;
      const transcript = transcriptFromDisk(value);
      const asked = scenarios.get(transcript.scenario);
      const place = { file, line };
      if (!asked) problems.push(unknownScenario(transcript.scenario, place, scenarios.size));
      else {
        problems.push(...wrongTurns(transcript, asked, place));
        if (!isAskedSame(transcript, asked)) noted.askedElse(transcript, line);
      }
      if (problems.length === 0) yield transcript;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
  }
  if (problems.length > 0) throw new InputError(problems.toSorted(byLine));
  if (seen === 0) {
    throw new InputError([
      { place: { file }, field: "", message: "holds no transcript, expected one JSON object a line" },
    ]);
  }
}

/** What had to be assumed of transcripts from somewhere else, while they are read. */
export interface ForeignNotes {
  /** The transcript under a repeat that no earlier one of its scenario and model has. */
  number: (transcript: Transcript) => Transcript;
  askedElse: (transcript: Transcript, line: number) => void;
  /** Something else that a reader of the scores must know. */
  add: (sentence: string) => void;
  /** To be asked for after the last. */
  all: () => string[];
}

/** Begins to take notes. */
export function startForeignNotes(): ForeignNotes {
  const taken = new Set<string>();
  const elsewhere: string[] = [];
  const others: string[] = [];
  let renumbered = 0;
  return {
    add: (sentence) => others.push(sentence),
    number: (transcript) => {
      let { repeat } = transcript;
      while (taken.has(sampleKey({ ...transcript, repeat }))) repeat++;
      taken.add(sampleKey({ ...transcript, repeat }));
      if (repeat === transcript.repeat) return transcript;
      renumbered++;
      return { ...transcript, repeat };
    },
    askedElse: ({ scenario }, line) => elsewhere.push(`line ${line} (${scenario})`),
    all: () => [
      ...others,
      ...(renumbered === 0
        ? []
        : [
            `${renumbered} transcripts repeated a scenario and model; they were numbered on as further repeats.`,
          ]),
      ...askedElseNote(elsewhere),
    ],
  };
}

function unknownScenario(id: string, place: Place, known: number): Problem {
  const message = `found ${JSON.stringify(id)}, expected the id of one of the ${known} scenarios given with --scenarios`;
  return { place, field: "scenario", message };
}

/** A conversation may break off with a reply that is not whole; else it has a reply to each of its turns. */
function wrongTurns(transcript: Transcript, { turns }: Asked, place: Place): Problem[] {
  const found = transcript.turns.length;
  const brokeOff = found < turns.length && transcriptOutcome(transcript) !== "ok";
  if (found === turns.length || brokeOff) return [];
  const message = `found ${count(found, "turn")}, expected ${turns.length}: ${transcript.scenario} has ${count(turns.length, "user turn")}`;
  return [{ place, field: "turns", message }];
}

/** Whether the user turns, where they are given, hold the scenario's own text; what was pasted below it may differ. */
function isAskedSame(transcript: Transcript, { turns }: Asked): boolean {
  return transcript.turns.every(({ user }, index) => {
    const given = squeeze(user);
    const [text = ""] = (turns[index] ?? "").split("\n\n--- pasted: ");
    return given === "" || given.includes(squeeze(text));
  });
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function askedElseNote(places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [
    `${count(places.length, "transcript")} answered another brief than the scenario's, by which they are graded: ${listed(places)}.`,
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function sampleKey({ scenario, model, repeat }: Pick<Transcript, "scenario" | "model" | "repeat">): string {
  return JSON.stringify([scenario, model, repeat]);
}
