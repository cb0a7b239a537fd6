import { randomBytes } from "node:crypto";
import { commitAtStart } from "../files/git.ts";
import type { Run } from "../records/run.ts";
import type { Transcript } from "../records/transcript.ts";
import { beginRun } from "../runs/describe.ts";
import { newRunId } from "../runs/folder.ts";
import { streamPromptfoo } from "../runs/fromPromptfoo.ts";
import { type Asked, type ForeignNotes, startForeignNotes, streamForeign } from "../runs/transcripts.ts";
import { type LoadedScenario, loadScenarios, selectScenarios } from "../scenarios/load.ts";
import { userTurns } from "../scenarios/render.ts";
import { VERSION } from "../version.ts";
import { partsOfToday } from "./partsOfToday.ts";

/** Reads a file of transcripts, one after the other. */
type ForeignReader = (
  file: string,
  asked: ReadonlyMap<string, Asked>,
  noted: ForeignNotes,
  prompt?: string,
) => AsyncIterable<Transcript>;

/** Every kind of file that can be graded, by the name that --from takes. */
const FOREIGN_FORMATS = {
  dealbench: streamForeign,
  promptfoo: streamPromptfoo,
} as const satisfies Record<string, ForeignReader>;
export type ForeignFormat = keyof typeof FOREIGN_FORMATS;

/** Where transcripts come from, what they answer, and where their run folder goes. */
export interface ForeignOptions {
  /** A file of transcripts. */
  responses: string;
  /** What the file is; default dealbench. */
  from?: ForeignFormat | undefined;
  /** Which prompt of promptfoo's results, by a part of its label. */
  prompt?: string | undefined;
  scenarios: string;
  suite?: string | undefined;
  filter?: string | undefined;
  policy: string;
  reports: string;
  /** The run's folder itself, instead of a new one under `reports`. */
  out: string | undefined;
}

/** A run of transcripts from somewhere else that was checked and could begin. */
export interface ForeignRun {
  run: Run;
  /** The scenarios that were answered. */
  loaded: LoadedScenario[];
  transcripts: AsyncIterable<Transcript>;
}

/**
 * Reads and checks transcripts from somewhere else, without keeping them: they are read twice.
 * @throws InputError listing every bad line.
 */
export async function prepareForeign(options: ForeignOptions): Promise<ForeignRun> {
  const all = selectScenarios(loadScenarios(options.scenarios), options);
  const asked = new Map(all.map(({ scenario }) => [scenario.id, { turns: userTurns(scenario) }]));
  const seen = await survey(options, asked);
  const loaded = all.filter(({ scenario }) => seen.scenarios.has(scenario.id));
  const unanswered = all.length - loaded.length;
  const startedAt = new Date();
  const persona = onlyPersona(seen.personas);
  const run = beginRun({
    id: newRunId(startedAt, persona.version, randomBytes(2).toString("hex")),
    persona,
    ...partsOfToday(loaded, options.policy),
    models: [...seen.models].map((id) => ({ id, parameters: {} })),
    repeats: seen.repeats,
    replies: "foreign",
    personaSource: "transcripts",
    scenariosSource: options.scenarios,
    responsesSource: options.responses,
    dealbenchVersion: VERSION,
    gitCommit: await commitAtStart(process.cwd()),
    startedAt,
    notes: [...seen.notes, ...(unanswered > 0 ? [`${unanswered} scenarios have no transcript.`] : [])],
    planned: seen.count,
    shard: null,
  });
  const counts = { ...run.counts, transcripts: seen.count };
  return { run: { ...run, counts }, loaded, transcripts: numbered(options, asked) };
}

interface Seen {
  count: number;
  models: Set<string>;
  scenarios: Set<string>;
  personas: Map<string, Transcript["persona"]>;
  repeats: number;
  notes: string[];
}

async function survey(options: ForeignOptions, asked: ReadonlyMap<string, Asked>): Promise<Seen> {
  const seen: Seen = {
    count: 0,
    models: new Set(),
    scenarios: new Set(),
    personas: new Map(),
    repeats: 0,
    notes: [],
  };
  const noted = startForeignNotes();
  for await (const transcript of read(options, asked, noted)) {
    seen.count++;
    seen.models.add(transcript.model);
    seen.scenarios.add(transcript.scenario);
    seen.personas.set(JSON.stringify(transcript.persona), transcript.persona);
    seen.repeats = Math.max(seen.repeats, noted.number(transcript).repeat);
  }
  return { ...seen, notes: noted.all() };
}

async function* numbered(
  options: ForeignOptions,
  asked: ReadonlyMap<string, Asked>,
): AsyncGenerator<Transcript> {
  const noted = startForeignNotes();
  for await (const transcript of read(options, asked, noted)) yield noted.number(transcript);
}

function read(
  { from = "dealbench", responses, prompt }: ForeignOptions,
  asked: ReadonlyMap<string, Asked>,
  noted: ForeignNotes,
): AsyncIterable<Transcript> {
  const reader: ForeignReader = FOREIGN_FORMATS[from];
  return reader(responses, asked, noted, prompt);
}

function onlyPersona(personas: ReadonlyMap<string, Transcript["persona"]>): Run["identity"]["persona"] {
  const [only, ...others] = personas.values();
  return only && others.length === 0 ? only : { name: "several", version: "several", sha256: null };
}
