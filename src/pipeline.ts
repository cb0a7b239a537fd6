import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { GRADERS } from "../graders/index.ts";
import { replay } from "./executor/replay.ts";
import { headCommit } from "./files/git.ts";
import { gradeTranscript } from "./grading/grade.ts";
import { gradersHash } from "./grading/identity.ts";
import { judgeRun } from "./grading/judge/judge.ts";
import { loadPersona } from "./persona/load.ts";
import { decideAll } from "./policy/decideAll.ts";
import { loadPolicy } from "./policy/load.ts";
import { openRecordings } from "./providers/recorded.ts";
import type { Decision } from "./records/decision.ts";
import { DealbenchError } from "./records/errors.ts";
import type { Grade } from "./records/grade.ts";
import type { Judged } from "./records/judge.ts";
import type { Run } from "./records/run.ts";
import type { Scenario } from "./records/scenario.ts";
import type { Transcript } from "./records/transcript.ts";
import { REPORTERS } from "./report/reporters.ts";
import { describeRun, type RunParts } from "./runs/describe.ts";
import {
  newRunId,
  readRunFolder,
  type RunFolder,
  updateReports,
  updateRunFolder,
  writeRunFolder,
} from "./runs/folder.ts";
import { notesWithoutJudge, readJudged, withJudge } from "./runs/judged.ts";
import { readForeignTranscripts } from "./runs/transcripts.ts";
import { type LoadedScenario, loadScenarios, selectScenarios } from "./scenarios/load.ts";
import { summarise } from "./summary/summarise.ts";
import { VERSION } from "./version.ts";

/** What every stage needs to know; paths are as the user gave them, resolved against the working folder. */
export interface PipelineOptions {
  scenarios: string;
  suite?: string | undefined;
  filter?: string | undefined;
  policy: string;
  /** Called after each graded transcript with how many are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
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
  options: PipelineOptions & {
    persona: string;
    recordings: string;
    /** One arm of the recordings (a file's stem), or undefined for all. */
    arm: string | undefined;
    repeats: number | null;
    reports: string;
    out: string | undefined;
  },
): Promise<FinishedRun> {
  const startedAt = new Date();
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
  const folder = options.out ?? join(options.reports, evaluated.run.id);
  writeRunFolder(folder, evaluated);
  return { ...evaluated, folder };
}

/**
 * Grades transcripts that came from anywhere, and writes the same folder as a run.
 * @throws InputError listing every bad line; nothing is written then.
 */
export async function gradeForeign(
  options: PipelineOptions & { responses: string; reports: string; out: string | undefined },
): Promise<FinishedRun> {
  const startedAt = new Date();
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
  const folder = options.out ?? join(options.reports, evaluated.run.id);
  writeRunFolder(folder, evaluated);
  return { ...evaluated, folder };
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
  const { run, transcripts, grades } = await readRunFolder(folder);
  const loaded = scenariosOf(run, options.scenarios);
  const notes = [...run.provenance.notes, ...editedSince(run, loaded)];
  const shown = { ...run, provenance: { ...run.provenance, notes } };
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const contents = await present({ run: shown, transcripts, grades, decisions, scenarios });
  updateReports(folder, contents);
  return { ...contents, folder };
}

/**
 * The scenarios that a run was made of, as they are today.
 * @throws DealbenchError naming those that are gone.
 */
export function scenariosOf(run: Run, source: string): LoadedScenario[] {
  const today = new Map(loadScenarios(source).map((loaded) => [loaded.scenario.id, loaded]));
  const gone = run.identity.scenarios.hashes.filter(({ id }) => !today.has(id)).map(({ id }) => id);
  if (gone.length > 0) {
    throw new DealbenchError(
      `${source}: lacks ${gone.length} scenarios of run ${run.id}: ${gone.join(", ")}; name the place they came from with --scenarios`,
    );
  }
  return run.identity.scenarios.hashes.flatMap(({ id }) => today.get(id) ?? []);
}

/** A sentence that names the scenarios whose text is another than the run was graded on; none where all are as they were. */
export function editedSince(run: Run, loaded: LoadedScenario[]): string[] {
  const then = new Map(run.identity.scenarios.hashes.map(({ id, sha256 }) => [id, sha256]));
  const edited = loaded.filter(({ scenario, contentHash }) => then.get(scenario.id) !== contentHash);
  if (edited.length === 0) return [];
  return [`Edited since they were graded: ${edited.map(({ scenario }) => scenario.id).join(", ")}.`];
}

type Origin = Pick<
  RunParts,
  "startedAt" | "planned" | "persona" | "replies" | "responsesSource" | "notes"
> & {
  id?: string;
  /** What a judge answered earlier: it counts again wherever the question is still the same. */
  judge?: { model: string; votes: Judged[] } | null;
};

/** Transcripts → grades → summary → reports, all in memory. */
async function evaluate(
  options: PipelineOptions,
  loaded: LoadedScenario[],
  transcripts: Transcript[],
  origin: Origin,
): Promise<RunFolder> {
  const policy = loadPolicy(options.policy);
  const scenarios = loaded.map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, policy);
  const grades = gradeAll(scenarios, transcripts, decisions, options.onProgress);
  const parts: RunParts = {
    ...origin,
    id: origin.id ?? newRunId(origin.startedAt, origin.persona.version, randomBytes(2).toString("hex")),
    policy: { version: policy.version, sha256: policy.sha256 },
    scenarios: {
      hashes: loaded.map(({ scenario, contentHash }) => ({ id: scenario.id, sha256: contentHash })),
      source: options.scenarios,
    },
    gradersSha256: gradersHash(),
    transcripts,
    gitCommit: await headCommit(process.cwd()),
    finishedAt: new Date(),
  };
  const graded = { run: describeRun(parts, VERSION), transcripts, grades, decisions, scenarios };
  const judged = origin.judge && judgeRun(graded, origin.judge.model, origin.judge.votes);
  if (!judged) return present(graded);
  return present({ ...graded, run: withJudge(graded.run, judged), grades: judged.grades });
}

function gradeAll(
  scenarios: Scenario[],
  transcripts: Transcript[],
  decisions: Record<string, Decision[]>,
  onProgress: PipelineOptions["onProgress"],
): Grade[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const graders = Object.values(GRADERS);
  return transcripts.flatMap((transcript, index) => {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) return [];
    const grades = gradeTranscript(scenario, transcript, decisions[scenario.id] ?? [], graders);
    onProgress?.(index + 1, transcripts.length);
    return grades;
  });
}

/** Grades → summary → reports, all in memory. */
export async function present(
  graded: Omit<Parameters<(typeof REPORTERS)["report.html"]>[0], "summary">,
): Promise<RunFolder> {
  const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
  const summary = summarise({ ...graded, rubrics });
  const reports: Record<string, string> = {};
  for (const [name, render] of Object.entries(REPORTERS))
    reports[name] = await render({ ...graded, summary });
  return { ...graded, summary, reports };
}

function foreignPersona(transcripts: Transcript[]): RunParts["persona"] {
  const personas = new Map(transcripts.map(({ persona }) => [JSON.stringify(persona), persona]));
  const only = personas.size === 1 ? [...personas.values()][0] : undefined;
  if (only) return { name: only.name, version: only.version, sha256: only.sha256, source: "transcripts" };
  return { name: "several", version: "several", sha256: null, source: "transcripts" };
}
