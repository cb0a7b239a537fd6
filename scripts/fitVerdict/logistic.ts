import { softmax, WEIGHED } from "../../graders/verdict/shares.ts";
import { descend } from "../descend.ts";
import type { Example } from "./examples.ts";

/** A fitted model: a row of weights for each key, and one for the bias. */
export interface Model {
  bias: number[];
  weights: Map<string, number[]>;
}

/** How strongly weights are held near zero, by the kind of key; the more keys of a kind there are, the more strongly. */
const PENALTY = { word: 12, cue: 6, says: 3, bias: 0.01 };
/** Three replies to one scenario say less than three replies to different deals. */
const SCENARIO = 0.7;
/** Words must occur with so many deals, by so many writers; cues and verdict expressions with so many deals. */
const WORD_FAMILIES = 5;
const WORD_SOURCES = 2;
const CUE_FAMILIES = 3;
/** Of the words, so many whose weights tell replies apart most are kept and fitted again. */
const KEPT_WORDS = 6000;
/** Enough to see which words tell most. */
const FIRST_STEPS = 60;

/** Fits the weights of verdict_weights.yaml: penalised multinomial logistic regression, words selected by a first fit. */
export function fitModel(examples: readonly Example[]): Model {
  const keys = keysOf(examples);
  const first = centred(fit(examples, keys, FIRST_STEPS));
  const spread = spreadOf(examples, keys);
  const tells = new Map(
    keys.map((key) => [
      key,
      Math.max(...(first.weights.get(key) ?? []).map(Math.abs)) * (spread.get(key) ?? 0),
    ]),
  );
  const words = keys.filter(isWord).sort((a, b) => (tells.get(b) ?? 0) - (tells.get(a) ?? 0));
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
  return /^\w+\|/.test(key);
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

/** The standard deviation of whether a reply has a key. */
function spreadOf(examples: readonly Example[], keys: readonly string[]): Map<string, number> {
  const having = new Map(keys.map((key) => [key, 0]));
  for (const { counts } of examples)
    for (const key of counts.keys()) {
      const known = having.get(key);
      if (known !== undefined) having.set(key, known + 1);
    }
  return new Map(
    [...having].map(([key, count]) => {
      const share = count / examples.length;
      return [key, Math.sqrt(share * (1 - share))];
    }),
  );
}

function fit(examples: readonly Example[], keys: readonly string[], steps?: number): Model {
  const classes = WEIGHED.length;
  const rows = rowsOf(examples, keys);
  const penalty = new Float64Array((keys.length + 1) * classes).fill(PENALTY.bias);
  for (const [index, key] of keys.entries())
    penalty.fill(penaltyOf(key), index * classes, (index + 1) * classes);
  const addSlopes = (slope: Float64Array, weights: Float64Array) => {
    for (const row of rows) addSlope(slope, weights, row);
  };
  const weights = descend(penalty, addSlopes, steps);
  const row = (index: number) => [...weights.subarray(index * classes, (index + 1) * classes)];
  return { bias: row(keys.length), weights: new Map(keys.map((key, index) => [key, row(index)])) };
}

/** An example as the fit sees it: where the weights of its keys begin, and how often each key counts. */
interface Row {
  starts: Int32Array;
  counts: Float64Array;
  /** Index in `WEIGHED`. */
  truth: number;
  worth: number;
}

/** The bias is a key that counts once in every example. */
function rowsOf(examples: readonly Example[], keys: readonly string[]): Row[] {
  const classes = WEIGHED.length;
  const at = new Map(keys.map((key, index) => [key, index * classes]));
  return examples.map(({ counts, verdict, deal }) => {
    const known = [...counts].filter(([key]) => at.has(key));
    return {
      starts: Int32Array.from([...known.map(([key]) => at.get(key) ?? 0), keys.length * classes]),
      counts: Float64Array.from([...known.map(([, count]) => count), 1]),
      truth: WEIGHED.indexOf(verdict),
      worth: deal === "scenario" ? SCENARIO : 1,
    };
  });
}

/** Written out for the four of `WEIGHED`: nearly all the time of a fit is spent here. */
function addSlope(slope: Float64Array, weights: Float64Array, { starts, counts, truth, worth }: Row): void {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < starts.length; index++) {
    const at = starts[index] as number;
    const count = counts[index] as number;
    first += (weights[at] as number) * count;
    second += (weights[at + 1] as number) * count;
    third += (weights[at + 2] as number) * count;
    fourth += (weights[at + 3] as number) * count;
  }
  const errors = softmax([first, second, third, fourth]);
  errors[truth] = (errors[truth] as number) - 1;
  [first, second, third, fourth] = errors.map((error) => worth * error) as [number, number, number, number];
  for (let index = 0; index < starts.length; index++) {
    const at = starts[index] as number;
    const count = counts[index] as number;
    slope[at] = (slope[at] as number) + first * count;
    slope[at + 1] = (slope[at + 1] as number) + second * count;
    slope[at + 2] = (slope[at + 2] as number) + third * count;
    slope[at + 3] = (slope[at + 3] as number) + fourth * count;
  }
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
