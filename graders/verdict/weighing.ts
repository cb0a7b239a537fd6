import { functionWordShare } from "../text/language.ts";
import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { cuesOfReply } from "./features.ts";
import type { Span, VerdictMention } from "./reading.ts";
import { type Shares, softmax, WEIGHED, type Weighed } from "./shares.ts";
import { countsOf, type Sign, signsOf } from "./signs.ts";
import { spokenIn } from "./spoken.ts";
import { bias, keyOf, numberOf, weighedWord, weightOf } from "./weights.ts";
import { eachWord, namesOf } from "./words.ts";

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

/** What a reply is weighed with. */
export interface WeighingContext {
  people: readonly string[];
  isEcho: (sentence: string) => boolean;
}

/** Shorter replies have too few signs to be weighed; their words must say it. */
const WEIGHABLE = 80;
const FEWEST_CUES = 8;
/** Running prose has 0.3 or more function words, a list of keywords next to none. */
const PROSE = 0.22;

/**
 * Weighs what a reply says and what it tells people to do with their time, people and forecast: a multinomial logistic model
 * over its signs and words, each by the place where it stands. Undefined where there is too little to weigh, or no running text.
 */
export function weigh(
  reply: Reply,
  mentions: readonly VerdictMention[],
  { people, isEcho }: WeighingContext,
): Weight | undefined {
  if (reply.wordCount < WEIGHABLE || functionWordShare(reply.plain) < PROSE) return undefined;
  // Different cues, wherever they stand.
  if (new Set(cuesOfReply(reply, isEcho).map(({ name }) => name)).size < FEWEST_CUES) return undefined;
  const signs = signsOf(reply, mentions, isEcho);
  const words = wordsIn(reply, namesOf(people), isEcho);
  const { none, ...stances } = sharesOf(signs, words);
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
    ...strongest(reply, signs, words, WEIGHED.indexOf(first), WEIGHED.indexOf(second)),
  };
}

const STANCES = ["pursue", "develop", "disqualify"] as const;
const HEAD = 300;
const PLAN =
  /\b(?:(?:account|call|territory|year|quarterly)[- ]plan|30[-–]60[-–]90|white ?space|(?:discovery|spin|situation) questions|training|trainees?|session|workshop map|(?:relationship|stakeholder) map|buying[- ](?:committee|influences?))\b/i;

/** The words and pairs of words of a reply that have a weight, as often as they occur; both lists are as long. */
interface WeighedWords {
  /** Numbers of their keys. */
  numbers: number[];
  /** Indexes in `Reply.sentences`. */
  sentences: number[];
}

/** The words of a reply are the same whatever else it is read against. */
const wordsIn = keptWith(
  (reply: Reply, names: ReadonlySet<string>, isEcho: WeighingContext["isEcho"]): WeighedWords => {
    const numbers: number[] = [];
    const sentences: number[] = [];
    const add = (number: number | undefined, sentence: number) => {
      if (number === undefined || number < 0) return;
      numbers.push(number);
      sentences.push(sentence);
    };
    eachWord(spokenIn(reply, isEcho), names, weighedWord, ({ index, places }, word, before) => {
      const pair = before && word.after.get(before);
      if (word.alone) for (const place of places) add(word.alone[place], index);
      if (pair) for (const place of places) add(pair[place], index);
    });
    return { numbers, sentences };
  },
);

/** The shares of the stances by the signs and words of a reply, each word counted once. */
function sharesOf(signs: readonly Sign[], { numbers }: WeighedWords): Shares {
  const sums = [...bias];
  const add = (number: number, count: number) => {
    for (let stance = 0; stance < sums.length; stance++)
      sums[stance] = (sums[stance] as number) + weightOf(number, stance) * count;
  };
  for (const [key, count] of countsOf(signs)) add(numberOf(key), count);
  for (const number of new Set(numbers)) add(number, 1);
  const shares = softmax(sums);
  return Object.fromEntries(WEIGHED.map((stance, at) => [stance, shares[at] ?? 0])) as Shares;
}

/** The sentence whose signs and words together say most for the first stance against the second. */
function strongest(
  reply: Reply,
  signs: readonly Sign[],
  words: WeighedWords,
  first: number,
  second: number,
): Pick<Weight, "sentence" | "shows"> {
  const margin = (number: number) => weightOf(number, first) - weightOf(number, second);
  const sums = new Map<number, number>();
  const add = (sentence: number, by: number) => sums.set(sentence, (sums.get(sentence) ?? 0) + by);
  for (const { key, sentence } of signs) add(sentence, margin(numberOf(key)));
  for (const [at, number] of words.numbers.entries()) add(words.sentences[at] as number, margin(number));
  const best = [...sums].reduce((a, b) => (b[1] > a[1] ? b : a), [-1, Number.NEGATIVE_INFINITY])[0];
  const sentence = reply.sentences[best];
  const named = signs.filter((sign) => sign.sentence === best);
  const plain = words.numbers.filter((_, at) => words.sentences[at] === best);
  return {
    sentence: sentence ? { start: sentence.start, end: sentence.end } : null,
    shows:
      mostOf(named, ({ key }) => margin(numberOf(key)))?.shows ??
      keyOf(mostOf(plain, margin) ?? -1).replace(/^[^|]*\|/, ""),
  };
}

/** The first of those for which a measure is greatest. */
function mostOf<One>(all: readonly One[], measure: (one: One) => number): One | undefined {
  let most: { one: One; measured: number } | undefined;
  for (const one of all) {
    const measured = measure(one);
    if (most === undefined || measured > most.measured) most = { one, measured };
  }
  return most?.one;
}
