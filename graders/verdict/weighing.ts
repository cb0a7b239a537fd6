import { functionWordShare } from "../text/language.ts";
import type { Reply } from "../text/reply.ts";
import type { Span, VerdictMention } from "./reading.ts";
import { type Shares, WEIGHED, type Weighed } from "./shares.ts";
import { countsOf, type Sign, type SignContext, signsOf } from "./signs.ts";
import { sharesOf, weightOf } from "./weights.ts";

/** How a whole reply weighs: how likely each stance is, and the sentence and sign that say most for the likeliest. */
export interface Weight {
  /** The likeliest of the three stances. */
  stance: Exclude<Weighed, "none">;
  /** Of each of the three, 0..1, together 1: how likely it is if the reply takes a stance. */
  shares: Omit<Shares, "none">;
  /** How likely the reply takes none, 0..1. */
  none: number;
  sentence: Span | null;
  /** Whether the text calls itself an account plan, a call plan or the like. */
  plan: boolean;
  /** What that sentence shows, from a lexicon, or the words themselves. */
  shows: string;
}

/** Shorter replies have too few signs to be weighed; their words must say it. */
const WEIGHABLE = 80;
const FEWEST_CUES = 8;
/** Running prose has 0.3 or more function words, a list of keywords next to none. */
const PROSE = 0.22;

/**
 * Weighs what a reply says and what it tells people to do with their time, people and forecast: a multinomial logistic model
 * over its signs, each by the place where it stands. Undefined where there is too little to weigh, or no running text.
 */
export function weigh(
  reply: Reply,
  mentions: readonly VerdictMention[],
  context: SignContext,
): Weight | undefined {
  if (reply.wordCount < WEIGHABLE || functionWordShare(reply.plain) < PROSE) return undefined;
  const signs = signsOf(reply, mentions, { ...context, wanted: isWeighed });
  if (cuesIn(signs) < FEWEST_CUES) return undefined;
  const { none, ...stances } = sharesOf(countsOf(signs));
  const ranked = STANCES.toSorted((a, b) => stances[b] - stances[a]);
  const [first = "develop", second = "develop"] = ranked;
  const taken = 1 - none || 1;
  return {
    stance: first,
    shares: {
      pursue: stances.pursue / taken,
      develop: stances.develop / taken,
      disqualify: stances.disqualify / taken,
    },
    none,
    plan: PLAN.test(reply.plain.slice(0, HEAD)),
    ...strongest(signs, WEIGHED.indexOf(first), WEIGHED.indexOf(second)),
  };
}

function isWeighed(key: string): boolean {
  return weightOf(key) !== undefined;
}

const STANCES = ["pursue", "develop", "disqualify"] as const;

/** Different cues, wherever they stand. */
function cuesIn(signs: readonly Sign[]): number {
  return new Set(
    signs.filter(({ key }) => key.startsWith("cue ")).map(({ key }) => key.slice(key.indexOf(":"))),
  ).size;
}

const HEAD = 300;
const PLAN =
  /\b(?:(?:account|call|territory|year|quarterly)[- ]plan|30[-–]60[-–]90|white ?space|(?:discovery|spin|situation) questions|training|trainees?|session|workshop map|(?:relationship|stakeholder) map|buying[- ](?:committee|influences?))\b/i;

/** The sentence whose signs together say most for the first stance against the second. */
function strongest(
  signs: readonly Sign[],
  first: number,
  second: number,
): Pick<Weight, "sentence" | "shows"> {
  const margin = ({ key }: Sign) => {
    const weight = weightOf(key);
    return weight ? (weight[first] ?? 0) - (weight[second] ?? 0) : 0;
  };
  const [best] = [...Map.groupBy(signs, ({ sentence }) => sentence.start).values()]
    .map((together) => {
      const named = together.filter(({ shows }) => shows !== null);
      const most = (named.length > 0 ? named : together).reduce((a, b) => (margin(b) > margin(a) ? b : a));
      return { sum: together.reduce((sum, sign) => sum + margin(sign), 0), sign: most };
    })
    .sort((a, b) => b.sum - a.sum);
  return {
    sentence: best?.sign.sentence ?? null,
    shows: best?.sign.shows ?? best?.sign.key.replace(/^[^|]*\|/, "") ?? "",
  };
}
