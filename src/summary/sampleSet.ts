import { repeatedKey, type SampleName } from "../records/transcript.ts";

/** Which samples are there: one bit each, since a run may have a hundred thousand. */
export interface SampleSet {
  size: () => number;
  has: (sample: SampleName) => boolean;
  add: (sample: SampleName) => void;
  clear: () => void;
}

/** An empty set. */
export function sampleSet(): SampleSet {
  /** By scenario and model: bit i of word w stands for repeat 32 w + i. */
  const repeats = new Map<string, number[]>();
  let size = 0;
  const wordsOf = (sample: SampleName): number[] | undefined => repeats.get(repeatedKey(sample));
  const has: SampleSet["has"] = (sample) => {
    const word = wordsOf(sample)?.[sample.repeat >>> 5] ?? 0;
    return ((word >>> (sample.repeat & 31)) & 1) === 1;
  };
  return {
    size: () => size,
    has,
    add: (sample) => {
      if (has(sample)) return;
      const words = wordsOf(sample) ?? [];
      repeats.set(repeatedKey(sample), words);
      while (words.length <= sample.repeat >>> 5) words.push(0);
      words[sample.repeat >>> 5] = (words[sample.repeat >>> 5] ?? 0) | (1 << (sample.repeat & 31));
      size++;
    },
    clear: () => {
      repeats.clear();
      size = 0;
    },
  };
}
