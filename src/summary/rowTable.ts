import { DIMENSIONS } from "../records/rubric.ts";
import type { SampleName } from "../records/transcript.ts";
import type { Row } from "./rows.ts";

/** Rows of replies as numbers in columns: a run may have a hundred thousand. */
export interface RowTable {
  /** Adds a row, and gives its place. */
  add: (row: Row) => number;
  /** @throws RangeError where there is none at this place. */
  at: (place: number) => Row;
  /** Which sample a row is of, without the rest of it. @throws RangeError likewise. */
  sampleAt: (place: number) => SampleName;
  /** What it cost in this run, in USD; null where that is unknown. @throws RangeError likewise. */
  incurredAt: (place: number) => number | null;
  /** Those of one model, in the order in which they were added. */
  ofModel: (model: string) => Row[];
}

/** Columns of fractions: the scores; words, and what it cost at list price and in this run, with NaN for null. */
const FRACTIONS = DIMENSIONS.length + 3;
/** Columns of whole numbers. */
const WHOLES = 13;
/** Where some of them stand. */
const SCENARIO = 0;
const MODEL = 1;
const REPEAT = 7;
const INCURRED = FRACTIONS - 1;
/** Rows that share their columns: a table grows without being copied. */
const CHUNK = 1024;

interface Chunk {
  fractions: Float64Array;
  wholes: Int32Array;
}

/** A table without rows. */
export function rowTable(): RowTable {
  const chunks: Chunk[] = [];
  let length = 0;
  const scenarios = numbered<Row["scenario"]>();
  const models = numbered<string>();
  const golds = numbered<Row["gold"]>();
  const outcomes = numbered<Row["outcome"]>();
  const verdicts = numbered<Row["said"]>();
  const elicited = numbered<Row["elicited"]>();
  const failed = numbered<Row["failed"]>();

  const chunkOf = (place: number): Chunk => {
    const chunk = chunks[Math.floor(place / CHUNK)];
    if (!chunk || place >= length) throw new RangeError(`found no row ${place}, expected one of ${length}`);
    return chunk;
  };
  const at: RowTable["at"] = (place) => {
    const chunk = chunkOf(place);
    const row = place % CHUNK;
    const fractions = chunk.fractions.subarray(row * FRACTIONS, (row + 1) * FRACTIONS);
    const [words = 0, listUsd = 0, incurredUsd = 0] = fractions.subarray(DIMENSIONS.length);
    const [
      scenario = 0,
      model = 0,
      gold = 0,
      outcome = 0,
      said = 0,
      oneWord = 0,
      failures = 0,
      repeat = 0,
      graded = 0,
      unscored = 0,
      critical = 0,
      ungraded = 0,
      flags = 0,
    ] = chunk.wholes.subarray(row * WHOLES, (row + 1) * WHOLES);
    const asked = elicited.at(oneWord);
    return {
      scenario: scenarios.at(scenario),
      model: models.at(model),
      repeat,
      gold: golds.at(gold),
      outcome: outcomes.at(outcome),
      scores: [...fractions.subarray(0, DIMENSIONS.length)],
      graded,
      unscored,
      critical,
      said: verdicts.at(said),
      ...(asked === undefined ? {} : { elicited: asked }),
      leaks: (flags & LEAKS) !== 0,
      passes: (flags & PASSES) !== 0,
      words: knownOf(words),
      ungraded,
      failed: failed.at(failures),
      listUsd: knownOf(listUsd),
      incurredUsd: knownOf(incurredUsd),
    };
  };

  return {
    at,
    sampleAt: (place) => {
      const { wholes } = chunkOf(place);
      const first = (place % CHUNK) * WHOLES;
      return {
        scenario: scenarios.at(wholes[first + SCENARIO] ?? 0).id,
        model: models.at(wholes[first + MODEL] ?? 0),
        repeat: wholes[first + REPEAT] ?? 0,
      };
    },
    incurredAt: (place) =>
      knownOf(chunkOf(place).fractions[(place % CHUNK) * FRACTIONS + INCURRED] ?? Number.NaN),
    add: (row) => {
      const place = length++;
      if (place % CHUNK === 0) chunks.push(emptyChunk());
      const { fractions, wholes } = chunks.at(-1) as Chunk;
      fractions.set(
        [...row.scores, row.words ?? Number.NaN, row.listUsd ?? Number.NaN, row.incurredUsd ?? Number.NaN],
        (place % CHUNK) * FRACTIONS,
      );
      wholes.set(
        [
          scenarios.of(row.scenario),
          models.of(row.model),
          golds.of(row.gold),
          outcomes.of(row.outcome),
          verdicts.of(row.said),
          elicited.of(row.elicited),
          failed.of(row.failed, row.failed.join(" ")),
          row.repeat,
          row.graded,
          row.unscored,
          row.critical,
          row.ungraded,
          (row.leaks ? LEAKS : 0) | (row.passes ? PASSES : 0),
        ],
        (place % CHUNK) * WHOLES,
      );
      return place;
    },
    ofModel: (model) => {
      const wanted = models.known(model);
      const places = Array.from({ length }, (_, place) => place);
      return places
        .filter(
          (place) => chunks[Math.floor(place / CHUNK)]?.wholes[(place % CHUNK) * WHOLES + MODEL] === wanted,
        )
        .map(at);
    },
  };
}

const LEAKS = 1;
const PASSES = 2;

function emptyChunk(): Chunk {
  return { fractions: new Float64Array(CHUNK * FRACTIONS), wholes: new Int32Array(CHUNK * WHOLES) };
}

function knownOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Values that few rows differ in, each with a number; those with the same key are one. */
function numbered<Value>() {
  const values: Value[] = [];
  const numbers = new Map<unknown, number>();
  return {
    of: (value: Value, key: unknown = value): number => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, values.length);
      return values.push(value) - 1;
    },
    known: (key: unknown): number | undefined => numbers.get(key),
    at: (number: number): Value => values[number] as Value,
  };
}
