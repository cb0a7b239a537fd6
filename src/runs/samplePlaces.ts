import type { Span } from "../files/jsonl.ts";
import { numberRows } from "../records/numberRows.ts";
import { sampleNumbers } from "../records/sampleNumbers.ts";
import type { SampleName } from "../records/transcript.ts";

/** Where a sample's transcript stands, and whether it needs no further asking. */
export interface Place extends Span {
  done: boolean;
}

/** Where the transcripts of samples stand: numbers in rows, since a run may have a hundred thousand. */
export interface SamplePlaces {
  size: () => number;
  at: (sample: SampleName) => Place | undefined;
  /** Puts a place in place of what was there. */
  put: (sample: SampleName, place: Place) => void;
  all: () => Iterable<Place>;
  /** The places of those of these samples that have one, in their order. */
  inOrder: (order: Iterable<SampleName>) => OrderedPlaces;
}

/** Places in an order that can be gone through more than once. */
export interface OrderedPlaces extends Iterable<Place> {
  length: number;
}

/** No samples yet. */
export function samplePlaces(): SamplePlaces {
  const rows = sampleNumbers();
  const starts = numberRows("float64", 1);
  /** Length of the line; whether it is done. */
  const wholes = numberRows("uint32", 2);
  const placeAt = (row: number): Place => ({
    start: starts.at(row, 0),
    length: wholes.at(row, 0),
    done: wholes.at(row, 1) === 1,
  });
  return {
    size: starts.length,
    at: (sample) => {
      const row = rows.of(sample);
      return row === undefined ? undefined : placeAt(row);
    },
    put: (sample, { start, length, done }) => {
      const row = rows.of(sample);
      if (row === undefined) {
        rows.put(sample, starts.push([start]));
        wholes.push([length, Number(done)]);
        return;
      }
      starts.put(row, 0, start);
      wholes.put(row, 0, length);
      wholes.put(row, 1, Number(done));
    },
    *all() {
      for (let row = 0; row < starts.length(); row++) yield placeAt(row);
    },
    inOrder: (order) => {
      const ordered = numberRows("uint32", 1);
      for (const sample of order) {
        const row = rows.of(sample);
        if (row !== undefined) ordered.push([row]);
      }
      return {
        length: ordered.length(),
        *[Symbol.iterator]() {
          for (let at = 0; at < ordered.length(); at++) yield placeAt(ordered.at(at, 0));
        },
      };
    },
  };
}
