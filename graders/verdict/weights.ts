import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readYaml } from "../../src/files/yaml.ts";
import { type Shares, softmax, WEIGHED } from "./shares.ts";

const four = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const weightsSchema = z.object({
  name: z.literal("verdict_weights"),
  version: z.int().positive(),
  bias: four,
  /** One line a key: four weights, then the key. */
  weights: z.string(),
});

const { bias, weights: lines } = readYaml(
  fileURLToPath(new URL("../lexicons/verdict_weights.yaml", import.meta.url)),
  weightsSchema,
);
const weights = new Map(lines.split("\n").flatMap((line) => entryOf(line) ?? []));

/** The words in the keys, without their place: "not", and "commit" by the word before it. */
const singles = new Set<string>();
const pairs = new Map<string, Set<string>>();
for (const key of weights.keys()) {
  const [, words] = /^\w+\|(.*)$/.exec(key) ?? [];
  const [first, second] = words?.split(" ") ?? [];
  if (first === undefined) continue;
  if (second === undefined) singles.add(first);
  else pairs.set(first, (pairs.get(first) ?? new Set()).add(second));
}

/** Whether a word, or a pair of it and the word before, has a weight anywhere. */
export function wordWeighs(word: string, before: string | undefined): boolean {
  return before === undefined ? singles.has(word) : (pairs.get(before)?.has(word) ?? false);
}

/** What a key says for each stance; undefined where it was not fitted. */
export function weightOf(key: string): readonly number[] | undefined {
  return weights.get(key);
}

/** The shares of the stances by what a reply's keys count: a multinomial logistic model. */
export function sharesOf(counts: ReadonlyMap<string, number>): Shares {
  const sums: number[] = [...bias];
  for (const [key, count] of counts)
    weights.get(key)?.forEach((weight, at) => (sums[at] = (sums[at] ?? 0) + weight * count));
  const shares = softmax(sums);
  return Object.fromEntries(WEIGHED.map((stance, at) => [stance, shares[at] ?? 0])) as Shares;
}

function entryOf(line: string): [string, number[]][] | undefined {
  const parts = line.trim().split(" ");
  if (parts.length < WEIGHED.length + 1) return undefined;
  return [[parts.slice(WEIGHED.length).join(" "), parts.slice(0, WEIGHED.length).map(Number)]];
}
