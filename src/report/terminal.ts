import { styleText } from "node:util";
import type { DimensionSummary, ModelSummary, Summary } from "../records/summary.ts";
import { doubtMark } from "./item.ts";
import { counted, estimate, share } from "./numbers.ts";
import { DIMENSION_WORDS } from "./words.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The summary as a terminal shows it: headline, scores with intervals, verdicts, critical failures. Ends in a newline. */
export function renderTerminal(summary: Summary, options: { colour?: boolean } = {}): string {
  const paint: Paint = (style, text) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  return summary.models.map((model) => modelText(model, paint)).join("\n");
}

function modelText(model: ModelSummary, paint: Paint): string {
  const ungraded = model.dimensions.reduce((sum, { items }) => sum + items.ungraded, 0);
  return [
    paint("bold", printable(model.headline)),
    paint("dim", printable(model.model)),
    "",
    ...table(model.dimensions, paint),
    "",
    verdictLine(model),
    criticalLine(model, paint),
    ...(ungraded > 0
      ? [paint("dim", `${counted(ungraded, "item is", "items are")} ungraded and in no score.`)]
      : []),
    "",
  ].join("\n");
}

function table(dimensions: readonly DimensionSummary[], paint: Paint): string[] {
  const rows = dimensions.map(({ dimension, score, scored, unscored, criticalFails }) => ({
    cells: [
      DIMENSION_WORDS[dimension].name,
      estimate(score),
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
  const read = `Verdicts right ${estimate(right)} of ${answered} read; ${expected} expected, ${needsJudge} left to a judge.`;
  if (pairs.length === 0) return read;
  const readable = pairs.filter(({ consistent }) => consistent !== null);
  const held = readable.filter(({ consistent }) => consistent === true);
  return `${read}\nContrast pairs held: ${share(held.length, readable.length)}; ${pairs.length - readable.length} could not be read.`;
}

function criticalLine({ criticalFailures, items }: ModelSummary, paint: Paint): string {
  if (criticalFailures.length === 0) return paint("green", "No critical failure.");
  const failed = [...Map.groupBy(criticalFailures, ({ item }) => item)].map(
    ([item, list]) => `${item}${doubtMark(items, item)} ×${list.length}`,
  );
  return paint(
    "red",
    `${counted(criticalFailures.length, "critical failure")}: ${printable(failed.join(", "))}.`,
  );
}

/** Control characters could move the cursor or colour the rest of the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, " ");
}
