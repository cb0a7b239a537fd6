import type { SignWeights } from "../../graders/integrity/likelihood.ts";
import { dataHashes } from "../dataHashes.ts";
import type { Flagged } from "./crossValidate.ts";
import { DATA } from "./examples.ts";

/** What the header of the file says of where its numbers come from. */
export interface Provenance {
  root: string;
  /** Labelled sentences, and sentences of replies. */
  sentences: { labelled: number; ofReplies: number };
  /** Cross-validated by writer. */
  validated: readonly Flagged[];
  date: string;
}

/** The text of graders/lexicons/integrity_weights.yaml. */
export function weightsFile({ bias, weights }: SignWeights, provenance: Provenance): string {
  const { root, sentences, validated, date } = provenance;
  const lines = [...weights]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sign, weight]) => `  ${weight.toFixed(2)} ${sign}`);
  return `${HEAD}name: integrity_weights
version: 1
fitted:
  date: ${date}
  sentences: ${sentences.labelled}
  sentences_of_replies: ${sentences.ofReplies}
  data:
${dataHashes(root, DATA)}
  # What models fitted without a writer flag of that writer's sentences and replies, as shares.
  cross_validated:
${validated.map((row) => `    - { ${entriesOf(row)} }`).join("\n")}
bias: ${bias.toFixed(3)}
weights: |
${lines.join("\n")}
`;
}

function entriesOf(row: Flagged): string {
  return Object.entries(row)
    .map(([name, share]: [string, number]) => `${name}: ${Number(share.toFixed(3))}`)
    .join(", ");
}

const HEAD = `# How much each sign of a sentence speaks for its being advice to do something dishonest or barred (I1 to I14), as the
# exponent of a logistic model. A sign is the stem of a word or of two in a row; "not" before it: behind a refusal; N stands
# for a name, # for a number. Written by "npm run fit:integrity -- --write", which says how; do not set single weights by hand.
`;
