import { join } from "node:path";
import { replay } from "./executor/replay.ts";
import { loadPersona } from "./persona/load.ts";
import { decideAll } from "./policy/decideAll.ts";
import { loadPolicy } from "./policy/load.ts";
import { evaluate, type EvaluationOptions, present } from "./pipeline/evaluate.ts";
import { openRecordings } from "./providers/recorded.ts";
import type { Transcript } from "./records/transcript.ts";
import type { RunParts } from "./runs/describe.ts";
import {
  readGrades,
  readRunFolder,
  refuseOccupied,
  type RunFolder,
  updateReports,
  updateRunFolder,
  writeRunFolder,
} from "./runs/folder.ts";
import { notesWithoutJudge, readJudged } from "./runs/judged.ts";
import { readForeignTranscripts } from "./runs/transcripts.ts";
import { loadScenarios, selectScenarios } from "./scenarios/load.ts";
import { editedSince, scenariosOf } from "./scenarios/ofRun.ts";

/** Which scenarios, by which policy; paths are as the user gave them, resolved against the working folder. */
export interface PipelineOptions extends EvaluationOptions {
  suite?: string | undefined;
  filter?: string | undefined;
}

/** Where a new run folder goes: `out` itself, or a folder named by the run's id under `reports`. */
interface Destination {
  reports: string;
  out: string | undefined;
}

/** A finished run: where it stands and what it holds. */
export interface FinishedRun extends RunFolder {
  folder: string;
}

/**
 * Persona × scenarios → recorded replies → grades → summary → a new folder under `reports`.
 * @throws InputError / DealbenchError for every mistake in persona, scenarios, policy or recordings, before anything is written.
 */
export async function runRecorded(
  options: PipelineOptions &
    Destination & {
      persona: string;
      recordings: string;
      /** One arm of the recordings (a file's stem), or undefined for all. */
      arm: string | undefined;
      repeats: number | null;
    },
): Promise<FinishedRun> {
  const startedAt = new Date();
  if (options.out !== undefined) refuseOccupied(options.out);
  const persona = await loadPersona(options.persona);
  const loaded = selectScenarios(loadScenarios(options.scenarios), options);
  const recordings = await openRecordings(options.recordings, options.arm);
  const scenarios = loaded.map(({ scenario }) => scenario);
  const { transcripts, planned, missing } = replay(recordings, {
    persona,
    scenarios,
    repeats: options.repeats,
  });
  const evaluated = await evaluate(options, loaded, transcripts, {
    startedAt,
    planned,
    persona,
    replies: "recorded",
    responsesSource: options.recordings,
    notes: missing,
  });
  return finish(evaluated, options);
}

/**
 * Grades transcripts that came from anywhere, and writes the same folder as a run.
 * @throws InputError listing every bad line; nothing is written then.
 */
export async function gradeForeign(
  options: PipelineOptions & Destination & { responses: string },
): Promise<FinishedRun> {
  const startedAt = new Date();
  if (options.out !== undefined) refuseOccupied(options.out);
  const all = selectScenarios(loadScenarios(options.scenarios), options);
  const ids = new Set(all.map(({ scenario }) => scenario.id));
  const { transcripts, notes } = await readForeignTranscripts(options.responses, ids);
  const answered = new Set(transcripts.map(({ scenario }) => scenario));
  const loaded = all.filter(({ scenario }) => answered.has(scenario.id));
  const evaluated = await evaluate(options, loaded, transcripts, {
    startedAt,
    planned: transcripts.length,
    persona: foreignPersona(transcripts),
    replies: "foreign",
    responsesSource: options.responses,
    notes: [
      ...notes,
      ...(loaded.length < all.length ? [`${all.length - loaded.length} scenarios have no transcript.`] : []),
    ],
  });
  return finish(evaluated, options);
}

/**
 * Grades the transcripts of a run folder again, with today's scenarios, policy and graders, in place.
 * @throws InputError / DealbenchError; the folder is then as it was.
 */
export async function regrade(folder: string, options: PipelineOptions): Promise<FinishedRun> {
  const startedAt = new Date();
  const { run, transcripts } = await readRunFolder(folder);
  const loaded = scenariosOf(run, options.scenarios);
  const judge = run.identity.judge && { model: run.identity.judge.model, votes: await readJudged(folder) };
  const evaluated = await evaluate(options, loaded, transcripts, {
    startedAt,
    id: run.id,
    planned: run.counts.planned,
    persona: { ...run.identity.persona, source: run.provenance.personaSource },
    replies: run.provenance.replies,
    responsesSource: run.provenance.responsesSource,
    notes: notesWithoutJudge(run),
    judge,
  });
  updateRunFolder(folder, evaluated);
  return { ...evaluated, folder };
}

/**
 * Renders the reports of a run folder again from what grading left there; nothing is graded. A scenario that was edited
 * since is named in the report: its text there is today's, its grade that of the old text.
 * @throws InputError / DealbenchError; the folder is then as it was.
 */
export async function rerender(folder: string, options: PipelineOptions): Promise<FinishedRun> {
  const { run, transcripts } = await readRunFolder(folder);
  const grades = await readGrades(folder);
  const loaded = scenariosOf(run, options.scenarios);
  const notes = [...run.provenance.notes, ...editedSince(run, loaded)];
  const shown = { ...run, provenance: { ...run.provenance, notes } };
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const contents = await present({ run: shown, transcripts, grades, decisions, scenarios });
  updateReports(folder, contents);
  return { ...contents, folder };
}

function finish(evaluated: RunFolder, { out, reports }: Destination): FinishedRun {
  const folder = out ?? join(reports, evaluated.run.id);
  writeRunFolder(folder, evaluated);
  return { ...evaluated, folder };
}

function foreignPersona(transcripts: Transcript[]): RunParts["persona"] {
  const personas = new Map(transcripts.map(({ persona }) => [JSON.stringify(persona), persona]));
  const only = personas.size === 1 ? [...personas.values()][0] : undefined;
  if (only) return { name: only.name, version: only.version, sha256: only.sha256, source: "transcripts" };
  return { name: "several", version: "several", sha256: null, source: "transcripts" };
}
