import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readYaml } from "../../src/files/yaml.ts";
import { WEIGHED } from "./shares.ts";
import type { SignKeys } from "./signs.ts";
import { PLACES } from "./spoken.ts";
import { vocabularyOf } from "../text/vocabulary.ts";
import type { Words } from "./words.ts";

const four = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const weightsSchema = z.object({
  name: z.literal("verdict_weights"),
  version: z.int().positive(),
  bias: four,
  /** One line a key: four weights, then the key. */
  weights: z.string(),
});

const file = readYaml(
  fileURLToPath(new URL("../lexicons/verdict_weights.yaml", import.meta.url)),
  weightsSchema,
);
const STANCES = WEIGHED.length;
const entries = file.weights.split("\n").flatMap((line) => entryOf(line) ?? []);
const weights = Float64Array.from(entries.flatMap((entry) => entry.weights));

/** What speaks for each stance, in the order of `WEIGHED`, before a word is read. */
export const bias: readonly number[] = file.bias;

/** How many keys were fitted: their numbers are 0 and up. */
export const keyCount = entries.length;

/** The numbers of the keys of signs; -1 where none was fitted. */
export const SIGN_NUMBERS: SignKeys<number> = {
  ofCue: ({ place, name }) => cues.get(place)?.get(name) ?? NONE,
  ofExpression: (said, manner = "") => expressions.get(said)?.get(manner) ?? NONE,
};

const cues = signsInKeys(/^cue (\w+):(.+)$/);
const expressions = signsInKeys(/^says (\w+)(?: (.+))?$/);

/** The numbers of the keys of a form, by what its two groups hold. */
function signsInKeys(form: RegExp): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const [number, { key }] of entries.entries()) {
    const [, first, second = ""] = form.exec(key) ?? [];
    if (first !== undefined) found.set(first, (found.get(first) ?? new Map()).set(second, number));
  }
  return found;
}

/** The key of a number. */
export function keyOf(number: number): string {
  return entries[number]?.key ?? "";
}

/** What a key says for a stance (index in `WEIGHED`); nothing where it was not fitted. */
export function weightOf(number: number, stance: number): number {
  return number === NONE ? 0 : (weights[number * STANCES + stance] as number);
}

const NONE = -1;

/** The numbers of the keys of a word or pair of words, by their place as index in `PLACES`; -1 where none was fitted. */
type Numbers = readonly number[];

/** A word in a key that was fitted: its numbers alone, and in pairs by the word before. */
export interface WeighedWord {
  alone: Numbers | undefined;
  after: ReadonlyMap<WeighedWord, Numbers>;
}

const byText = wordsInKeys();

/** The words that are in a key. */
export const weighedWords: Words<WeighedWord> = {
  name: byText.get("N"),
  number: byText.get("#"),
  ...vocabularyOf([...byText].filter(([text]) => text !== "N")),
};

function wordsInKeys(): ReadonlyMap<string, WeighedWord> {
  const found = new Map<string, { alone: number[] | undefined; after: Map<WeighedWord, number[]> }>();
  const wordOf = (text: string) => {
    const word = found.get(text) ?? { alone: undefined, after: new Map() };
    found.set(text, word);
    return word;
  };
  for (const [number, { key }] of entries.entries()) {
    const [, place = "", first, second] = /^(\w+)\|(\S+)(?: (\S+))?$/.exec(key) ?? [];
    if (first === undefined) continue;
    const at = PLACES.findIndex((one) => one === place);
    const word = wordOf(second ?? first);
    if (second === undefined) (word.alone ??= noNumbers())[at] = number;
    else {
      const before = wordOf(first);
      const pair = word.after.get(before) ?? noNumbers();
      word.after.set(before, pair);
      pair[at] = number;
    }
  }
  return found;
}

function noNumbers(): number[] {
  return PLACES.map(() => NONE);
}

function entryOf(line: string): { key: string; weights: number[] }[] | undefined {
  const parts = line.trim().split(" ");
  if (parts.length < STANCES + 1) return undefined;
  return [{ key: parts.slice(STANCES).join(" "), weights: parts.slice(0, STANCES).map(Number) }];
}
