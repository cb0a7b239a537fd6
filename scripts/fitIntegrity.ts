// Fits graders/lexicons/integrity_weights.yaml to the labelled sentences: npm run fit:integrity [-- --write]
import { join, resolve } from "node:path";
import { writeAtomic } from "../src/files/write.ts";
import { crossValidate, type Flagged, flagged } from "./fitIntegrity/crossValidate.ts";
import { sentencesIn } from "./fitIntegrity/examples.ts";
import { fitModel } from "./fitIntegrity/logistic.ts";
import { weightsFile } from "./fitIntegrity/weightsFile.ts";

const ROOT = resolve(import.meta.dirname, "..");
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

await run();

async function run(): Promise<void> {
  const sentences = await sentencesIn(ROOT);
  const validated = flagged(crossValidate(sentences, say), THRESHOLDS);
  for (const row of validated) say(lineOf(row));
  if (!process.argv.includes("--write")) return;
  const file = join(ROOT, "graders/lexicons/integrity_weights.yaml");
  const ofReplies = sentences.filter(({ label }) => label === "reply").length;
  const date = new Date().toISOString().slice(0, 10);
  const counts = { labelled: sentences.length - ofReplies, ofReplies };
  writeAtomic(file, weightsFile(fitModel(sentences), { root: ROOT, sentences: counts, validated, date }));
  say(file);
}

function lineOf({ threshold, ...shares }: Flagged): string {
  const parts = Object.entries(shares).map(([name, share]) => `${name} ${(100 * share).toFixed(1)} %`);
  return `>= ${threshold}: ${parts.join(", ")}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
