import { binomialCdf } from "./binomial.ts";
import { clopperPearson } from "./clopperPearson.ts";
import { clusteredInterval, clusteredMean } from "./clustered.ts";
import { predictionPowered, roganGladen } from "./corrected.ts";
import { normalCdf, normalQuantile, tCdf, tQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";
import { gwetAC1, kappaOfTable } from "./interRater.ts";
import { krippendorffAlpha } from "./krippendorff.ts";
import { rankIntervals } from "./leaderboard.ts";
import { mcnemar } from "./mcnemar.ts";
import { adjustP, criterionThresholds } from "./multiplicity.ts";
import { lowerLimitOfUnits, lowerLimitOnCorpus, newcombe, unitsMore } from "./nonInferiority.ts";
import { pairedT } from "./pairedT.ts";
import { passK } from "./passK.ts";
import { pairedPower, requiredUnits } from "./power.ts";
import { sequentialBinary, sequentialGraded, type SequentialResult } from "./sequential.ts";
import { signFlip } from "./signFlip.ts";
import { stratifiedExact, stratifiedZ } from "./stratified.ts";
import { varianceComponents } from "./variance.ts";
import {
  alternative,
  level,
  lists,
  number,
  numbers,
  passes,
  planOf,
  ratings,
  type Row,
  share,
} from "./vectorInput.ts";
import { type Interval, wilson } from "./wilson.ts";

/**
 * The functions that reference vectors (test/vectors/statistics.json) name, each from a vector's `input` to the shape of
 * its `expected`. Throws {@link StatisticsError}, whose `code` is a vector's `error`; `INPUT` for an input of another shape.
 */
export const STATISTICS: Readonly<Record<string, (input: unknown) => unknown>> = {
  wilson: vector((row) => limits(wilson(number(row, "x"), number(row, "n"), number(row, "conf")))),
  clusteredMean: vector((row) => {
    const { mean, se, clusters } = clusteredMean(numbers(row, "y"), numbers(row, "cluster"));
    return { mean, se, G: clusters, df: clusters - 1 };
  }),
  wilsonEff: vector((row) => {
    const estimate = {
      mean: number(row, "mean"),
      se: number(row, "se"),
      clusters: number(row, "G"),
      n: number(row, "N"),
    };
    const interval = clusteredInterval(estimate, number(row, "conf"));
    return { nEff: interval.nEffective, ...limits(interval) };
  }),
  passK: vector((row) => {
    const { atLeastOne, all } = passK(number(row, "n"), number(row, "c"), number(row, "k"));
    return { passAtK: atLeastOne, passHatK: all };
  }),
  tQuantile: vector((row) => ({ q: tQuantile(number(row, "p"), number(row, "df")) })),
  tCdf: vector((row) => ({ p: tCdf(number(row, "x"), number(row, "df")) })),
  normalQuantile: vector((row) => ({ q: normalQuantile(number(row, "p")) })),
  binomialCdf: vector((row) => ({ p: binomialCdf(number(row, "k"), number(row, "n"), number(row, "p")) })),
  pairedT: vector((row) => {
    const { low, high, ...test } = pairedT(numbers(row, "d"), alternative(row));
    return { ...test, lo95: low, hi95: high };
  }),
  mcnemar: vector((row) => mcnemar(number(row, "wins"), number(row, "losses"))),
  signFlipExact: vector((row) => signFlip(numbers(row, "d"))),
  stratExact: vector((row) => {
    const { z, ...p } = stratifiedExact(passes(row));
    return { ...p, zCMH: z };
  }),
  cmhZGraded: vector((row) => ({ z: stratifiedZ(lists(row, "a"), lists(row, "b")) })),
  niLowerPopulation: vector((row) => lowerLimitOfUnits(numbers(row, "d"), number(row, "alpha"))),
  niLowerCorpus: vector((row) => {
    const { nEffectiveA, nEffectiveB, ...rest } = lowerLimitOnCorpus(passes(row), number(row, "alpha"));
    return { ...rest, nEffA: nEffectiveA, nEffB: nEffectiveB };
  }),
  newcombe: vector((row) => newcombe(share(row, "xA", "nA"), share(row, "xB", "nB"), number(row, "alpha"))),
  nMore: vector((row) => ({
    n: unitsMore(numbers(row, "d"), number(row, "margin"), number(row, "inflation")),
  })),
  adjustP: vector((row) => adjustP(numbers(row, "p"))),
  criterionThresholds: vector((row) => {
    const { drop, pass } = criterionThresholds(
      numbers(row, "weights"),
      number(row, "alpha"),
      number(row, "alpha"),
    );
    return { drop, pass_: pass };
  }),
  rankCI: vector((row) => {
    const { pHolm, ranks } = rankIntervals(lists(row, "scores"), number(row, "alpha"));
    return { pHolm, lo: ranks.map(({ best }) => best), hi: ranks.map(({ worst }) => worst) };
  }),
  varianceComponents: vector((row) => varianceComponents(lists(row, "y"))),
  sequentialGateBinary: vector((row) => {
    const plan = { ...planOf(row), guardZ: number(row, "guardZ"), psis: numbers(row, "psi") };
    return gateOf(sequentialBinary(passes(row), plan), [1, 2, 3, 5, 10]);
  }),
  sequentialGateGraded: vector((row) => gateOf(sequentialGraded(numbers(row, "d"), planOf(row)), [1, 5])),
  clopperPearson: vector((row) =>
    limits(clopperPearson(number(row, "x"), number(row, "n"), number(row, "conf"))),
  ),
  pairedPower: vector((row) => {
    const { exact, normal } = pairedPower(
      number(row, "n"),
      number(row, "delta"),
      number(row, "sd"),
      number(row, "alpha"),
    );
    return { exactNoncentralT: exact, normalApprox: normal };
  }),
  requiredN: vector((row) => {
    const { exact, normal } = requiredUnits(
      number(row, "delta"),
      number(row, "variance"),
      number(row, "alpha"),
      number(row, "power"),
    );
    return { nExactT: exact, nNormal: normal };
  }),
  roganGladen: vector((row) => {
    const judged = {
      share: number(row, "p"),
      n: number(row, "n"),
      sensitivity: number(row, "sens"),
      goods: number(row, "m1"),
      specificity: number(row, "spec"),
      bads: number(row, "m0"),
    };
    const result = roganGladen(judged, number(row, "conf"));
    return { theta: result.share, ...limits(result) };
  }),
  ppiMean: vector((row) => {
    const [labels, labelled, rest] = [
      numbers(row, "labels"),
      numbers(row, "judgeOnLabelled"),
      numbers(row, "judgeOnRest"),
    ];
    const { estimate, se, lambda, ...interval } = predictionPowered(
      labels,
      labelled,
      rest,
      number(row, "conf"),
    );
    return { lambda_: lambda, est: estimate, se, ...limits(interval) };
  }),
  cohenKappa: vector((row) => {
    const { kappa, se, low, high } = kappaOfTable(lists(row, "table"));
    return { kappa, se, lo95: low, hi95: high };
  }),
  gwetAC1: vector((row) => gwetAC1(lists(row, "table"))),
  krippendorffAlpha: vector((row) => ({ alpha: krippendorffAlpha(ratings(row, "units"), level(row)) })),
  normalCdf: vector((row) => ({ p: normalCdf(number(row, "x")) })),
};

function vector(run: (row: Row) => unknown): (input: unknown) => unknown {
  return (input) => {
    if (typeof input !== "object" || input === null)
      throw new StatisticsError("INPUT", "the input is not an object");
    return run(input as Row);
  };
}

function limits({ low, high }: Interval): { lo: number; hi: number } {
  return { lo: low, hi: high };
}

/** A gate's result with its path at the units that vectors show: some early ones, the stop and the last. */
function gateOf({ verdict, stoppedAt, path }: SequentialResult, early: readonly number[]): unknown {
  const shown = path.filter(({ unit }) => early.includes(unit) || unit === stoppedAt || unit === path.length);
  return {
    verdict: verdict.toUpperCase(),
    stoppedAt,
    path: shown.map(({ eNonInferior, ...step }) => ({ ...step, eNI: eNonInferior })),
  };
}
