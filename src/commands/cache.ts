import { Command, InvalidArgumentError, Option } from "commander";
import type { CacheStats, ModelCacheStats } from "../records/cache.ts";
import { DealbenchError } from "../records/errors.ts";
import { counted, dollars } from "../report/numbers.ts";
import { printable } from "../report/terminal.ts";
import { alignColumns } from "./columns.ts";

interface CacheOptions {
  cache?: string;
  json?: boolean;
}

interface PruneOptions extends CacheOptions {
  olderThan?: number;
  model?: string;
  all?: boolean;
}

/** `dealbench cache`: what the response cache holds, and how to make it smaller. */
export function cacheCommand(): Command {
  return new Command("cache")
    .description(
      "the response cache: replies that were paid for and are not asked for again, and grades that need not be made again",
    )
    .addCommand(statsCommand())
    .addCommand(pruneCommand())
    .addHelpText("after", EXITS);
}

const EXITS =
  "\nExit codes: 0 fine · 2 wrong use, or a file that is no response cache: it stays as it is · 4 it could not be read or written";

function statsCommand(): Command {
  return withCache(new Command("stats"))
    .description("how many replies of which models are kept, what they cost and how much room they take")
    .addHelpText(
      "after",
      `
Examples:
  dealbench cache stats
  dealbench cache stats --cache /var/tmp/replies.sqlite --json
${EXITS}`,
    )
    .action(printStats);
}

function pruneCommand(): Command {
  return withCache(new Command("prune"))
    .description(
      "remove kept replies, which whoever needs one again pays for again, and kept grades, which are only made again",
    )
    .option("--older-than <age>", "only replies and grades kept longer ago than this: 12h, 30d, 8w", age)
    .option("--model <id>", "only replies of this model, such as anthropic:claude-sonnet-5; no grades")
    .addOption(new Option("--all", "remove every reply and every grade").conflicts(["olderThan", "model"]))
    .addHelpText(
      "after",
      `
Examples:
  dealbench cache prune --older-than 30d
  dealbench cache prune --model anthropic:claude-sonnet-5 --older-than 12h
  dealbench cache prune --all
${EXITS}`,
    )
    .action(prune);
}

function withCache(command: Command): Command {
  return command
    .option("--cache <file>", "the cache file (default: DEALBENCH_CACHE, else reports/.cache/replies.sqlite)")
    .addOption(new Option("--json", "print one JSON object instead of text"));
}

async function printStats({ cache, json }: CacheOptions): Promise<void> {
  const { cacheStats } = await import("../pipeline/cache.ts");
  const { cacheStatsToDisk } = await import("../records/cache.ts");
  const { file, result, warnings } = await cacheStats(cache);
  warn(warnings);
  const stats = result ?? { file, fileBytes: 0, replies: 0, requests: 0, models: [], grades: null };
  process.stdout.write(json ? `${JSON.stringify(cacheStatsToDisk(stats))}\n` : statsText(stats));
}

async function prune({ cache, json, olderThan, model, all }: PruneOptions): Promise<void> {
  if (olderThan === undefined && model === undefined && !all)
    throw new DealbenchError(
      "cache prune: say what to remove: --older-than <age>, --model <id>, both, or --all.",
    );
  const before = olderThan === undefined ? {} : { before: new Date(Date.now() - olderThan) };
  const { pruneCache } = await import("../pipeline/cache.ts");
  const { file, result, warnings } = await pruneCache(cache, {
    ...before,
    ...(model === undefined ? {} : { model }),
  });
  warn(warnings);
  const nothing = { removed: 0, grades: 0, bytesBefore: 0, bytesAfter: 0 };
  const { removed, grades, bytesBefore, bytesAfter } = result ?? nothing;
  if (json) {
    const record = { file, removed, grades, bytes_before: bytesBefore, bytes_after: bytesAfter };
    process.stdout.write(`${JSON.stringify(record)}\n`);
    return;
  }
  const room = `${bytes(bytesBefore)} before, ${bytes(bytesAfter)} now`;
  const graded = grades === 0 ? "" : ` and the grades of ${counted(grades, "reply", "replies")}`;
  process.stdout.write(`${counted(removed, "reply", "replies")}${graded} removed from ${file}: ${room}\n`);
}

function statsText(stats: CacheStats): string {
  const kept = gradesText(stats.grades);
  if (stats.replies === 0) return `${stats.file}: no reply is kept.\n${kept}`;
  const replies = counted(stats.replies, "reply", "replies");
  const heading = `${replies} to ${counted(stats.requests, "request")}, ${bytes(stats.fileBytes)}: ${stats.file}`;
  const columns = ["model", "replies", "requests", "input tokens", "output tokens", "paid", "size", "kept"];
  return [heading, "", ...alignColumns([columns, ...stats.models.map(modelRow)]), kept].join("\n");
}

function gradesText(grades: CacheStats["grades"]): string {
  if (grades === null || grades.replies === 0) return "";
  return `Grades of ${counted(grades.replies, "reply", "replies")}, ${bytes(grades.fileBytes)}: ${grades.file}\n`;
}

function modelRow(model: ModelCacheStats): string[] {
  return [
    printable(model.model),
    number(model.replies),
    number(model.requests),
    number(model.inputTokens),
    number(model.outputTokens),
    dollars(model.costUsd) + (model.unpriced > 0 ? ` and ${number(model.unpriced)} unknown` : ""),
    bytes(model.bytes),
    [...new Set([model.oldest.slice(0, 10), model.newest.slice(0, 10)])].join(" – "),
  ];
}

function number(value: number): string {
  return value.toLocaleString("en-GB");
}

const MS = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** An age as milliseconds. */
function age(text: string): number {
  const [, count, unit] = /^(\d+)([hdw])$/.exec(text) ?? [];
  if (count === undefined)
    throw new InvalidArgumentError("expected a whole number of hours, days or weeks: 12h, 30d, 8w.");
  return Number(count) * MS[unit as keyof typeof MS];
}

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
}

function bytes(count: number): string {
  const megabytes = count / 1024 / 1024;
  return megabytes < 0.1 ? `${(count / 1024).toFixed(1)} kB` : `${megabytes.toFixed(1)} MB`;
}
