import { StatisticsError } from "../errors.ts";
import { chanceSource } from "./chances.ts";
import { shuffle } from "./random.ts";

/** Scenarios that are drawn anew for every round, and what the candidate does to them. */
export interface CorpusModel {
  scenarios: number;
  /** Mean of the scenarios' chances of passing and their intraclass correlation, both 0..1. */
  mean: number;
  icc: number;
  /** How much lower the mean is with the candidate, 0..mean. */
  drop: number;
  /**
   * `each`: every scenario falls with the same chance, so that the drop holds for the scenarios that might be drawn.
   * `corpus`: as many fall as lower the mean of this very corpus by `drop`, the last of them part of the way.
   */
  falls: "each" | "corpus";
}

/** One scenario's chance of passing before and after the change. */
export interface Chances {
  before: number;
  after: number;
}

/** What a fallen scenario keeps of its chance. */
const KEPT = 0.25;

/**
 * Starts corpora; each hands out its scenarios one by one, in random order, as many as `scenarios` says. Fallen scenarios
 * keep a quarter of their chance, or as little as it takes where a drop is larger than three quarters of the mean.
 * Throws `EMPTY` without scenarios, `RANGE` for a drop below 0 or above the mean and what {@link chanceSource} asks for.
 */
export function corpusSource(model: CorpusModel, random: () => number): () => () => Chances {
  const { scenarios, mean, icc, drop, falls } = model;
  if (!(Number.isInteger(scenarios) && scenarios >= 1))
    throw new StatisticsError("EMPTY", "a corpus needs scenarios");
  if (!(drop >= 0 && drop <= mean)) throw new StatisticsError("RANGE", `${mean} cannot fall by ${drop}`);
  const draw = chanceSource(mean, icc, random);
  if (drop === 0) return () => () => unchanged(draw());
  if (falls === "each") return () => eachFalling(draw, drop / mean, random);
  return () => {
    const chances = Array.from({ length: scenarios }, () => unchanged(draw()));
    letCorpusFall(chances, drop);
    shuffle(chances, random);
    return () => chances.pop() ?? unchanged(0);
  };
}

function unchanged(before: number): Chances {
  return { before, after: before };
}

/** Scenarios that on average lose a share `lost` of their chance. */
function eachFalling(draw: () => number, lost: number, random: () => number): () => Chances {
  const kept = Math.min(KEPT, 1 - lost);
  const share = lost / (1 - kept);
  return () => {
    const before = draw();
    return { before, after: random() < share ? kept * before : before };
  };
}

/** Lowers the mean by exactly `drop`, or to 0 where this corpus happens to lie lower. */
function letCorpusFall(chances: readonly Chances[], drop: number): void {
  const total = chances.reduce((sum, { before }) => sum + before, 0);
  const wanted = Math.min(drop * chances.length, total);
  const kept = Math.min(KEPT, total === 0 ? 0 : 1 - wanted / total);
  let left = wanted;
  for (const scenario of chances) {
    const fall = Math.min(left, (1 - kept) * scenario.before);
    scenario.after = scenario.before - fall;
    left -= fall;
  }
}
