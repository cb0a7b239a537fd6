import type { Comparison, Flip, Mover } from "../../records/comparison.ts";
import { cell, plain, withinBytes } from "../markdownText.ts";
import { doubtMark } from "../item.ts";
import { counted, score } from "../numbers.ts";
import type { ComparisonInput } from "./input.ts";
import { costWords } from "./costWords.ts";
import { DOUBT_MEANS } from "../words.ts";
import { sequentialWords } from "./sequentialWords.ts";
import {
  APART_WORDS,
  boundsOf,
  changeWords,
  columnsMean,
  criterionLabel,
  criterionWords,
  evidenceWords,
  failedWords,
  FIGURE_WORDS,
  figureValues,
  flipWords,
  interval,
  intervalWords,
  newlyFailingMeans,
  noneFails,
  pairedOf,
  pairedWords,
  pValue,
  sideOf,
  signed,
  verdictWords,
} from "./words.ts";

/** Rows of a list before the rest is only counted. */
const MAX_LISTED = 40;

/** The comparison as Markdown under 60 kB, for a CI job's page or a comment: the decision first, then a table, flips, cost. */
export function renderComparisonMarkdown({ comparison, persona }: ComparisonInput): string {
  const { decision, movers, flips, apart, notes, sequential } = comparison;
  const change =
    persona.kind === "changed"
      ? `The persona: ${changeWords(persona)}.`
      : persona.kind === "same"
        ? "The persona's text is the same on both sides."
        : `The persona's change cannot be shown: ${plain(persona.reason)}`;
  const parts = [
    `## ${plain(comparison.headline)}`,
    decision.reasons.map((reason) => `- ${plain(reason)}`).join("\n"),
    `Baseline: ${plain(sideOf(comparison.a))}  \nCandidate: ${plain(sideOf(comparison.b))}  \n${pairedWords(comparison)}. ${change}`,
    [...(sequential ? sequentialWords(sequential) : []), costWords(comparison)].join(" "),
    ...notes.map((note) => `> ${plain(note)}`),
    ...(comparison.criteria.length === 0 ? [] : [criteriaTable(comparison)]),
    criticalSection(comparison),
    ...moverSection(movers),
    ...flipSection("Broken", flips.broken),
    ...flipSection("Fixed", flips.fixed),
    ...flipSection("Still failing", flips.stillFailing),
    ...flipSection("Wavers", flips.wavering),
    figureTable(comparison),
    ...(apart.length === 0 ? [] : [`**Set apart:** ${apartOf(apart)}`]),
    `<sub>${columnsMean(comparison)} Unread: no reply of one side or both could be graded there; the change if all of it counted against the candidate, and for it.${comparison.newlyFailing.length > 0 ? ` ${DOUBT_MEANS}` : ""}</sub>`,
  ];
  return `${withinBytes(parts.join("\n\n"), "comparison.html")}\n`;
}

function criteriaTable(comparison: Comparison): string {
  const { criteria, sequential } = comparison;
  const rows = criteria.map((criterion) => {
    const name = criterionLabel(criterion.name, comparison);
    const cells = [
      criterion.tier === "gating" ? `**${name}**` : `${name} (advisory)`,
      score(criterion.a),
      score(criterion.b),
      signed(criterion.difference),
      interval(criterion.interval),
      criterion.margin.toFixed(2),
      sequential ? evidenceWords(criterion) : pValue(criterion.pAdjusted),
      boundsOf(criterion) || "the same",
      pairedOf(criterion),
      verdictWords(criterion, sequential !== undefined),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `| Criterion | Before | After | Change | ${intervalWords(comparison)} | Margin | ${sequential ? "Evidence, of what decides" : "p"} | If unread counted | Paired | Verdict |`,
    "|---|---:|---:|---:|---|---:|---:|---|---:|---|",
    ...rows,
  ].join("\n");
}

function criticalSection(comparison: Comparison): string {
  const { newlyFailing: newly, items } = comparison;
  if (newly.length === 0) return `**${noneFails(comparison)}**`;
  const rows = newly.slice(0, MAX_LISTED).map((failing) => {
    const { item, itemTitle, title, gates, reason } = failing;
    return `| ${gates ? "★ " : ""}${plain(item)} ${cell(itemTitle)}${doubtMark(items, item)} | ${cell(title)} | ${failedWords(failing)} | ${cell(reason)} |`;
  });
  return [
    `**${counted(newly.length, "critical item newly fails", "critical items newly fail")}** (${newlyFailingMeans(newly)})`,
    "",
    "| Item | Scenario | Failed | Why |",
    "|---|---|---|---|",
    ...rows,
    ...rest(newly.length),
  ].join("\n");
}

function moverSection(movers: readonly Mover[]): string[] {
  if (movers.length === 0) return [];
  const rows = movers.map(
    ({ criterion, title, a, b }) =>
      `- ${cell(title)}: ${criterionWords(criterion)} ${score(a)} → ${score(b)}`,
  );
  return [["**Where it dropped most**", "", ...rows].join("\n")];
}

function flipSection(title: string, flips: readonly Flip[]): string[] {
  if (flips.length === 0) return [];
  const rows = flips.slice(0, MAX_LISTED).map((flip) => {
    const { right, before, after } = flipWords(flip);
    const counts = `${flip.a.right} of ${flip.a.read} → ${flip.b.right} of ${flip.b.read} right`;
    return `- ${cell(flip.title)}: ${counts} (said ${before} → ${after}; right is ${right})`;
  });
  return [[`**${title}** (${flips.length})`, "", ...rows, ...rest(flips.length)].join("\n")];
}

function figureTable({ figures }: Comparison): string {
  const rows = figures.map((figure) => {
    const [a, b] = figureValues(figure);
    return `| ${FIGURE_WORDS[figure.name]} | ${a} | ${b} | ${plain(figure.n)} |`;
  });
  return ["| Figure | Before | After | Over |", "|---|---:|---:|---|", ...rows].join("\n");
}

function apartOf(apart: Comparison["apart"]): string {
  const named = apart
    .slice(0, MAX_LISTED)
    .map(({ scenario, why }) => `${plain(scenario)} (${APART_WORDS[why]})`);
  return [...named, ...(apart.length > MAX_LISTED ? [`and ${apart.length - MAX_LISTED} more`] : [])].join(
    ", ",
  );
}

function rest(length: number): string[] {
  return length > MAX_LISTED ? ["", `and ${length - MAX_LISTED} more in comparison.html`] : [];
}
