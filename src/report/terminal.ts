import { styleText } from "node:util";
import type { ModelSummary, Summary } from "../records/summary.ts";
import { causeWords } from "./causes.ts";
import { doubtOf } from "./item.ts";
import { elicitedLine } from "./elicited.ts";
import { leaderboardLines, leadingRank, ranked, ranksMean } from "./leaderboard.ts";
import { counted, dollars, noInterval, share, shortEstimate } from "./numbers.ts";
import { openPairs } from "./pairs.ts";
import { dimensionDoubt, scoreMark } from "./scoreDoubt.ts";
import { DIMENSION_WORDS, DOUBT_MEANS, SCORE_DOUBT_MEANS, UNREAD_MEANS } from "./words.ts";

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
    ...summary.models.map((model) => modelText(model, summary.models.length === 1, paint)),
    ...scoresMean(summary).map((sentence) => `${paint("dim", sentence)}\n`),
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
    leadingRank(summary.leaderboard, model) ?? "–",
    ...TERMINAL_LINES.map((name) => lines.find((line) => line.name === name)?.cells[index]?.figure ?? "–"),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const text = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [
    [
      paint("dim", text(head)),
      ...rows.map(text),
      "",
      paint("dim", printable(ranksMean(summary))),
      ...(summary.leaderboard?.cautions ?? []).map((caution) => paint("yellow", printable(caution))),
      "",
    ].join("\n"),
  ];
}

const TERMINAL_LINES = [
  "Verdict right",
  "★ Critical failures",
  "Composite",
  "Calls lost",
  "Cost per verdict",
  "Latency p50 / p95",
];

function modelText(model: ModelSummary, alone: boolean, paint: Paint): string {
  const ungraded = model.dimensions.reduce((sum, { items }) => sum + items.ungraded, 0);
  return [
    paint("bold", printable(model.headline)),
    paint("dim", printable(model.model)),
    "",
    ...table(model, paint),
    ...(alone ? doubtLines(model, paint) : []),
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

/** What each marked score rests on; of several models report.html says it. */
function doubtLines(model: ModelSummary, paint: Paint): string[] {
  const lines = doubted(model).map(({ name, why }) => paint("dim", `  ${name}: ${printable(why)}`));
  return lines.length === 0 ? [] : ["", ...lines];
}

/** What a reader must know of the scores, once for all models: of unread verdicts, and of the marks behind scores. */
function scoresMean({ models }: Summary): string[] {
  return [
    ...(models.some(({ verdicts }) => verdicts.needsJudge > 0) ? [UNREAD_MEANS] : []),
    ...(models.some((model) => doubted(model).length > 0) ? [`${DOUBT_MEANS} ${SCORE_DOUBT_MEANS}`] : []),
  ];
}

function doubted({ dimensions, items }: ModelSummary): { name: string; why: string }[] {
  return dimensions.flatMap(({ dimension, score }) => {
    const doubt = score.value === null ? null : dimensionDoubt(items, dimension);
    return doubt ? [{ name: DIMENSION_WORDS[dimension].name, why: doubt.why }] : [];
  });
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
