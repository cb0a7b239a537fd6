import { dollars } from "../numbers.ts";
import { cell, plain, withinBytes } from "../markdownText.ts";
import type { TrialsReport } from "./outcome.ts";
import { headlineOf, headsOf, linesOf, notesOf, subjectWords } from "./words.ts";

/** Trials as Markdown for a job's summary or a comment: what came of all, and a row each. */
export function renderTrialsMarkdown(report: TrialsReport): string {
  const rows = linesOf(report).map(({ trial, outcome, about, moved }) => [
    `**${cell(trial.title)}** (${cell(trial.id)})`,
    about,
    outcome.words,
    moved.map(cell).join("<br>"),
    String(trial.calls),
    dollars(trial.costUsd),
  ]);
  const heads = [...headsOf(report), "What moved, or was looked at", "Calls", "Cost"];
  const text = [
    `## ${plain(headlineOf(report))}`,
    "",
    plain(subjectWords(report)),
    "",
    `| ${heads.join(" | ")} |`,
    "|---|---|---|---|---:|---:|",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
    ...notesOf(report).map((note) => `- ${plain(note)}`),
  ].join("\n");
  return `${withinBytes(text, "mutations" in report ? "mutations.html" : "ablation.html")}\n`;
}
