import { styleText } from "node:util";
import { printable } from "../terminal.ts";
import type { TrialsReport } from "./outcome.ts";
import { headlineOf, linesOf, notesOf, subjectWords, type TrialLine } from "./words.ts";

const COLOURS = { good: "green", bad: "red", open: "yellow" } as const;

/** Trials as a terminal shows them: what came of all, a line each, and what to know of it. Ends in a newline. */
export function renderTrialsTerminal(report: TrialsReport, options: { colour?: boolean } = {}): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  const lines = linesOf(report);
  const widthOf = (textOf: (line: TrialLine) => string) =>
    Math.max(0, ...lines.map((line) => textOf(line).length));
  const [id, about, words] = [
    widthOf(({ trial }) => trial.id),
    widthOf((line) => line.about),
    widthOf(({ outcome }) => outcome.words),
  ];
  return [
    paint("bold", headlineOf(report)),
    paint("dim", printable(subjectWords(report))),
    "",
    ...lines.map((line) => {
      const { trial, outcome } = line;
      const told = trial.page === null ? printable(trial.says) : line.moved.join("; ");
      const said = paint(COLOURS[outcome.tone], outcome.words.padEnd(words));
      return `  ${trial.id.padEnd(id)}  ${line.about.padEnd(about)}  ${said}  ${told}`.trimEnd();
    }),
    "",
    ...notesOf(report).map((note) => paint("dim", note)),
    "",
  ].join("\n");
}
