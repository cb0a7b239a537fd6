import { numberRows } from "../records/numberRows.ts";
import { DIMENSIONS } from "../records/rubric.ts";
import type { SampleName } from "../records/transcript.ts";
import type { Row } from "./rows.ts";

/** Rows of replies as numbers: a run may have a hundred thousand. */
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

/** Columns of fractions: the scores, and what it cost at list price and in this run, with NaN for null. */
const LIST = DIMENSIONS.length;
const INCURRED = LIST + 1;
/** Columns of whole numbers; words are -1 for null. */
const SCENARIO = 0;
const MODEL = 1;
const REPEAT = 2;
const WORDS = 3;
const GOLD = 4;
const FAILED = 5;
/** Columns of small numbers: bits of dimensions, counts of items, and values that few rows differ in. */
const GRADED = 0;
const UNSCORED = 1;
const CRITICAL = 2;
const UNGRADED = 3;
const OUTCOME = 4;
const SAID = 5;
const ELICITED = 6;
const FLAGS = 7;

/** A table without rows. */
export function rowTable(): RowTable {
  const fractions = numberRows("float64", DIMENSIONS.length + 2);
  const wholes = numberRows("int32", 6);
  const small = numberRows("uint16", 8);
  const scenarios = numbered<Row["scenario"]>();
  const models = numbered<string>();
  const golds = numbered<Row["gold"]>();
  const outcomes = numbered<Row["outcome"]>();
  const verdicts = numbered<Row["said"]>();
  const elicited = numbered<Row["elicited"]>();
  const failed = numbered<Row["failed"]>();

  const at: RowTable["at"] = (place) => {
    refuseMissing(place, fractions.length());
    const asked = elicited.at(small.at(place, ELICITED));
    const words = wholes.at(place, WORDS);
    const flags = small.at(place, FLAGS);
    return {
      scenario: scenarios.at(wholes.at(place, SCENARIO)),
      model: models.at(wholes.at(place, MODEL)),
      repeat: wholes.at(place, REPEAT),
      gold: golds.at(wholes.at(place, GOLD)),
      outcome: outcomes.at(small.at(place, OUTCOME)),
      scores: DIMENSIONS.map((_, dimension) => fractions.at(place, dimension)),
      graded: small.at(place, GRADED),
      unscored: small.at(place, UNSCORED),
      critical: small.at(place, CRITICAL),
      said: verdicts.at(small.at(place, SAID)),
      ...(asked === undefined ? {} : { elicited: asked }),
      leaks: (flags & LEAKS) !== 0,
      passes: (flags & PASSES) !== 0,
      words: words < 0 ? null : words,
      ungraded: small.at(place, UNGRADED),
      failed: failed.at(wholes.at(place, FAILED)),
      listUsd: knownOf(fractions.at(place, LIST)),
      incurredUsd: knownOf(fractions.at(place, INCURRED)),
    };
  };

  return {
    at,
    sampleAt: (place) => {
      refuseMissing(place, fractions.length());
      return {
        scenario: scenarios.at(wholes.at(place, SCENARIO)).id,
        model: models.at(wholes.at(place, MODEL)),
        repeat: wholes.at(place, REPEAT),
      };
    },
    incurredAt: (place) => {
      refuseMissing(place, fractions.length());
      return knownOf(fractions.at(place, INCURRED));
    },
    add: (row) => {
      wholes.push([
        scenarios.of(row.scenario),
        models.of(row.model),
        row.repeat,
        row.words ?? -1,
        golds.of(row.gold),
        failed.of(row.failed, row.failed.join(" ")),
      ]);
      small.push([
        row.graded,
        row.unscored,
        row.critical,
        row.ungraded,
        outcomes.of(row.outcome),
        verdicts.of(row.said),
        elicited.of(row.elicited),
        (row.leaks ? LEAKS : 0) | (row.passes ? PASSES : 0),
      ]);
      return fractions.push([...row.scores, row.listUsd ?? Number.NaN, row.incurredUsd ?? Number.NaN]);
    },
    ofModel: (model) => {
      const wanted = models.known(model);
      const rows: Row[] = [];
      for (let place = 0; place < fractions.length(); place++)
        if (wholes.at(place, MODEL) === wanted) rows.push(at(place));
      return rows;
    },
  };
}

const LEAKS = 1;
const PASSES = 2;

function refuseMissing(place: number, length: number): void {
  if (place < 0 || place >= length) throw new RangeError(`found no row ${place}, expected one of ${length}`);
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
