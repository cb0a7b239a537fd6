import { StatisticsError } from "../errors.ts";

/**
 * Draws scenarios' chances of passing: Beta with the given mean (0..1) and intraclass correlation `icc` = 1/(1+a+b)
 * (0..1). At icc 0 all are alike, at icc 1 each is 0 or 1. Throws `RANGE`.
 * Source: Beta from two gammas (Marsaglia & Tsang 2000), in logarithms, since shapes below 1 reach below 1e-308.
 */
export function chanceSource(mean: number, icc: number, random: () => number): () => number {
  if (!(mean >= 0 && mean <= 1 && icc >= 0 && icc <= 1))
    throw new StatisticsError("RANGE", `no chances have the mean ${mean} and the correlation ${icc}`);
  if (icc === 0 || mean === 0 || mean === 1) return () => mean;
  if (icc === 1) return () => (random() < mean ? 1 : 0);
  const strength = 1 / icc - 1;
  return () => {
    const passing = logGamma(mean * strength, random);
    const failing = logGamma((1 - mean) * strength, random);
    return 1 / (1 + Math.exp(failing - passing));
  };
}

/** The logarithm of a Gamma(shape) variate; below shape 1 that of Gamma(shape+1)·U^(1/shape). */
function logGamma(shape: number, random: () => number): number {
  const boost = shape < 1 ? Math.log(random()) / shape : 0;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const logV = Math.log(v);
    if (Math.log(random()) < (x * x) / 2 + d - d * v + d * logV) return boost + Math.log(d) + logV;
  }
}

/** A standard normal variate (Marsaglia's polar method, the second of each pair left unused). */
function normal(random: () => number): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
  }
}
