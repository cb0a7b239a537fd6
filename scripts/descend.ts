const STEPS = 160;
const RATE = 0.05;

/**
 * The weights that minimise a penalised loss, by Adam (Kingma and Ba 2015) over all examples at once with a falling rate.
 * @param penalty how strongly each weight is held near zero; as long as the weights
 * @param addSlope adds the slope of the loss at these weights, without the penalty
 * @param steps fewer where only the largest weights matter
 */
export function descend(
  penalty: Float64Array,
  addSlope: (slope: Float64Array, weights: Float64Array) => void,
  steps = STEPS,
): Float64Array {
  const weights = new Float64Array(penalty.length);
  const mean = new Float64Array(penalty.length);
  const square = new Float64Array(penalty.length);
  const slope = new Float64Array(penalty.length);
  for (let step = 1; step <= steps; step++) {
    for (let index = 0; index < weights.length; index++)
      slope[index] = (penalty[index] as number) * (weights[index] as number);
    addSlope(slope, weights);
    const rate = RATE * (step < steps * 0.6 ? 1 : 0.3);
    const [ofMean, ofSquare] = [1 - 0.9 ** step, 1 - 0.99 ** step];
    for (let index = 0; index < weights.length; index++) {
      const here = slope[index] as number;
      const newMean = 0.9 * (mean[index] as number) + 0.1 * here;
      const newSquare = 0.99 * (square[index] as number) + 0.01 * here * here;
      mean[index] = newMean;
      square[index] = newSquare;
      const size = Math.sqrt(newSquare / ofSquare) + 1e-8;
      weights[index] = (weights[index] as number) - (rate * (newMean / ofMean)) / size;
    }
  }
  return weights;
}
