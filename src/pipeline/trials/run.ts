import { join } from "node:path";
import { writeAtomic } from "../../files/write.ts";
import { diffPersona } from "../../persona/diff.ts";
import { parsePersona } from "../../persona/load.ts";
import type { Edited } from "../../persona/mutations.ts";
import { withPrompt } from "../../persona/rewrite.ts";
import type { Comparison } from "../../records/comparison.ts";
import type { Persona } from "../../records/persona.ts";
import type { Trial, TrialState } from "../../records/trial.ts";
import type { RegressionTarget } from "../regress/prepare.ts";
import { type FinishedRegression, regress, type RegressionSettings } from "../regress/regress.ts";

/** A persona that is edited for a trial. */
export interface Candidate {
  id: string;
  title: string;
  edited: Edited;
}

/** The persona as it is: taken apart, and its file's text. */
export interface Original {
  persona: Persona;
  text: string;
}

export interface TrialSettings extends Omit<RegressionSettings, "out"> {
  /** Holds the edited personas, and a folder for each comparison. */
  folder: string;
  /** Told before a trial begins. */
  onTrial: (candidate: Candidate, place: number) => void;
}

/**
 * Holds each edited persona against the persona as it is, one after the other, by the gate: each trial is a regression, and the
 * replies of the persona as it is are asked for once. Yields every trial as it ends; once every call of one has failed, or the budget is
 * spent, the rest is `not_run`.
 * @throws InputError / DealbenchError as a regression does, `Interrupted` among them.
 */
export async function* runTrials(
  original: Original,
  candidates: readonly Candidate[],
  target: RegressionTarget,
  settings: TrialSettings,
): AsyncGenerator<Trial> {
  let leftUsd = settings.budgetUsd;
  let stopped: string | null = null;
  for (const [place, candidate] of candidates.entries()) {
    if ("unfit" in candidate.edited) {
      yield {
        ...unasked(candidate, "unfit"),
        says: `It does not fit this persona: ${candidate.edited.unfit}.`,
      };
      continue;
    }
    if (stopped !== null) {
      yield { ...unasked(candidate, "not_run"), says: stopped };
      continue;
    }
    settings.onTrial(candidate, place);
    const persona = join(settings.folder, "personas", `${candidate.id}.md`);
    const text = withPrompt(original.text, original.persona.source, candidate.edited.text);
    writeAtomic(persona, text);
    const finished = await regress(
      { ...target, persona },
      { ...settings, budgetUsd: leftUsd, out: join(settings.folder, candidate.id) },
    );
    const { patch } = diffPersona(original.persona, parsePersona(text, persona));
    const trial = trialOf(candidate, finished, patch);
    yield trial;
    if (leftUsd !== null) leftUsd = trial.costUsd === null ? 0 : leftUsd - trial.costUsd;
    stopped = whyStopped(trial, leftUsd);
  }
}

/** A trial for which nobody was asked. */
export function unasked({ id, title }: Pick<Candidate, "id" | "title">, state: TrialState): Trial {
  return {
    id,
    title,
    state,
    says: "It ended before this one began.",
    regressed: [],
    improved: [],
    critical: [],
    criteria: [],
    calls: 0,
    kept: 0,
    costUsd: 0,
    sha256: null,
    patch: "",
    page: null,
  };
}

function whyStopped({ state, id, costUsd }: Trial, leftUsd: number | null): string | null {
  if (state === "failed") return `Every call of the trial before it (${id}) failed.`;
  if (leftUsd === null || leftUsd > 0) return null;
  return costUsd === null
    ? `What the trial before it (${id}) cost is unknown, so that nobody can say what is left of the budget.`
    : "The budget was spent before it began; with a higher one the same command goes on where it stopped.";
}

function trialOf({ id, title }: Candidate, { comparison, failed }: FinishedRegression, patch: string): Trial {
  const { decision, criteria, newlyFailing, sequential, b } = comparison;
  const { kept = 0, ...asked } = sequential?.calls ?? {};
  const judge = sequential?.judge;
  const costs = [sequential?.costUsd ?? null, judge ? judge.costUsd : 0];
  return {
    id,
    title,
    state: stateOf(comparison, failed),
    says: comparison.headline,
    regressed: decision.regressed,
    improved: decision.improved,
    critical: newlyFailing.filter(({ gates, confirmed }) => gates && confirmed).map(({ item }) => item),
    criteria: criteria
      .toSorted((one, other) => Number(other.tier === "gating") - Number(one.tier === "gating"))
      .map(({ name, tier, a, b: after, difference, interval }) => ({
        name,
        tier,
        a,
        b: after,
        difference,
        interval,
      })),
    calls: Object.values(asked).reduce((sum, calls) => sum + calls, 0) + (judge?.calls ?? 0),
    kept: kept + (judge?.kept ?? 0),
    costUsd: costs.some((cost) => cost === null)
      ? null
      : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    sha256: b.persona.sha256,
    patch,
    page: `${id}/comparison.html`,
  };
}

function stateOf({ decision, sequential }: Comparison, failed: boolean): TrialState {
  if (failed) return "failed";
  if (sequential?.stop === "unread") return "unread";
  if (decision.verdict === "not_regressed" && decision.improved.length > 0) return "improved";
  return decision.verdict;
}
