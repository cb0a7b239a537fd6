import { repeatedKey, type SampleName } from "./transcript.ts";

/** A whole number for each of many samples, such as where it stands among the rows of something else. */
export interface SampleNumbers {
  of: (sample: SampleName) => number | undefined;
  /** Puts a number in place of what was there. */
  put: (sample: SampleName, number: number) => void;
}

/** None yet. Kept by repeat, since repeats of a scenario are many and count from 1. */
export function sampleNumbers(): SampleNumbers {
  const byKey = new Map<string, number[]>();
  return {
    of: (sample) => byKey.get(repeatedKey(sample))?.[sample.repeat],
    put: (sample, number) => {
      const key = repeatedKey(sample);
      const known = byKey.get(key);
      if (known) known[sample.repeat] = number;
      else {
        const numbers: number[] = [];
        numbers[sample.repeat] = number;
        byKey.set(key, numbers);
      }
    },
  };
}
