import type { Decision } from "../records/decision.ts";
import { type ElicitedVerdict, elicitedVerdict } from "../records/elicited.ts";
import { type Grade, ITEM_STATES, type ReplyVerdict } from "../records/grade.ts";
import { DIMENSIONS, type Rubric } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import type { CriticalFailure } from "../records/summary.ts";
import { errorCause, type Outcome, type Transcript, transcriptOutcome } from "../records/transcript.ts";
import { sumOrUnknown } from "../statistics/known.ts";
import { isUnscored, scoreOf } from "./dimensions.ts";
import { criticalFailures, type NamelessFailure } from "./items.ts";
import type { Lines } from "./lines.ts";
import { leaks } from "./mistakes.ts";
import { passes } from "./passRate.ts";
import type { Sample } from "./samples.ts";
import { lastVerdict } from "./stance.ts";
import { countWords } from "./words.ts";

/** What a summary needs of one graded reply: small plain data, so that it can be made in another thread. */
export interface Digest extends Omit<GradedPart, "failures"> {
  scenario: string;
  model: string;
  repeat: number;
  outcome: Outcome;
  /** What the call died of, for the outcome `error`; null where nobody said. */
  cause: string | null;
  /** What it said when asked for one word, null where that could not be read; absent where it was not asked. */
  elicited?: ElicitedVerdict | null;
  failures: CriticalFailure[];
  attempts: number;
  calls: number;
  listUsd: number | null;
  incurredUsd: number | null;
  tokens: Record<"input" | "output" | "cacheRead" | "cacheCreation", number | null>;
  /** Milliseconds at the HTTP call, of the turns where it is known. */
  latencies: number[];
}

/** The part of a digest that follows from what was said and how it was graded: the same for every reply that says the same. */
export interface GradedPart {
  /** By the order of DIMENSIONS; NaN where there is none. */
  scores: number[];
  /** Bit i speaks of DIMENSIONS[i]: it has a grade; a score is due and missing; a critical line failed. */
  graded: number;
  unscored: number;
  critical: number;
  said: ReplyVerdict | null;
  leaks: boolean;
  passes: boolean;
  /** Of the last reply; null where the transcript is not whole. */
  words: number | null;
  /** Items that are ungraded. */
  ungraded: number;
  /** One entry an item: its place in {@link linesOf} × 4 + its place in ITEM_STATES. */
  items: Uint16Array;
  failures: NamelessFailure[];
}

/** A graded transcript; `gold` are the decisions right after each user turn. */
export interface GradedTranscript {
  scenario: Scenario;
  transcript: Transcript;
  grades: readonly Grade[];
  gold: readonly Decision[];
}

/** Reduces a graded transcript to its digest. */
export function digestOf(graded: GradedTranscript, rubrics: readonly Rubric[], lines: Lines): Digest {
  return digestWith(graded.transcript, gradedPart(graded, rubrics, lines));
}

/** The digest of a transcript whose graded part is known. */
export function digestWith(transcript: Transcript, part: GradedPart): Digest {
  const { scenario, repeat } = transcript;
  return {
    scenario,
    model: transcript.model,
    repeat,
    outcome: transcriptOutcome(transcript),
    cause: errorCause(transcript),
    ...part,
    ...elicitedIn(transcript),
    failures: part.failures.map((failure) => ({ scenario, repeat, ...failure })),
    ...usageOf(transcript),
  };
}

/** What a digest says of grades and text. */
export function gradedPart(
  { scenario, transcript, grades, gold }: GradedTranscript,
  rubrics: readonly Rubric[],
  lines: Lines,
): GradedPart {
  const byDimension = new Map(grades.map((grade) => [grade.dimension, grade]));
  const sample: Sample = { scenario, gold, transcript, repeat: transcript.repeat, grades: byDimension };
  const items: number[] = [];
  let ungraded = 0;
  for (const grade of grades) {
    for (const { id, state } of grade.items) {
      if (state === "ungraded") ungraded++;
      items.push(lines.of(grade.dimension, id) * 4 + ITEM_STATES.indexOf(state));
    }
  }
  return {
    scores: DIMENSIONS.map((dimension) => scoreOf(sample, dimension) ?? Number.NaN),
    graded: bits((dimension) => byDimension.has(dimension)),
    unscored: bits((dimension) => isUnscored(sample, dimension)),
    critical: bits((dimension) => byDimension.get(dimension)?.criticalFail === true),
    said: lastVerdict(byDimension.get("disqualification")?.details["verdicts"]),
    leaks: leaks(sample),
    passes: passes(sample, rubrics),
    words:
      transcriptOutcome(transcript) === "ok" ? countWords(transcript.turns.at(-1)?.assistant ?? "") : null,
    ungraded,
    items: Uint16Array.from(items),
    failures: criticalFailures(sample, rubrics),
  };
}

function elicitedIn(transcript: Transcript): Pick<Digest, "elicited"> {
  const elicited = elicitedVerdict(transcript);
  return elicited === undefined ? {} : { elicited };
}

/** One bit for each dimension, in the order of DIMENSIONS. */
function bits(test: (dimension: (typeof DIMENSIONS)[number]) => boolean): number {
  return DIMENSIONS.reduce((mask, dimension, index) => (test(dimension) ? mask | (1 << index) : mask), 0);
}

function usageOf({ attempts, costUsd, incurredUsd, turns: graded, elicited }: Transcript) {
  const turns = elicited ? [...graded, elicited] : graded;
  const total = (
    key: "inputTokens" | "outputTokens" | "cacheReadInputTokens" | "cacheCreationInputTokens",
  ): number | null => sumOrUnknown(turns.map(({ usage }) => usage?.[key] ?? null));
  return {
    attempts,
    calls: turns.length,
    listUsd: costUsd,
    incurredUsd: incurredUsd === undefined ? costUsd : incurredUsd,
    tokens: {
      input: total("inputTokens"),
      output: total("outputTokens"),
      cacheRead: total("cacheReadInputTokens"),
      cacheCreation: total("cacheCreationInputTokens"),
    },
    latencies: turns.flatMap(({ latencyMs }) => latencyMs ?? []),
  };
}
