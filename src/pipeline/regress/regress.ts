import { join } from "node:path";
import { DEFAULT_LIMITER } from "../../executor/live/limiter.ts";
import { writeComparison } from "../../comparison/write.ts";
import { refuseUnwritable } from "../../files/write.ts";
import type { Arm } from "../../records/arm.ts";
import type { Comparison } from "../../records/comparison.ts";
import type { CallCounts, SequentialRecord } from "../../records/regression.ts";
import { errorCause, type Transcript, transcriptOutcome } from "../../records/transcript.ts";
import { causeWords } from "../../report/causes.ts";
import { driveRegression, type RegressionOutcome, type RegressionProgress } from "../../regression/drive.ts";
import { isError } from "../../regression/critical.ts";
import { refuseForComparison } from "../../runs/folder.ts";
import { addCause, type CauseTally, causesIn } from "../../summary/causes.ts";
import { compareArms, type Side } from "../../summary/comparison/compare.ts";
import { identicalComparison, unreadComparison } from "../../summary/comparison/identical.ts";
import { counted } from "../../summary/wording.ts";
import type { LaneSettings } from "./lane.ts";
import { refuseJudge } from "../judge/judgeLive.ts";
import { openSides, type OpenSides } from "./open.ts";
import { prepareRegression, type PreparedRegression, type RegressionTarget } from "./prepare.ts";
import { standInNotes, unreadReasons } from "./standIn.ts";

/** How a regression is carried out; none of it can change what is decided, but for the call budget. */
export interface RegressionSettings extends Pick<
  LaneSettings,
  "budgetUsd" | "drain" | "onWarning" | "onEvent"
> {
  recordings: string;
  /** Replies that may be asked for. */
  maxCalls: number;
  /** Visits under way at once. */
  ahead: number;
  /** Where the comparison is written; undefined = a folder named by what is compared. */
  out: string | undefined;
  onVisit?: ((progress: JudgedProgress) => void) | undefined;
}

/** Where a regression stands, with what a judge was asked so far; null = there is none. */
export interface JudgedProgress extends RegressionProgress {
  judgeCalls: number | null;
}

/** A regression that came to an end, decided or not. */
export interface FinishedRegression {
  folder: string;
  comparison: Comparison;
  /** Not one reply of the candidate could be had. */
  failed: boolean;
}

/**
 * Tests a persona against a baseline, visit by visit until it is decided, and writes the comparison.
 * @throws InputError / DealbenchError for every mistake, for a model that cannot be called, and `Interrupted` when the drain signal came:
 * what was answered is kept.
 */
export async function regress(
  target: RegressionTarget,
  settings: RegressionSettings,
): Promise<FinishedRegression> {
  refuseUnwritable(settings.out ?? target.reports);
  if (settings.out !== undefined) refuseForComparison(settings.out);
  const prepared = await prepareRegression(target, settings);
  const folder = settings.out ?? join(target.reports, "comparisons", folderName(prepared));
  if (prepared.identical || prepared.unread) {
    const comparison = unaskedComparison(prepared);
    await writeComparison(folder, comparison, { a: [], b: [] });
    return { folder, comparison, failed: false };
  }
  if (prepared.judge) await refuseJudge(prepared.judge.model, settings.budgetUsd, "live");
  const open = await openSides(prepared, {
    ...settings,
    // A reply leaves a judge several calls.
    concurrency: prepared.judge ? DEFAULT_LIMITER.maxConcurrency : settings.ahead * 2,
    isAsking: true,
  });
  try {
    const outcome = await driveRegression({
      scenarios: prepared.grader.scenarios,
      policy: prepared.believed,
      sides: open.sides,
      trusted: prepared.trusted,
      lines: prepared.grader.lines,
      seed: prepared.seed,
      maxCalls: settings.maxCalls,
      ahead: settings.ahead,
      onVisit: (progress) =>
        settings.onVisit?.({ ...progress, judgeCalls: open.judge?.tally().calls ?? null }),
    });
    const replies = { a: open.transcripts.a(outcome.a), b: open.transcripts.b(outcome.b) };
    const failed = outcome.b.length > 0 && outcome.b.every(isError);
    const comparison = comparisonOf(prepared, open, outcome, {
      stopped: failed ? [] : stopNote(outcome.record, settings.maxCalls),
      lost: failureNotes(replies),
    });
    await writeComparison(folder, comparison, replies);
    return { folder, comparison, failed };
  } finally {
    await open.close();
  }
}

/** Nothing can differ, or nothing that the stand-in would see. */
function unaskedComparison(prepared: PreparedRegression): Comparison {
  const { gate, seed, grader, unread } = prepared;
  const [a, b] = [emptySide(prepared, "a"), emptySide(prepared, "b")];
  const order = { seed, scenarios: grader.scenarios.length };
  return unread
    ? unreadComparison(a, b, gate, { ...order, reasons: unreadReasons(prepared) })
    : identicalComparison(a, b, gate, order);
}

function comparisonOf(
  prepared: PreparedRegression,
  open: OpenSides,
  outcome: RegressionOutcome,
  { stopped, lost }: Record<"stopped" | "lost", string[]>,
): Comparison {
  const { a, b, record, ...evidence } = outcome;
  const calls: CallCounts = {
    ...record.calls,
    canary: open.canary.calls,
    kept: record.calls.kept + open.canary.kept,
  };
  const whole: SequentialRecord = {
    ...record,
    calls,
    costUsd: prepared.kind === "live" ? open.costUsd() : 0,
    ...(open.judge ? { judge: open.judge.tally() } : {}),
  };
  const [before, after] = [sideWith(prepared, "a", a), sideWith(prepared, "b", b)];
  const comparison = compareArms(before, after, prepared.gate, {
    trust: { calibration: prepared.calibration, includeWeak: prepared.target.includeWeak },
    sequential: { ...evidence, record: whole },
  });
  const isWithheld = record.stop === "decided" && comparison.decision.verdict === "inconclusive";
  return {
    ...comparison,
    ...(isWithheld ? { sequential: { ...whole, stop: "withheld" } } : {}),
    notes: [
      ...standInNotes(prepared),
      ...open.notes,
      ...lost,
      ...stopped,
      ...failedNote(whole),
      ...comparison.notes,
    ],
  };
}

/** What a reader must know of a regression that ended undecided. */
function stopNote(
  { stop, visits, scenarios }: Pick<SequentialRecord, "stop" | "visits" | "scenarios">,
  maxCalls: number,
): string[] {
  if (stop === "exhausted")
    return [
      `Replies ran out after ${counted(visits, "visit", "visits")} to ${counted(scenarios, "scenario", "scenarios")}: there is no further recording. A model that can be called would go on.`,
    ];
  if (stop === "budget")
    return [
      `The budget (${counted(maxCalls, "call", "calls")}, or what was set with --budget-usd) was reached before it was decided; with a higher one the same command goes on where it stopped.`,
    ];
  return [];
}

/** What the failed calls of either side died of, with counts. */
function failureNotes(replies: Record<"a" | "b", readonly Transcript[]>): string[] {
  return (["a", "b"] as const).flatMap((side) => {
    const tally: CauseTally = new Map();
    const failed = replies[side].filter((reply) => transcriptOutcome(reply) === "error");
    if (failed.length === 0) return [];
    for (const reply of failed) addCause(tally, errorCause(reply));
    const whose = side === "a" ? "baseline" : "candidate";
    return [
      `${failed.length} of ${counted(replies[side].length, "call", "calls")} of the ${whose} failed: ${causeWords(causesIn(tally))}.`,
    ];
  });
}

function failedNote({ judge }: SequentialRecord): string[] {
  if (!judge || judge.failed === 0) return [];
  return [
    `${counted(judge.failed, "judge call", "judge calls")} ended in an error, so that what they asked counts as unread; the same command asks them again.`,
  ];
}

function emptySide(prepared: PreparedRegression, which: "a" | "b"): Side {
  return sideWith(prepared, which, []);
}

function sideWith(prepared: PreparedRegression, which: "a" | "b", samples: Arm["samples"]): Side {
  const { base, blessed, candidate, grader, runOf } = prepared;
  const visited = new Set(samples.map(({ scenario }) => scenario));
  const scenarios = grader.scenarios.filter(({ id }) => visited.has(id));
  const baseRun = blessed?.run ?? (base && runOf(base, "baseline"));
  const run = which === "b" || !baseRun ? runOf(candidate, "candidate") : baseRun;
  const source = which === "b" ? candidate.source : prepared.baseSource;
  return { arm: { run, lines: [...grader.lines.values()], scenarios, samples }, stale: [], source };
}

function folderName({ candidate, base, blessed }: PreparedRegression): string {
  const before = base?.sha256 ?? blessed?.run.persona.sha256 ?? "unknown";
  return `regress-${before.slice(0, 8)}-vs-${candidate.sha256.slice(0, 8)}`;
}
