import { lookFor, lookForAny, type Reading, readingOf } from "./reading.ts";
import { type RequiredWords, requiredIn, type Search } from "./required.ts";

/**
 * Hundreds of patterns are asked of every sentence, and nearly all in vain. So each is registered here with the words it cannot
 * match without (`required.ts`); the first question about a text goes through it once and notes which of these words it holds.
 * What follows is a look at one bit, or a few.
 */
export function watchFor(source: string, search: Search = UNBOUNDED): Watch {
  return watchForWords(requiredIn(source, search));
}

const UNBOUNDED: Search = { bounded: false, lower: false };

/**
 * The sets of words of which a pattern needs one each, one behind the other: for each where it ends, then pairs of a place in a
 * row of facts and the bits there that stand for its words.
 */
export type Watch = readonly number[];

/** The watch for words that are known to be required. */
export function watchForWords(sets: RequiredWords): Watch {
  const watch: number[] = [];
  for (const set of sets) {
    const masks = new Map<number, number>();
    for (const fact of set.map(lookFor))
      masks.set(fact >> 5, (masks.get(fact >> 5) ?? 0) | (1 << (fact & 31)));
    watch.push(watch.length + 1 + 2 * masks.size, ...[...masks].flat());
  }
  return watch;
}

/** The watch for whichever of several patterns: one set, of the words that each needs most. */
export function watchForAny(watches: readonly Watch[]): Watch {
  const facts: number[] = [];
  for (const watch of watches) {
    const [end = 0] = watch;
    if (end === 0) return [];
    for (let index = 1; index < end; index += 2) {
      const [place = 0, mask = 0] = watch.slice(index, index + 2);
      for (let bit = 0; bit < 32; bit++) if ((mask & (1 << bit)) !== 0) facts.push(32 * place + bit);
    }
  }
  const fact = lookForAny(facts);
  return [3, fact >> 5, 1 << (fact & 31)];
}

/** The watch for all of several patterns: the sets of each. */
export function watchForAll(watches: readonly Watch[]): Watch {
  const all: number[] = [];
  for (const watch of watches) {
    const from = all.length;
    for (let index = 0, end = 0; index < watch.length; index++) {
      const isEnd = index === end;
      if (isEnd) end = watch[index] as number;
      all.push((watch[index] as number) + (isEnd ? from : 0));
    }
  }
  return all;
}

/** Whether the pattern of a watch may match in a text; false is certain. */
export function mayOccur(text: string, watch: Watch): boolean {
  return watch.length === 0 || mayOccurIn(readingOf(text), watch);
}

/** Whether the pattern of a watch may match in the text of a reading; false is certain. */
export function mayOccurIn({ facts, row }: Reading, watch: Watch): boolean {
  let index = 0;
  while (index < watch.length) {
    const end = watch[index++] as number;
    while (
      index < end &&
      ((facts[row + (watch[index] as number)] as number) & (watch[index + 1] as number)) === 0
    )
      index += 2;
    if (index >= end) return false;
    index = end;
  }
  return true;
}
