import type { Span } from "../files/jsonl.ts";
import { repeatedKey, type SampleName } from "../records/transcript.ts";

/** Where a sample's transcript stands, and whether it needs no further asking. */
export interface Place extends Span {
  done: boolean;
}

/** Where the transcripts of samples stand: numbers in columns, since a run may have a hundred thousand. */
export interface SamplePlaces {
  size: () => number;
  at: (sample: SampleName) => Place | undefined;
  /** Puts a place in place of what was there. */
  put: (sample: SampleName, place: Place) => void;
  all: () => Iterable<Place>;
}

/** Numbers a sample: start of its line, its length (0 = there is none), whether it is done. */
const WIDTH = 3;

/** No samples yet. */
export function samplePlaces(): SamplePlaces {
  /** By scenario and model; the numbers of repeat r stand from place r × WIDTH on. */
  const columns = new Map<string, Float64Array>();
  let size = 0;
  const at: SamplePlaces["at"] = (sample) => {
    const numbers = columns.get(repeatedKey(sample));
    return numbers && placeIn(numbers, sample.repeat);
  };
  return {
    size: () => size,
    at,
    put: (sample, { start, length, done }) => {
      if (!at(sample)) size++;
      const key = repeatedKey(sample);
      const numbers = withRoom(columns.get(key), (sample.repeat + 1) * WIDTH);
      numbers.set([start, length, Number(done)], sample.repeat * WIDTH);
      columns.set(key, numbers);
    },
    *all() {
      for (const numbers of columns.values()) {
        for (let repeat = 0; repeat * WIDTH < numbers.length; repeat++) {
          const place = placeIn(numbers, repeat);
          if (place) yield place;
        }
      }
    },
  };
}

function placeIn(numbers: Float64Array, repeat: number): Place | undefined {
  const [start = 0, length = 0, done = 0] = numbers.subarray(repeat * WIDTH, (repeat + 1) * WIDTH);
  return length === 0 ? undefined : { start, length, done: done === 1 };
}

/** The numbers, or a copy with at least so much room. */
function withRoom(numbers: Float64Array | undefined, length: number): Float64Array {
  if (numbers && numbers.length >= length) return numbers;
  const larger = new Float64Array(Math.max(length, (numbers?.length ?? 0) * 2));
  if (numbers) larger.set(numbers);
  return larger;
}
