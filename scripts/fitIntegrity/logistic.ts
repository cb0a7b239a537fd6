import { shareOf, type SignWeights } from "../../graders/integrity/likelihood.ts";
import { descend } from "../descend.ts";
import type { Sentence } from "./examples.ts";

/** How strongly weights are held near zero. */
const PENALTY = 0.7;
const BIAS_PENALTY = 1e-3;
/** A sign must occur in so many sentences. */
const SENTENCES = 2;
/** Smaller weights are left out: half of all, and next to nothing together. */
const LEAST = 0.15;
/** Sentences of replies are many, and all of one kind. */
const REPLY_WORTH = 0.5;

/** Fits the weights of integrity_weights.yaml: penalised logistic regression of "is an offence" on the signs of a sentence. */
export function fitModel(sentences: readonly Sentence[]): SignWeights {
  const numbers = numbersOf(sentences);
  const rows = sentences.map(({ label, signs }) => ({
    numbers: Int32Array.from([...signs].flatMap((sign) => numbers.get(sign) ?? [])),
    truth: label === "offence" ? 1 : 0,
    worth: label === "reply" ? REPLY_WORTH : 1,
  }));
  const ofBias = numbers.size;
  const penalty = new Float64Array(numbers.size + 1).fill(PENALTY);
  penalty[ofBias] = BIAS_PENALTY;
  const weights = descend(penalty, (slope, at) => {
    for (const row of rows) {
      let sum = at[ofBias] as number;
      for (const number of row.numbers) sum += at[number] as number;
      const error = row.worth * (shareOf(sum) - row.truth);
      for (const number of row.numbers) slope[number] = (slope[number] as number) + error;
      slope[ofBias] = (slope[ofBias] as number) + error;
    }
  });
  return {
    bias: weights[ofBias] as number,
    weights: new Map(
      [...numbers]
        .map(([sign, number]) => [sign, weights[number] as number] as const)
        .filter(([, weight]) => Math.abs(weight) >= LEAST),
    ),
  };
}

function numbersOf(sentences: readonly Sentence[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { signs } of sentences) for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count >= SENTENCES);
  return new Map(frequent.map(([sign], number) => [sign, number]));
}
