import { dataHashes } from "../dataHashes.ts";
import type { RiskAndCoverage } from "./crossValidate.ts";
import type { Model } from "./logistic.ts";

/** What the header of the file says of where its numbers come from. */
export interface Provenance {
  root: string;
  /** Data files, relative to the root. */
  data: readonly string[];
  examples: number;
  /** Cross-validated, at the threshold in use, one line a source. */
  validated: readonly RiskAndCoverage[];
  date: string;
}

/** Smaller weights change nothing. */
const LEAST = 0.005;

/** The text of graders/lexicons/verdict_weights.yaml. */
export function weightsFile({ bias, weights }: Model, provenance: Provenance): string {
  const { root, data, examples, validated, date } = provenance;
  const lines = [...weights]
    .filter(([, row]) => row.some((weight) => Math.abs(weight) >= LEAST))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, row]) => `  ${numbers(row)} ${key}`);
  return `${HEAD}name: verdict_weights
version: 7
fitted:
  date: ${date}
  replies: ${examples}
  data:
${dataHashes(root, data)}
  # What a model fitted without a writer, and without a scenario and its twins, says of them.
  cross_validated:
${validated.map((row) => `    ${row.source}: { threshold: ${row.threshold}, replies: ${row.replies}, answered: ${row.answered}, right: ${row.right} }`).join("\n")}
bias: [${numbers(bias).replaceAll(" ", ", ")}]
weights: |
${lines.join("\n")}
`;
}

const HEAD = `# How much each sign of a reply speaks for pursue, develop, disqualify and for no stance at all, in that order.
# "cue <place>:<name>" is a cue of verdict_weighing.yaml, said plainly (here), as the outcome of a test still to come (if), denied
# (not), or also in the opening (open). "says <stance> <manner>" is an expression of verdicts.yaml. "<place>|<words>" is a word or
# two words in a row, said plainly (here), beside a condition (if), in a question (ask), in a quotation (quote), also in the opening
# (open), or wherever (any); N stands for a name, # for a number.
# Written by "npm run fit:verdict -- --write", which says how; do not set single weights by hand.
`;

function numbers(row: readonly number[]): string {
  return row.map((weight) => weight.toFixed(3)).join(" ");
}
