import type { OpenedSide } from "./open.ts";
import { listed } from "../files/wording.ts";
import type { ArmRun, Baseline } from "../records/arm.ts";
import { DealbenchError, InputError } from "../records/errors.ts";
import type { GatePolicy } from "../records/gate.ts";
import type { MaybeEstimate, ModelSummary } from "../records/summary.ts";
import { findBaseline, writeBaseline } from "../runs/baseline.ts";

type Blessable = OpenedSide & { summary: ModelSummary };

/** Why a run should not become a baseline, one sentence each; none when nothing speaks against it. */
export function objectionsTo({ arm, stale }: Blessable, gate: GatePolicy): string[] {
  const planned = arm.samples.length;
  const failed = arm.samples.filter(({ outcome }) => outcome === "error" || outcome === "missing").length;
  return [
    ...(arm.run.status === "partial" ? ["The run is partial: not every planned reply was collected."] : []),
    ...(planned === 0 ? ["It has no reply to any scenario as it is today."] : []),
    ...(planned > 0 && arm.scenarios.length < gate.minimumN
      ? [
          `It has ${arm.scenarios.length} of the at least ${gate.minimumN} scenarios without which nothing is decided.`,
        ]
      : []),
    ...(failed / Math.max(1, planned) > gate.errorRateLimit
      ? [
          `${failed} of ${planned} calls failed or left no reply, above the limit of ${Math.round(100 * gate.errorRateLimit)} %.`,
        ]
      : []),
    ...(stale.length > 0
      ? [`Scenarios edited or gone since it ran are not in it: ${listed(stale.map(({ id }) => id))}.`]
      : []),
    ...(arm.run.replies === "simulated" ? ["Its replies are simulated; they speak of no model."] : []),
  ];
}

/**
 * Refuses to put a run in the place of a baseline.
 * @throws DealbenchError (exit 2) naming the run that stands there, unless it is this very run or `replace`; what is wrong with a
 * baseline that cannot be read.
 */
export function refuseReplacing(reports: string, name: string, run: ArmRun, replace: boolean): void {
  const standing = replace ? null : standingBaseline(reports, name);
  if (standing === null || standing.run.id === run.id) return;
  const { persona, model, id } = standing.run;
  throw new DealbenchError(
    `${name}: is a baseline already: run ${id} of ${persona.name} ${persona.version} by ${model}, blessed ${standing.blessedAt.slice(0, 10)}. Put this run in its place with --replace, or give it another name with --as`,
  );
}

function standingBaseline(reports: string, name: string): Baseline | null {
  try {
    return findBaseline(reports, name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new DealbenchError(
      `${name}: a baseline of that name stands there and cannot be read. Put this run in its place with --replace, bring the file back from git, or give this run another name with --as\n${error.message}`,
      { cause: error },
    );
  }
}

/** Writes the baseline and returns its file. */
export function blessRun({ arm, summary }: Blessable, reports: string, name: string, now: Date): string {
  const baseline: Baseline = { name, blessedAt: now.toISOString(), summary: figuresOf(summary), ...arm };
  return writeBaseline(reports, baseline);
}

function figuresOf(summary: ModelSummary): Baseline["summary"] {
  return {
    headline: summary.headline,
    verdictRight: summary.verdicts.right.value,
    macroRecall: summary.verdicts.macroRecall,
    pairConsistency: summary.pairConsistency,
    passRate: summary.passRate.value,
    dimensions: summary.dimensions.map(({ dimension, score, scored, unscored }) => ({
      dimension,
      value: score.value,
      ...limitsOf(score),
      scored,
      unscored,
    })),
  };
}

function limitsOf(estimate: MaybeEstimate): { low: number | null; high: number | null } {
  return "low" in estimate ? { low: estimate.low, high: estimate.high } : { low: null, high: null };
}
