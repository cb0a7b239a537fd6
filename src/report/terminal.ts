import { styleText } from "node:util";
import type { ModelSummary, Summary } from "../records/summary.ts";
import { causeWords } from "./causes.ts";
import { doubtOf } from "./item.ts";
import { elicitedLine } from "./elicited.ts";
import { leaderboardLines, RANK_MEANS, ranked, rankOf } from "./leaderboard.ts";
import { counted, dollars, noInterval, share, shortEstimate } from "./numbers.ts";
import { openPairs } from "./pairs.ts";
import { dimensionDoubt, scoreMark } from "./scoreDoubt.ts";
import { DIMENSION_WORDS, DOUBT_MEANS, SCORE_DOUBT_MEANS } from "./words.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The summary as a terminal shows it: headline, scores with intervals, verdicts, critical failures. Ends in a newline. */
export function renderTerminal(summary: Summary, options: { colour?: boolean } = {}): string {
  const paint: Paint = (style, text) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  const estimates = summary.models.flatMap(({ dimensions, verdicts }) => [
    ...dimensions.map(({ score }) => score),
    verdicts.right,
  ]);
  return [
    ...leaderboard(summary, paint),
    ...summary.models.map((model) => modelText(model, paint)),
    ...noInterval(estimates).map((sentence) => `${paint("dim", printable(sentence))}\n`),
  ].join("\n");
}

/** Several models a line each, best first, with the figures that they are chosen by. */
function leaderboard(summary: Summary, paint: Paint): string[] {
  if (summary.models.length < 2) return [];
  const models = ranked(summary);
  const lines = leaderboardLines(summary, models);
  const head = ["", "Rank", ...TERMINAL_LINES];
  const rows = models.map(({ model }, index) => [
    printable(model),
    rankOf(summary.leaderboard, "composite", model) ?? "–",
    ...TERMINAL_LINES.map((name) => lines.find((line) => line.name === name)?.cells[index]?.figure ?? "–"),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const text = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  const overall = summary.leaderboard?.measures.find(({ measure }) => measure === "composite");
  return [
    [
      paint("dim", text(head)),
      ...rows.map(text),
      "",
      paint("dim", overall?.ranks === null ? `Nobody is ranked: ${overall.reason}.` : RANK_MEANS),
      ...(summary.leaderboard?.cautions ?? []).map((caution) => paint("yellow", printable(caution))),
      "",
    ].join("\n"),
  ];
}

const TERMINAL_LINES = [
  "Overall",
  "Verdict right",
  "★ Critical failures",
  "Calls lost",
  "Cost per verdict",
  "Latency p50 / p95",
];

function modelText(model: ModelSummary, paint: Paint): string {
  const ungraded = model.dimensions.reduce((sum, { items }) => sum + items.ungraded, 0);
  return [
    paint("bold", printable(model.headline)),
    paint("dim", printable(model.model)),
    "",
    ...table(model, paint),
    ...doubtLines(model, paint),
    "",
    verdictLine(model),
    criticalLine(model, paint),
    ...failedLine(model, paint),
    costLine(model),
    ...(ungraded > 0
      ? [paint("dim", `${counted(ungraded, "item is", "items are")} ungraded and in no score.`)]
      : []),
    "",
  ].join("\n");
}

/** What the marks behind scores mean, and what each rests on; nothing where none is marked. */
function doubtLines({ dimensions, items }: ModelSummary, paint: Paint): string[] {
  const doubts = dimensions.flatMap(({ dimension, score }) => {
    const doubt = score.value === null ? null : dimensionDoubt(items, dimension);
    return doubt ? [`  ${DIMENSION_WORDS[dimension].name}: ${printable(doubt.why)}`] : [];
  });
  if (doubts.length === 0) return [];
  return ["", ...[`${DOUBT_MEANS} ${SCORE_DOUBT_MEANS}`, ...doubts].map((line) => paint("dim", line))];
}

function table({ dimensions, items }: ModelSummary, paint: Paint): string[] {
  const rows = dimensions.map(({ dimension, score, scored, unscored, criticalFails }) => ({
    cells: [
      DIMENSION_WORDS[dimension].name,
      shortEstimate(score) + (score.value === null ? "" : scoreMark(items, dimension)),
      `${scored} of ${scored + unscored} scored`,
      criticalFails > 0 ? `${criticalFails} critical` : "",
    ],
    critical: criticalFails > 0,
  }));
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  return rows.map(({ cells, critical }) => {
    const padded = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    if (critical) padded[3] = paint("red", padded[3] ?? "");
    return `  ${padded.join("  ")}`.trimEnd();
  });
}

function verdictLine({ verdicts, pairs }: ModelSummary): string {
  const { right, answered, expected, needsJudge } = verdicts;
  const read = `Verdicts right ${shortEstimate(right)} of ${answered} read; ${expected} expected, ${needsJudge} left to a judge.`;
  const elicited = elicitedLine(verdicts);
  const verdict = elicited === null ? read : `${read}\n${elicited}`;
  if (pairs.length === 0) return verdict;
  const readable = pairs.filter(({ consistent }) => consistent !== null);
  const held = readable.filter(({ consistent }) => consistent === true);
  return `${verdict}\nContrast pairs held: ${share(held.length, readable.length)}; ${openPairs(pairs)}.`;
}

/** What calls died of: without it nobody knows what to mend. */
function failedLine({ outcomes: { causes } }: ModelSummary, paint: Paint): string[] {
  return causes ? [paint("red", `Failed calls: ${printable(causeWords(causes))}.`)] : [];
}

function costLine({ usage }: ModelSummary): string {
  const { perVerdictUsd, listUsd, incurredUsd } = usage;
  return `Cost per verdict read: ${dollars(perVerdictUsd)} (list ${dollars(listUsd)}, paid by this run ${dollars(incurredUsd)}).`;
}

function criticalLine({ criticalFailures, criticalCount, items }: ModelSummary, paint: Paint): string {
  if (criticalFailures.length === 0) return paint("green", "No critical failure.");
  const failed = [...Map.groupBy(criticalFailures, ({ item }) => item)].map(([item, list]) => {
    const doubt = doubtOf(items, { id: item });
    return `${list[0]?.title} (${item}${doubt ? `, ${doubt.state}` : ""}) ×${list.length}`;
  });
  const some = criticalCount > criticalFailures.length ? `of the first ${criticalFailures.length}: ` : "";
  return paint(
    "red",
    `${counted(criticalCount, "critical failure")}: ${some}${printable(failed.join(", "))}.`,
  );
}

/** Control characters could move the cursor or colour the rest of the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, " ");
}
