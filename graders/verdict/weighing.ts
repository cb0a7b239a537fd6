import { functionWordShare } from "../text/language.ts";
import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { cuesOfReply } from "./features.ts";
import type { Span } from "../text/places.ts";
import type { VerdictMention } from "./reading.ts";
import { type Shares, softmax, WEIGHED, type Weighed } from "./shares.ts";
import { countsOf, type Sign, signsOf } from "./signs.ts";
import { type Spoken, spokenIn } from "./spoken.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { bias, keyCount, keyOf, SIGN_NUMBERS, weighedWords, weightOf } from "./weights.ts";
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

/** Replies with fewer words or signs of their own have too few to be weighed; their words must say it. */
const WEIGHABLE = 80;
const FEWEST_CUES = 4;
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
  return wordsOfItsOwn(reply, isEcho) < WEIGHABLE || kindsOfCues(reply, isEcho) < FEWEST_CUES
    ? undefined
    : weighed(reply, mentions, namesOf(people), isEcho);
}

/** Words in sentences that do not repeat the user's. */
function wordsOfItsOwn(reply: Reply, isEcho: WeighingContext["isEcho"]): number {
  return spokenIn(reply, isEcho).reduce((sum, { words }) => sum + words, 0);
}

/** Different cues, wherever they stand. */
function kindsOfCues(reply: Reply, isEcho: WeighingContext["isEcho"]): number {
  return new Set(cuesOfReply(reply, isEcho).map(({ name }) => name)).size;
}

/** Several graders ask for the same reading. */
const weighed = keptWith(
  (
    reply: Reply,
    mentions: readonly VerdictMention[],
    names: Vocabulary<true>,
    isEcho: WeighingContext["isEcho"],
  ): Weight => {
    const signs = signsOf(reply, mentions, isEcho, SIGN_NUMBERS);
    const words = wordsIn(reply, names, isEcho);
    const { none, ...stances } = sharesOf(signs, words);
    const [first = "develop"] = STANCES.toSorted((a, b) => stances[b] - stances[a]);
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
      ...strongest(reply, signs, words, first),
    };
  },
);

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
  /** What they say for each stance, each word counted once. */
  sums: Float64Array;
}

/** The words of a reply are the same whatever else it is read against. */
const wordsIn = keptWith(
  (reply: Reply, names: Vocabulary<true>, isEcho: WeighingContext["isEcho"]): WeighedWords => {
    const words: WeighedWords = { numbers: [], sentences: [], sums: new Float64Array(WEIGHED.length) };
    const counted = new Uint8Array(keyCount);
    const add = (numbers: readonly number[], { index, places }: Spoken) => {
      for (let at = 0; at < places.length; at++) {
        const number = numbers[places[at] as number] as number;
        if (number < 0) continue;
        words.numbers.push(number);
        words.sentences.push(index);
        if (counted[number] === 0) addTo(words.sums, number, 1);
        counted[number] = 1;
      }
    };
    eachWord(spokenIn(reply, isEcho), names, weighedWords, (sentence, word, before) => {
      if (word.alone) add(word.alone, sentence);
      const pair = before && word.after.get(before);
      if (pair) add(pair, sentence);
    });
    return words;
  },
);

function addTo(sums: Float64Array, number: number, count: number): void {
  for (let stance = 0; stance < sums.length; stance++)
    sums[stance] = (sums[stance] as number) + weightOf(number, stance) * count;
}

/** The shares of the stances by the signs and words of a reply. */
function sharesOf(signs: readonly Sign<number>[], words: WeighedWords): Shares {
  const sums = words.sums.map((sum, stance) => sum + (bias[stance] as number));
  for (const [number, count] of countsOf(signs)) addTo(sums, number, count);
  const [pursue = 0, develop = 0, disqualify = 0, none = 0] = softmax([...sums]);
  return { pursue, develop, disqualify, none };
}

/** The sentence whose signs and words together say most for a stance, against whichever of the other two is nearer. */
function strongest(
  reply: Reply,
  signs: readonly Sign<number>[],
  { numbers, sentences }: WeighedWords,
  stance: Weight["stance"],
): Pick<Weight, "sentence" | "shows"> {
  const own = WEIGHED.indexOf(stance);
  const others = STANCES.filter((one) => one !== stance).map((one) => WEIGHED.indexOf(one));
  const margin = (number: number) =>
    weightOf(number, own) - Math.max(...others.map((other) => weightOf(number, other)));
  const sums = new Float64Array(reply.sentences.length).fill(Number.NaN);
  const order: number[] = [];
  const add = (sentence: number, by: number) => {
    const sum = sums[sentence] as number;
    if (Number.isNaN(sum)) order.push(sentence);
    sums[sentence] = Number.isNaN(sum) ? by : sum + by;
  };
  for (const { key, sentence } of signs) add(sentence, margin(key));
  for (let at = 0; at < numbers.length; at++) add(sentences[at] as number, margin(numbers[at] as number));
  const best = mostOf(order, (sentence) => sums[sentence] as number) ?? -1;
  const sentence = reply.sentences[best];
  const sign = mostOf(
    signs.filter((one) => one.sentence === best),
    ({ key }) => margin(key),
  );
  const word = mostOf(
    numbers.filter((_, at) => sentences[at] === best),
    margin,
  );
  return {
    sentence: sentence ? { start: sentence.start, end: sentence.end } : null,
    shows: sign?.shows ?? keyOf(word ?? -1).replace(/^[^|]*\|/, ""),
  };
}

/** The first of those for which a measure is greatest. */
function mostOf<One>(all: readonly One[], measure: (one: One) => number): One | undefined {
  let most: One | undefined;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const one of all) {
    const measured = measure(one);
    if (measured <= greatest) continue;
    most = one;
    greatest = measured;
  }
  return most;
}
