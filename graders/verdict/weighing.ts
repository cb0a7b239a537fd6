import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readYaml } from "../../src/files/yaml.ts";
import { functionWordShare } from "../text/language.ts";
import type { Reply } from "../text/reply.ts";
import { type Cue, cuesOfReply } from "./features.ts";
import type { Span } from "./reading.ts";

/** The stances that are weighed; `none` stands for plans and explanations that take none. */
type Weighed = "pursue" | "develop" | "disqualify" | "none";

/** How a whole reply weighs: how likely each stance is, and the sentence and cue that say most for the likeliest. */
export interface Weight {
  stance: Weighed;
  /** Of each stance, 0..1, together 1. */
  shares: Record<Weighed, number>;
  sentence: Span | null;
  /** Whether the text calls itself an account plan, a call plan or the like. */
  plan: boolean;
  /** What the cue of that sentence shows, from the lexicon. */
  shows: string;
}

const STANCES: Weighed[] = ["pursue", "develop", "disqualify", "none"];
const weightsSchema = z.strictObject({
  name: z.string(),
  version: z.int().positive(),
  bias: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  weights: z.record(z.string(), z.tuple([z.number(), z.number(), z.number(), z.number()])),
});
const { bias, weights } = readYaml(
  fileURLToPath(new URL("../lexicons/verdict_weights.yaml", import.meta.url)),
  weightsSchema,
);

/** Shorter replies have too few cues to be weighed; their words must say it. */
const WEIGHABLE = 80;
const FEWEST_CUES = 8;
/** Running prose has 0.3 or more function words, a list of keywords next to none. */
const PROSE = 0.22;

/**
 * Weighs what a reply tells people to do with their time, people and forecast: a multinomial logistic model over cues, each
 * by the place where it stands. Undefined where there is too little to weigh, or no running text.
 */
export function weigh(reply: Reply, isEcho: (sentence: string) => boolean): Weight | undefined {
  if (reply.wordCount < WEIGHABLE || functionWordShare(reply.plain) < PROSE) return undefined;
  const cues = cuesOfReply(reply, isEcho);
  if (new Set(cues.map(({ name }) => name)).size < FEWEST_CUES) return undefined;
  const counts = new Map<string, number>();
  for (const { name, place } of cues)
    counts.set(`${place}:${name}`, (counts.get(`${place}:${name}`) ?? 0) + 1);
  const sums = [...bias];
  for (const [key, count] of counts)
    weights[key]?.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * worth(count)));
  const shares = softmax(sums);
  const [first = 0, second = 0] = STANCES.map((_, at) => at).sort(
    (a, b) => (shares[b] ?? 0) - (shares[a] ?? 0),
  );
  return {
    stance: STANCES[first] ?? "none",
    shares: Object.fromEntries(STANCES.map((stance, at) => [stance, shares[at] ?? 0])) as Weight["shares"],
    plan: PLAN.test(reply.plain.slice(0, HEAD)),
    ...strongest(cues, first, second),
  };
}

const HEAD = 300;
const PLAN =
  /\b(?:(?:account|call|territory|year|quarterly)[- ]plan|30[-–]60[-–]90|white ?space|(?:discovery|spin|situation) questions|training|trainees?|session|workshop map|(?:relationship|stakeholder) map|buying[- ](?:committee|influences?))\b/i;

/** What `count` sentences with the same cue are worth: the first counts full, further ones half, up to two and a half. */
function worth(count: number): number {
  return Math.min(1 + 0.5 * (count - 1), 2.5);
}

function softmax(sums: number[]): number[] {
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The sentence whose cues together say most for the first stance against the second. */
function strongest(cues: Cue[], first: number, second: number): Pick<Weight, "sentence" | "shows"> {
  const margin = ({ name, place }: Cue) => {
    const weight = weights[`${place}:${name}`];
    return weight ? (weight[first] ?? 0) - (weight[second] ?? 0) : 0;
  };
  const sums = new Map<number, { sum: number; cue: Cue }>();
  for (const cue of cues) {
    const known = sums.get(cue.sentence.start);
    sums.set(cue.sentence.start, {
      sum: (known?.sum ?? 0) + margin(cue),
      cue: known && margin(known.cue) >= margin(cue) ? known.cue : cue,
    });
  }
  const [best] = [...sums.values()].sort((a, b) => b.sum - a.sum);
  return { sentence: best?.cue.sentence ?? null, shows: best?.cue.reason ?? "" };
}
