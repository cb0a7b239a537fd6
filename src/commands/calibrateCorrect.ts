import type { Labels } from "../grading/calibrate.ts";
import { readingsOfItems, readingsOfLabel, type Readings } from "../grading/calibrateReadings.ts";
import { aligned } from "../grading/columns.ts";
import { type CorrectableReply, type Correction, correctScores, samplesOf } from "../grading/correct.ts";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import type { Decision } from "../records/decision.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Scenario } from "../records/scenario.ts";
import { toDisk } from "../records/wire.ts";
import { loadScenarios } from "../scenarios/load.ts";
import { type CalibrateOptions, labelsFor } from "./calibrateLabels.ts";
import { openReplies, sampleKey, type SourcedReplies } from "./calibrateReplies.ts";

/**
 * `dealbench calibrate --correct RUN`: the run's scores beside those that labels of a random part of its replies make
 * of them.
 * @throws DealbenchError when the run was never graded, or the annotator labelled nothing that was drawn at random.
 */
export async function correctRun(folder: string, options: CalibrateOptions): Promise<void> {
  const scenarios = loadScenarios(options.scenarios).map(({ scenario }) => scenario);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const sourced = await openReplies({ ...options, run: folder });
  if (sourced.graded === null || sourced.graded.size === 0)
    throw new DealbenchError(`${folder}: was never graded; run: dealbench grade ${folder}`);
  const labels = labelsFor(options, "all", scenarios, sourced);
  const annotator = chosenAnnotator(labels, options.annotator);
  const mine = {
    replies: labels.replies.filter(isBy(annotator)),
    items: labels.items.filter(isBy(annotator)),
  };
  const samples = samplesOf([...mine.items, ...mine.replies.map(() => ({ sample: null }))]);
  if (samples.random + samples.unknown === 0)
    throw new DealbenchError(
      `${options.labels.join(", ")}: all labels by ${annotator} were picked because a grade looked wrong, so they are no random part of the run; label with: dealbench calibrate label --run ${folder}`,
    );
  const replies = correctable(mine, sourced, scenarios, decisions);
  const corrections = correctScores(replies);
  const assumption = [assumptionOf(samples), leftOutText(labels.leftOut)].filter(Boolean).join(" ");
  process.stdout.write(
    options.json
      ? `${JSON.stringify(toDisk({ annotator, assumption, samples, corrections }))}\n`
      : `${correctionText(corrections, annotator, assumption)}\n`,
  );
}

function isBy(annotator: string): (label: { annotator: string }) => boolean {
  return (label) => label.annotator === annotator;
}

function chosenAnnotator({ replies, items }: Labels, wanted: string | undefined): string {
  const names = [...new Set([...replies, ...items].map(({ annotator }) => annotator))].sort();
  const chosen = wanted ?? names[0] ?? "";
  if (names.includes(chosen)) return chosen;
  throw new DealbenchError(
    `--annotator: found no label by ${JSON.stringify(chosen)}, expected one of: ${names.join(", ")}`,
  );
}

function correctable(
  { replies, items }: Labels,
  { transcripts, graded }: SourcedReplies,
  scenarios: readonly Scenario[],
  decisions: Readonly<Record<string, Decision[]>>,
): CorrectableReply[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const whole = new Map(replies.map((label) => [label.response, label]));
  const fair = items.filter(({ sample }) => sample !== "disagreement");
  const single = Map.groupBy(fair, ({ response }) => response);
  return [...transcripts].flatMap(([response, transcript]): CorrectableReply[] => {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) return [];
    const label = whole.get(response);
    const ofItems = single.get(response);
    const said: Readings = new Map([
      ...(label ? readingsOfLabel(label, { scenario, gold: decisions[scenario.id] ?? [] }) : []),
      ...(ofItems ? readingsOfItems(ofItems) : []),
    ]);
    return [
      {
        model: transcript.model,
        grades: graded?.get(sampleKey(transcript)) ?? [],
        said: label || ofItems ? said : null,
      },
    ];
  });
}

function assumptionOf({ random, unknown, disagreement }: ReturnType<typeof samplesOf>): string {
  const left =
    disagreement === 0 ? "" : ` ${disagreement} labels picked because a grade looked wrong are left out.`;
  if (unknown === 0)
    return `The labelled replies were drawn by lot, and what was skipped is taken to be no different.${left}`;
  return `${unknown} of ${random + unknown} labels do not say how their replies were chosen: the figures hold only if they are a random part of the run.${left}`;
}

function leftOutText(count: number): string {
  if (count === 0) return "";
  return `${count} ${count === 1 ? "label is" : "labels are"} of replies that this run does not hold, and left out.`;
}

function correctionText(corrections: readonly Correction[], annotator: string, assumption: string): string {
  const models = new Set(corrections.map(({ model }) => model));
  return [
    ...[...models].flatMap((model) => [
      `${model}, corrected by the labels of ${annotator}`,
      aligned([
        ["score", "as graded", "read", "corrected [95 %]", "labelled", "in part", "lines"],
        ...corrections.filter((one) => one.model === model).map(rowOf),
      ]),
      "",
    ]),
    assumption,
    "Read: replies that the graders could score; the corrected score speaks of all. In part: labelled in part, left out.",
    "Lines that nobody labelled stand as they were graded. Intervals take replies as independent (PPI++).",
  ].join("\n");
}

function rowOf({ criterion, raw, corrected, reason, labelled, incomplete, lines }: Correction): string[] {
  return [
    criterion,
    raw.value === null ? "–" : raw.value.toFixed(2),
    `${raw.read}/${raw.replies}`,
    corrected ? correctedText(corrected) : `– ${reason ?? ""}`,
    String(labelled),
    String(incomplete),
    lines.join(" "),
  ];
}

/** An interval without width would promise certainty where there is only no variety among the labels. */
function correctedText({ value, low, high }: NonNullable<Correction["corrected"]>): string {
  if (low === high) return `${value.toFixed(2)} (labels all alike: no interval)`;
  return `${value.toFixed(2)} [${low.toFixed(2)},${high.toFixed(2)}]`;
}
