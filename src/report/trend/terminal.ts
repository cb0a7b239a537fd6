import { styleText } from "node:util";
import type { CriterionName } from "../../records/gate.ts";
import type { Trend, TrendPoint } from "../../records/trend.ts";
import { criterionWords } from "../comparison/words.ts";
import { score } from "../numbers.ts";
import { printable } from "../terminal.ts";

/** What a terminal has room for; the page and --json have every dimension. */
const SHOWN: readonly CriterionName[] = ["verdict_right", "directness", "framework_use", "groundedness"];

/** The trend as a terminal shows it, a run a line, oldest first. Ends in a newline. */
export function renderTrendTerminal({ points, notes }: Trend, options: { colour?: boolean } = {}): string {
  const headings = ["finished", "persona", "model", ...SHOWN.map(criterionWords), ""];
  const rows = points.map((point) => [
    point.finishedAt.slice(0, 10),
    `${point.persona.version} (${point.persona.sha256?.slice(0, 8) ?? "?"})`,
    point.model,
    ...SHOWN.map((name) => scoreWords(point, name)),
    [...point.baselines.map((name) => `baseline ${name}`), ...aside(point, points.at(-1))].join(", "),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    printable(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  const dim = (text: string) => (options.colour ? styleText("dim", text, { validateStream: false }) : text);
  return [
    dim(line(headings)),
    ...rows.map(line),
    ...notes.map((note) => dim(printable(`Left out: ${note}`))),
    "",
  ].join("\n");
}

/** "0.95 (0.91–0.98)"; a dash where the run does not tell. */
export function scoreWords({ scores }: TrendPoint, name: CriterionName): string {
  const found = scores[name];
  if (!found) return "–";
  const limits =
    found.low === null || found.high === null ? "" : ` (${score(found.low)}–${score(found.high)})`;
  return score(found.value) + limits;
}

/** What keeps a point from being held against the last one, in words. */
export function aside(point: TrendPoint, last: TrendPoint | undefined): string[] {
  return [
    ...(last && point.gradersSha256 !== last.gradersSha256 ? ["other graders"] : []),
    ...(last && point.judge !== last.judge ? ["other judge"] : []),
    ...(point.replies === "simulated" ? ["simulated"] : []),
    ...(point.commit === null ? [] : [`commit ${point.commit.slice(0, 8)}`]),
  ];
}
