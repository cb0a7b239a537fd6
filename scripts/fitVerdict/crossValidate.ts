import { sha256 } from "../../src/files/hash.ts";
import { WEIGHED } from "../../graders/verdict/shares.ts";
import type { Example } from "./examples.ts";
import { fitModel, type Model, probabilities } from "./logistic.ts";

/** What a model that never saw a reply's writer, nor its scenario and twins, says of it. */
export interface Unseen {
  example: Example;
  /** In the order of `WEIGHED`. */
  shares: number[];
}

/**
 * Reads every example with a model fitted without it: without anything by its writer, and without any reply to a scenario of the
 * same sixth of families.
 */
export function crossValidate(examples: readonly Example[], log: (line: string) => void): Unseen[] {
  return [...Map.groupBy(examples, foldOf)].flatMap(([name, left]) => {
    log(`fitting without ${name} (${left.length})`);
    const model: Model = fitModel(examples.filter((example) => left.every((one) => areApart(example, one))));
    return left.map((example) => ({ example, shares: probabilities(model, example.counts) }));
  });
}

function foldOf({ source, deal, family }: Example): string {
  return deal === "invented" ? source : `${source}, families ${partOf(family)}`;
}

/** Recorded replies have one writer, which is the one that replies are read of, so that only their families are left out. */
function areApart(example: Example, left: Example): boolean {
  if (example.source === left.source && example.source !== RECORDED) return false;
  const bothScenarios = example.deal === "scenario" && left.deal === "scenario";
  return !bothScenarios || partOf(example.family) !== partOf(left.family);
}

const RECORDED = "recorded";
const PARTS = 6;

/** Families are dealt out by the hash of their name. */
function partOf(family: string): number {
  return Number.parseInt(sha256(`part ${family}`).slice(0, 8), 16) % PARTS;
}

/** Of the replies of one source that take a stance: how many are answered at a threshold, and how many of those rightly. */
export interface RiskAndCoverage {
  source: string;
  replies: number;
  threshold: number;
  answered: number;
  right: number;
}

/** Above this share of `none` a reply is left open. */
const MOST_NONE = 0.5;

/** Risk and coverage of the weighing alone, by source and in all, at each threshold. */
export function riskAndCoverage(unseen: readonly Unseen[], thresholds: readonly number[]): RiskAndCoverage[] {
  const stances = unseen.filter(({ example }) => example.verdict !== "none");
  const groups = [...Map.groupBy(stances, ({ example }) => example.source), ["all", stances] as const];
  return groups.flatMap(([source, replies]) =>
    thresholds.map((threshold) => {
      const answered = replies.filter(({ shares }) => answerOf(shares, threshold) !== undefined);
      const right = answered.filter(({ shares, example }) => answerOf(shares, threshold) === example.verdict);
      return {
        source,
        replies: replies.length,
        threshold,
        answered: answered.length,
        right: right.length,
      };
    }),
  );
}

/** The stance with the largest share among the three, if that is at least `threshold` of theirs. */
export function answerOf(shares: readonly number[], threshold: number): string | undefined {
  const none = shares[WEIGHED.indexOf("none")] ?? 0;
  if (none > MOST_NONE) return undefined;
  const three = WEIGHED.slice(0, 3).map((stance, at) => ({ stance, share: (shares[at] ?? 0) / (1 - none) }));
  return three.sort((a, b) => b.share - a.share).find(({ share }) => share >= threshold)?.stance;
}
