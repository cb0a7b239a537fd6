import { once } from "node:events";
import { Command, Option } from "commander";
import { openScratch } from "../files/scratchFile.ts";
import { refuseOutFile } from "../files/write.ts";
import { DealbenchError } from "../records/errors.ts";
import { EXPORT_ROWS, type ExportRows, EXPORTS, type ExportWriter } from "../report/exports.ts";
import { newestRun, readRun, refuseUngraded } from "../runs/folder.ts";
import { streamStored } from "../runs/stream.ts";

const FORMATS = [...Object.keys(EXPORTS), "promptfoo"];

interface ExportOptions {
  to: string;
  rows: ExportRows;
  out?: string;
  replace?: boolean;
  reports: string;
}

/** `dealbench export`: a run's grades as a table for other tools; nothing is graded and no model is called. */
export function exportCommand(): Command {
  return new Command("export")
    .description(
      "write a run's grades as CSV or JSONL, one row a reply and dimension, or one an item; or its results for promptfoo",
    )
    .argument("[run]", "the run folder (default: the newest under --reports)")
    .addOption(new Option("--to <format>", "the format").choices(FORMATS).default("csv"))
    .addOption(new Option("--rows <kind>", "what one row is").choices(EXPORT_ROWS).default("dimension"))
    .option("--out <file>", "where to (default: standard output)")
    .option("--replace", "write over a file that is there")
    .option("--reports <folder>", "where run folders are", "reports")
    .addHelpText(
      "after",
      `
A place that cannot be written is told before anything is read (exit 2); a disk that fills up on the way leaves what was there (exit 4).
Cells that a spreadsheet would run as a formula get an apostrophe in front.

Examples:
  dealbench export --to csv --out scores.csv
  dealbench export reports/mine --to jsonl --rows item
  dealbench export reports/mine --to promptfoo --out results.json      for promptfoo import, then promptfoo view`,
    )
    .action(exportRun);
}

async function exportRun(folder: string | undefined, options: ExportOptions): Promise<void> {
  const chosen = folder ?? newestRun(options.reports);
  if (chosen === undefined) {
    throw new DealbenchError(`${options.reports}: holds no run; make one with: dealbench run`);
  }
  if (options.out !== undefined) refuseOutFile(options.out, { isReplaced: options.replace === true });
  const write = await writerOf(options.to);
  const run = readRun(chosen);
  refuseUngraded(chosen, run);
  const pieces = write({ run, rows: options.rows, replies: streamStored(chosen) });
  if (options.out === undefined) await toStdout(pieces);
  else await toFile(options.out, pieces);
}

/** The writer of a format; promptfoo's needs the graders' words, and is loaded for itself. */
async function writerOf(format: string): Promise<ExportWriter> {
  const write =
    format === "promptfoo" ? (await import("../promptfoo/results.ts")).writePromptfoo : EXPORTS[format];
  if (write) return write;
  throw new DealbenchError(`--to: found "${format}", expected ${FORMATS.join(", ")}`);
}

async function toFile(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const scratch = openScratch(file);
  try {
    for await (const piece of pieces) scratch.append(piece);
    scratch.commit();
  } finally {
    scratch.discard();
  }
  process.stderr.write(`${file}\n`);
}

async function toStdout(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, "drain");
  }
}
