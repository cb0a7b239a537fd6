import { join } from "node:path";
import { strictJson } from "../../files/jsonl.ts";
import { refuseUnwritable, writeAtomic } from "../../files/write.ts";
import { parsePersona, readPersonaText } from "../../persona/load.ts";
import { type AblationReport, type MutationReport, trialsToDisk } from "../../records/trial.ts";
import { renderTrialsHtml } from "../../report/trials/page.ts";
import { renderTrialsMarkdown } from "../../report/trials/markdown.ts";
import { refuseForComparison } from "../../runs/folder.ts";
import { loadScenarios, selectScenarios } from "../../scenarios/load.ts";
import { gateOf, kindOf, type RegressionTarget } from "../regress/prepare.ts";
import { DealbenchError } from "../../records/errors.ts";
import { type Candidate, type Original, runTrials, type TrialSettings } from "./run.ts";

/** What trials compare, on which scenarios: a regression's target without its baseline, which is the persona as it is. */
export type TrialsTarget = Omit<RegressionTarget, "base" | "readTogether" | "seed" | "includeWeak">;

/** Reads the persona that is edited. @throws InputError / DealbenchError where that cannot be. */
export async function readOriginal(source: string): Promise<Original> {
  const text = await readPersonaText(source);
  return { persona: parsePersona(text, source), text };
}

/** Where reports of a kind go that were given no place: under the folder of reports, by persona and model. */
export function trialsFolder(
  kind: "mutations" | "ablations",
  { persona }: Original,
  target: TrialsTarget,
): string {
  const model = target.model.replaceAll(/[^\w.-]+/g, "-");
  return join(target.reports, kind, `${persona.sha256.slice(0, 8)}-${model}`);
}

/** @throws DealbenchError (exit 2) where nothing can be written, or a run stands there. */
export function refuseTrials(folder: string): void {
  refuseUnwritable(folder);
  refuseForComparison(folder);
}

/** What a report says of the whole, before its trials. */
export function trialsHead(
  { persona }: Original,
  target: TrialsTarget & { readTogether: number },
  { maxCalls }: Pick<TrialSettings, "maxCalls">,
): Omit<AblationReport, "trials" | "tokens"> {
  const { name, version, sha256, source } = persona;
  const { gating, alpha, beta, ...gate } = gateOf(target);
  const now = new Date().toISOString();
  return {
    persona: { name, version, sha256, source },
    model: target.model,
    replies: kindOf(target.model),
    judge: target.judge?.model ?? null,
    gate: {
      version: gate.version,
      sha256: gate.sha256,
      alpha,
      beta,
      gating: gating.map(({ criterion, margin }) => ({ criterion, margin })),
    },
    scenarios: selectScenarios(loadScenarios(target.scenarios), target).length,
    maxCalls,
    startedAt: now,
    finishedAt: now,
  };
}

/** How trials are carried out, and where their report goes; undefined = a folder of their own under the folder of reports. */
export type TrialsSettings = Omit<TrialSettings, "folder"> & { out: string | undefined };

/** A report and where its page stands. */
export interface FinishedTrials<Report> {
  report: Report;
  page: string;
}

/**
 * Carries out the trials of a report that has them as `not_run`, in its order, and writes it after each.
 * @throws InputError / DealbenchError as a regression does, `Interrupted` among them: what was answered is kept.
 */
export async function carryOut<Report extends MutationReport | AblationReport>(
  report: Report,
  candidates: readonly Candidate[],
  {
    original,
    regression,
    settings,
  }: { original: Original; regression: RegressionTarget; settings: TrialSettings },
): Promise<FinishedTrials<Report>> {
  let [place, page] = [0, ""];
  for await (const trial of runTrials(original, candidates, regression, settings)) {
    Object.assign(report.trials[place++] ?? {}, trial);
    report.finishedAt = new Date().toISOString();
    page = writeTrials(settings.folder, report);
  }
  return { report, page };
}

/** The candidates of these ids, all where none is named. @throws DealbenchError (exit 2) for an id that none has. */
export function chosen<Each extends { id: string }>(
  all: readonly Each[],
  only: readonly string[],
  whose: string,
): Each[] {
  const unknown = only.filter((id) => !all.some((each) => each.id === id));
  if (unknown.length > 0)
    throw new DealbenchError(
      `--only: found ${unknown.map((id) => `"${id}"`).join(", ")}, expected ids of ${whose}: ${all.map(({ id }) => id).join(", ")}`,
    );
  return all.filter(({ id }) => only.length === 0 || only.includes(id));
}

/** Writes a report of trials as JSON, HTML and Markdown, replacing an earlier one; returns the page's path. */
function writeTrials(folder: string, report: MutationReport | AblationReport): string {
  const name = "mutations" in report ? "mutations" : "ablation";
  const files = {
    [`${name}.json`]: `${strictJson(trialsToDisk(report), 2)}\n`,
    [`${name}.html`]: renderTrialsHtml(report),
    [`${name}.md`]: renderTrialsMarkdown(report),
  };
  for (const [file, text] of Object.entries(files)) writeAtomic(join(folder, file), text);
  return join(folder, `${name}.html`);
}
