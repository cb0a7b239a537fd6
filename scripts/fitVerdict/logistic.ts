import { softmax, WEIGHED } from "../../graders/verdict/shares.ts";
import type { Example } from "./examples.ts";

/** A fitted model: a row of weights for each key, and one for the bias. */
export interface Model {
  bias: number[];
  weights: Map<string, number[]>;
}

/** How strongly weights are held near zero, by the kind of key; the more keys of a kind there are, the more strongly. */
const PENALTY = { word: 10, cue: 4, says: 5, bias: 0.01 };
/** A reply recorded in three arms says less than three replies to different deals. */
const RECORDED = 0.7;
/** Words must occur with so many deals, by so many writers; cues and verdict expressions with so many deals. */
const WORD_FAMILIES = 5;
const WORD_SOURCES = 2;
const CUE_FAMILIES = 3;
/** Of the words, so many with the largest weights are kept and fitted again. */
const KEPT_WORDS = 1500;
const STEPS = 160;
const RATE = 0.05;

/** Fits the weights of verdict_weights.yaml: penalised multinomial logistic regression, words selected by a first fit. */
export function fitModel(examples: readonly Example[]): Model {
  const keys = keysOf(examples);
  const first = fit(examples, keys);
  const size = (key: string) => Math.max(...(first.weights.get(key) ?? []).map(Math.abs));
  const words = keys.filter(isWord).sort((a, b) => size(b) - size(a));
  return centred(fit(examples, [...keys.filter((key) => !isWord(key)), ...words.slice(0, KEPT_WORDS)]));
}

/** How likely a model finds each stance, in the order of `WEIGHED`. */
export function probabilities(model: Model, counts: ReadonlyMap<string, number>): number[] {
  const sums = [...model.bias];
  for (const [key, count] of counts)
    model.weights.get(key)?.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * count));
  return softmax(sums);
}

function isWord(key: string): boolean {
  return /^(?:here|if|ask|open)\|/.test(key);
}

function keysOf(examples: readonly Example[]): string[] {
  const seen = new Map<string, { families: Set<string>; sources: Set<string> }>();
  for (const { counts, family, source } of examples)
    for (const key of counts.keys()) {
      const known = seen.get(key) ?? { families: new Set(), sources: new Set() };
      known.families.add(family);
      known.sources.add(source);
      seen.set(key, known);
    }
  return [...seen]
    .filter(([key, { families, sources }]) =>
      isWord(key)
        ? families.size >= WORD_FAMILIES && sources.size >= WORD_SOURCES
        : families.size >= CUE_FAMILIES,
    )
    .map(([key]) => key);
}

/** Minimises the penalised loss over all examples at once, by Adam (Kingma and Ba 2015) with a falling rate. */
function fit(examples: readonly Example[], keys: readonly string[]): Model {
  const classes = WEIGHED.length;
  const at = new Map(keys.map((key, index) => [key, index]));
  const rows = examples.map(({ counts, verdict, source }) => ({
    entries: [
      ...[...counts].flatMap(([key, count]): [number, number][] => {
        const index = at.get(key);
        return index === undefined ? [] : [[index * classes, count]];
      }),
      [keys.length * classes, 1] as [number, number],
    ],
    truth: WEIGHED.indexOf(verdict),
    worth: source === "recorded" ? RECORDED : 1,
  }));
  const penalty = new Float64Array((keys.length + 1) * classes).fill(PENALTY.bias);
  for (const [key, index] of at) penalty.fill(penaltyOf(key), index * classes, (index + 1) * classes);
  const weights = new Float64Array(penalty.length);
  const mean = new Float64Array(penalty.length);
  const square = new Float64Array(penalty.length);
  const slope = new Float64Array(penalty.length);
  for (let step = 1; step <= STEPS; step++) {
    for (let index = 0; index < weights.length; index++)
      slope[index] = (penalty[index] ?? 0) * (weights[index] ?? 0);
    for (const { entries, truth, worth } of rows) addSlope(slope, weights, entries, truth, worth);
    const rate = RATE * (step < STEPS * 0.6 ? 1 : 0.3);
    for (let index = 0; index < weights.length; index++) {
      const here = slope[index] ?? 0;
      mean[index] = 0.9 * (mean[index] ?? 0) + 0.1 * here;
      square[index] = 0.99 * (square[index] ?? 0) + 0.01 * here * here;
      const size = Math.sqrt((square[index] ?? 0) / (1 - 0.99 ** step)) + 1e-8;
      weights[index] = (weights[index] ?? 0) - (rate * ((mean[index] ?? 0) / (1 - 0.9 ** step))) / size;
    }
  }
  const row = (index: number) => [...weights.subarray(index * classes, (index + 1) * classes)];
  return { bias: row(keys.length), weights: new Map(keys.map((key, index) => [key, row(index)])) };
}

function addSlope(
  slope: Float64Array,
  weights: Float64Array,
  entries: readonly (readonly [number, number])[],
  truth: number,
  worth: number,
): void {
  const sums = WEIGHED.map(() => 0);
  for (const [start, count] of entries)
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (weights[start + at] ?? 0) * count;
  const errors = softmax(sums).map((share, at) => worth * (share - (at === truth ? 1 : 0)));
  for (const [start, count] of entries)
    for (let at = 0; at < errors.length; at++)
      slope[start + at] = (slope[start + at] ?? 0) + (errors[at] ?? 0) * count;
}

function penaltyOf(key: string): number {
  if (isWord(key)) return PENALTY.word;
  return key.startsWith("cue ") ? PENALTY.cue : PENALTY.says;
}

/** Adding the same to all four weights of a key changes nothing; centred, they read as for and against. */
function centred({ bias, weights }: Model): Model {
  return { bias: centre(bias), weights: new Map([...weights].map(([key, row]) => [key, centre(row)])) };
}

function centre(row: readonly number[]): number[] {
  const mean = row.reduce((sum, weight) => sum + weight, 0) / row.length;
  return row.map((weight) => weight - mean);
}
