import { styleText } from "node:util";
import type { Comparison, Flip, Mover } from "../../records/comparison.ts";
import { doubtMark } from "../item.ts";
import { score } from "../numbers.ts";
import { printable } from "../terminal.ts";
import { costWords } from "./costWords.ts";
import { sequentialWords } from "./sequentialWords.ts";
import {
  APART_WORDS,
  boundsOf,
  criterionLabel,
  criterionWords,
  evidenceWords,
  failedWords,
  FIGURE_WORDS,
  figureValues,
  flipWords,
  interval,
  intervalWords,
  methodsDiffer,
  newlyFailingMeans,
  noneFails,
  pairedOf,
  pairedWords,
  pValue,
  sideOf,
  signed,
  verdictWords,
} from "./words.ts";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const COLOURS = { regressed: "red", not_regressed: "green", inconclusive: "yellow" } as const;
/** The comparison as a terminal shows it: decision, criteria, flips by name. Ends in a newline. */
export function renderComparisonTerminal(comparison: Comparison, options: { colour?: boolean } = {}): string {
  const paint: Paint = (style, text) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  const { decision, criteria, flips, figures, apart, notes } = comparison;
  return [
    paint(["bold", COLOURS[decision.verdict]], printable(comparison.headline)),
    paint("dim", printable(`baseline  ${sideOf(comparison.a)}`)),
    paint("dim", printable(`candidate ${sideOf(comparison.b)}`)),
    paint("dim", pairedWords(comparison)),
    ...decision.reasons.map((reason) => printable(reason)),
    ...notes.map((note) => printable(note)),
    "",
    ...(criteria.length === 0 ? [] : table(comparison, paint)),
    ...methodsDiffer(comparison).map((line) => paint("dim", `  ${line}`)),
    "",
    ...sequentialLines(comparison),
    `  ${costWords(comparison)}`,
    ...criteria.flatMap((criterion) => {
      const bounds = boundsOf(criterion);
      return bounds === ""
        ? []
        : [
            `  ${criterionWords(criterion.name)}: ${bounds}, had every unread reply gone against the candidate, or for it`,
          ];
    }),
    ...figures.map((figure) => {
      const [a, b] = figureValues(figure);
      return `  ${FIGURE_WORDS[figure.name]}: ${a} → ${b} (${figure.n})`;
    }),
    ...criticalLines(comparison, paint),
    ...moverLines(comparison.movers),
    ...flipLines("Fixed", flips.fixed),
    ...flipLines("Broken", flips.broken),
    ...flipLines("Still failing", flips.stillFailing),
    ...flipLines("Wavers", flips.wavering),
    ...(apart.length === 0
      ? []
      : [
          "",
          "Set apart:",
          ...apart.map(({ scenario, why }) => `  ${printable(scenario)}: ${APART_WORDS[why]}`),
        ]),
    "",
  ].join("\n");
}

function table(comparison: Comparison, paint: Paint): string[] {
  const { criteria, sequential } = comparison;
  const tested = sequential ? "evidence, of what decides" : "p";
  const headings = [
    "",
    "before",
    "after",
    "change",
    intervalWords(comparison),
    "margin",
    tested,
    "paired",
    "",
  ];
  const rows = criteria.map((criterion) => [
    `${criterionLabel(criterion.name, comparison)}${criterion.tier === "gating" ? "" : " (advisory)"}`,
    score(criterion.a),
    score(criterion.b),
    signed(criterion.difference),
    interval(criterion.interval),
    criterion.margin.toFixed(2),
    sequential ? evidenceWords(criterion) : pValue(criterion.pAdjusted),
    pairedOf(criterion),
    verdictWords(criterion, sequential !== undefined),
  ]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [
    paint("dim", line(headings)),
    ...rows.map((row, index) => {
      const { verdict = "inconclusive", tier = "advisory" } = criteria[index] ?? {};
      return tier === "gating" ? paint(COLOURS[verdict], line(row)) : line(row);
    }),
  ];
}

function sequentialLines({ sequential }: Comparison): string[] {
  return sequential ? sequentialWords(sequential).map((line) => `  ${line}`) : [];
}

function criticalLines(comparison: Comparison, paint: Paint): string[] {
  const { newlyFailing: newly, items } = comparison;
  if (newly.length === 0) return ["", noneFails(comparison)];
  return [
    "",
    paint(
      newly.some(({ gates }) => gates) ? "red" : "bold",
      `Newly failing critical items (${newlyFailingMeans(newly)}):`,
    ),
    ...newly.map((failing) =>
      printable(
        `  ${failing.gates ? "★ " : ""}${failing.item} ${failing.itemTitle}${doubtMark(items, failing.item)}: ${failing.scenario} (${failedWords(failing)})`,
      ),
    ),
  ];
}

function moverLines(movers: readonly Mover[]): string[] {
  if (movers.length === 0) return [];
  return [
    "",
    "Where it dropped most:",
    ...movers.map(({ criterion, scenario, a, b }) =>
      printable(`  ${criterionWords(criterion)} ${score(a)} → ${score(b)}: ${scenario}`),
    ),
  ];
}

function flipLines(title: string, flips: readonly Flip[]): string[] {
  if (flips.length === 0) return [];
  return [
    "",
    `${title} (${flips.length}):`,
    ...flips.map((flip) => {
      const { right, before, after } = flipWords(flip);
      const counts = `${flip.a.right} of ${flip.a.read} → ${flip.b.right} of ${flip.b.read}`;
      return printable(`  ${flip.scenario}: right ${counts}; said ${before} → ${after}, right is ${right}`);
    }),
  ];
}
