/** The stances that are weighed, in the order of verdict_weights.yaml; `none` stands for plans and explanations that take none. */
export const WEIGHED = ["pursue", "develop", "disqualify", "none"] as const;
export type Weighed = (typeof WEIGHED)[number];

/** How likely each stance is, 0..1, together 1. */
export type Shares = Record<Weighed, number>;

/** Sums of weights as shares. */
export function softmax(sums: readonly number[]): number[] {
  const highest = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
