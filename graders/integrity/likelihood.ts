/** What each sign of a sentence says for its being an offence, and where a sentence without signs stands. */
export interface SignWeights {
  bias: number;
  weights: ReadonlyMap<string, number>;
}

/** How likely a sentence with these signs is an offence, 0..1, by a logistic model. */
export function likelihood({ bias, weights }: SignWeights, signs: ReadonlySet<string>): number {
  let sum = bias;
  for (const sign of signs) sum += weights.get(sign) ?? 0;
  return shareOf(sum);
}

/** The logistic function. */
export function shareOf(sum: number): number {
  return 1 / (1 + Math.exp(-sum));
}
