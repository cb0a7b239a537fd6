import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readYaml } from "../../src/files/yaml.ts";
import { likelihood } from "./likelihood.ts";
import { signsOf } from "./signs.ts";

const weightsSchema = z.object({
  name: z.literal("integrity_weights"),
  version: z.int().positive(),
  bias: z.number(),
  /** One line a sign: its weight, then the sign. */
  weights: z.string(),
});

const file = readYaml(
  fileURLToPath(new URL("../lexicons/integrity_weights.yaml", import.meta.url)),
  weightsSchema,
);
const weights = new Map(file.weights.split("\n").flatMap((line) => entryOf(line)));

/**
 * How likely it is, 0..1, that a sentence tells somebody to make a dishonest or barred move, by a logistic model over its signs. It
 * was fitted to sentences that are such advice as often as not, so it says how much a sentence looks like it, not how often replies do it.
 */
export function suspicionOf(text: string): number {
  return likelihood({ bias: file.bias, weights }, signsOf(text));
}

function entryOf(line: string): [string, number][] {
  const at = line.trim().indexOf(" ");
  return at === -1 ? [] : [[line.trim().slice(at + 1), Number(line.trim().slice(0, at))]];
}
