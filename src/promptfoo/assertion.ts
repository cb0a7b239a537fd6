import { GRADERS } from "../../graders/index.ts";
import { gradeTranscript } from "../grading/grade.ts";
import type { Grade, GradedItem } from "../records/grade.ts";
import type { Dimension } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../records/transcript.ts";
import { userTurns } from "../scenarios/render.ts";
import type { AssertionContext, GradingResult } from "./contract.ts";
import { openCorpus } from "./corpus.ts";

/** An assertion of promptfoo: takes what a provider answered, and says what it is worth. */
export type Assertion = (output: unknown, context: AssertionContext) => GradingResult;

/**
 * The assertion of one dimension. The score is that of `dealbench grade` for the same reply, under the dimension's name
 * in `namedScores`; the items are the component results. It fails on a critical failure, and below `config.threshold`
 * where one is set. A dimension without a score (nothing applies, or only a judge can tell) passes, says why, and has no named
 * score: {@link rowScore} then leaves it out.
 */
export function assertionOf(dimension: Dimension): Assertion {
  return (output, context) => {
    const config = context.config ?? {};
    const source = typeof config["scenarios"] === "string" ? config["scenarios"] : undefined;
    const corpus = openCorpus(source);
    const scenario = corpus.scenario(context.vars["scenario"]);
    const transcript = transcriptFor(scenario, output, context);
    if (transcript === null) return unplayed(dimension, scenario);
    const gold = corpus.gold(scenario.id);
    const [grade] = gradeTranscript(scenario, transcript, gold, [GRADERS[dimension]]);
    if (!grade) throw new Error(`no grade for ${dimension}`);
    return resultOf(grade, typeof config["threshold"] === "number" ? config["threshold"] : 0);
  };
}

/** The mean of the dimensions that have a score; 0 where none has. Passes where every assertion passed. */
export function rowScore(
  namedScores: Record<string, number>,
  { componentResults = [] }: { componentResults?: GradingResult[] | undefined },
): GradingResult {
  const scores = Object.values(namedScores);
  const failed = componentResults.filter(
    ({ pass, metadata }) => !pass && metadata?.["dimension"] !== undefined,
  );
  const score = scores.length === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / scores.length;
  const reason =
    failed.length === 0
      ? `${scores.length} dimensions have a score`
      : failed.map(({ reason: why }) => why).join(" ");
  return { pass: failed.length === 0, score, reason };
}

/**
 * The conversation that our provider played, or the reply of any other provider to a scenario of one turn; null where
 * another provider answered only the first turn of several.
 */
function transcriptFor(
  scenario: Scenario,
  output: unknown,
  { providerResponse }: AssertionContext,
): Transcript | null {
  const ours = providerResponse?.metadata?.["dealbench"] as { transcript?: unknown } | undefined;
  if (ours) return transcriptFromDisk(TranscriptSchema.parse(ours.transcript));
  if (scenario.turns.length > 1) return null;
  const assistant = typeof output === "string" ? output : JSON.stringify(output);
  const turns = [{ user: userTurns(scenario)[0], assistant }];
  return transcriptFromDisk(TranscriptSchema.parse({ scenario: scenario.id, turns }));
}

function unplayed(dimension: Dimension, { id, turns }: Scenario): GradingResult {
  const reason = `${dimension}: not graded: ${id} has ${turns.length} turns, and this provider answered the first alone; name it in the config of src/promptfoo/provider.ts, which plays them all.`;
  return { pass: false, score: 0, reason, metadata: { dimension } };
}

/** A grade as promptfoo's result of one assertion. */
export function resultOf(
  { dimension, score, criticalFail, items, details }: Grade,
  threshold: number,
): GradingResult {
  const pass = !criticalFail && (score === null || score >= threshold);
  const { verdicts } = details;
  return {
    pass,
    score: score ?? 0,
    reason: reasonOf({ dimension, score, criticalFail, items }, threshold),
    namedScores: score === null ? {} : { [dimension]: score },
    componentResults: items.filter(({ state }) => state !== "n/a").map(componentOf),
    metadata: { dimension, score, ...(verdicts === undefined ? {} : { verdicts }) },
  };
}

function reasonOf(
  { dimension, score, criticalFail, items }: Pick<Grade, "dimension" | "score" | "criticalFail" | "items">,
  threshold: number,
): string {
  if (score === null) {
    const open = items.filter(({ state }) => state === "ungraded");
    const why = open[0]?.reason ?? "nothing in it applies here";
    return `${dimension}: no score: ${why}`;
  }
  const broken = items.filter(({ critical, state, points }) => critical && isBad(state, points));
  if (criticalFail)
    return `${dimension}: critical: ${broken.map(({ id, reason }) => `${id}: ${reason}`).join(" ")}`;
  const wanting = items.filter(({ state, points }) => isBad(state, points)).map(({ id }) => id);
  const below = score < threshold ? `, below ${threshold}` : "";
  return `${dimension}: ${score.toFixed(2)}${below}${wanting.length === 0 ? "" : ` (lost on ${wanting.join(", ")})`}`;
}

function componentOf({ id, state, points, reason, by }: GradedItem): GradingResult {
  const good = state === "ungraded" || !isBad(state, points);
  return {
    pass: good,
    score: good ? 1 : 0,
    reason: `${id} ${state}: ${reason}`,
    metadata: { item: id, state, points, by },
  };
}

/** A wanted thing that is missing, or an unwanted one that is there. */
function isBad(state: GradedItem["state"], points: number): boolean {
  return points < 0 ? state === "met" : state === "not_met";
}
