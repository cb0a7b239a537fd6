import type { Grade } from "../records/grade.ts";
import type { Label } from "../records/label.ts";
import type { Scenario } from "../records/scenario.ts";
import {
  agreement,
  cohenKappa,
  precisionRecall,
  ratio,
  type Ratio,
  type ReadingPair,
} from "../statistics/agreement.ts";

/** A reply with its scenario, its grades and what each annotator said of it. */
export interface LabelledReply {
  scenario: Scenario;
  grades: readonly Grade[];
  a: Label | undefined;
  b: Label | undefined;
}

/** One reading against another, the second being the reference; shares are of readings that both gave. */
export interface Comparison {
  n: number;
  agreement: Ratio;
  /** Cohen's κ; null where it is undefined. */
  kappa: number | null;
  /** Its 95 % interval; null with it. */
  kappaInterval: { low: number; high: number } | null;
  /** Of and for the field's positive class. */
  precision: Ratio;
  recall: Ratio;
}

/** The figures of a set of pairs. */
export function compare(pairs: readonly ReadingPair[], positive: string): Comparison {
  const same = pairs.filter(([first, second]) => first === second).length;
  const kappa = cohenKappa(pairs);
  return {
    n: pairs.length,
    agreement: { ...ratio(same, pairs.length), value: agreement(pairs) },
    kappa: kappa?.kappa ?? null,
    kappaInterval: kappa && { low: kappa.low, high: kappa.high },
    ...precisionRecall(pairs, positive),
  };
}
