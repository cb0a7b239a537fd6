// Fits graders/lexicons/verdict_weights.yaml to the labelled replies: npm run fit:verdict [-- --write]
import { join, resolve } from "node:path";
import { writeAtomic } from "../src/files/write.ts";
import { crossValidate, type RiskAndCoverage, riskAndCoverage } from "./fitVerdict/crossValidate.ts";
import { DATA, flawedExamples, recordedExamples, writtenExamples } from "./fitVerdict/examples.ts";
import { fitModel } from "./fitVerdict/logistic.ts";
import { weightsFile } from "./fitVerdict/weightsFile.ts";

const ROOT = resolve(import.meta.dirname, "..");
const THRESHOLDS = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9];
/** The threshold of the weighing in graders/verdict/combined.ts, for the file's header. */
const IN_USE = 0.7;

await run();

async function run(): Promise<void> {
  const examples = [
    ...(await recordedExamples(ROOT)),
    ...(await flawedExamples(ROOT)),
    ...(await writtenExamples(ROOT)),
  ];
  const rows = riskAndCoverage(crossValidate(examples, say), THRESHOLDS);
  say(table(rows));
  if (!process.argv.includes("--write")) return;
  const file = join(ROOT, "graders/lexicons/verdict_weights.yaml");
  const validated = rows.filter(({ threshold }) => threshold === IN_USE);
  const date = new Date().toISOString().slice(0, 10);
  const provenance = { root: ROOT, data: DATA, examples: examples.length, validated, date };
  writeAtomic(file, weightsFile(fitModel(examples), provenance));
  say(file);
}

function table(rows: readonly RiskAndCoverage[]): string {
  const sources = [...Map.groupBy(rows, ({ source }) => source)];
  const head = ["source", "replies", ...THRESHOLDS.map((threshold) => `>= ${threshold}`)];
  const lines = sources.map(([source, ofSource]) => [
    source,
    String(ofSource[0]?.replies ?? 0),
    ...ofSource.map(
      ({ answered, right, replies }) =>
        `${Math.round((100 * answered) / replies)} % read, ${right}/${answered}`,
    ),
  ]);
  return [head, ...lines]
    .map((cells) => cells.map((cell, at) => cell.padEnd(at === 0 ? 10 : 18)).join(" "))
    .join("\n");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
