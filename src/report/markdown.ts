import type { ModelSummary, PairSummary, Summary } from "../records/summary.ts";
import { causeWords } from "./causes.ts";
import { elicitedLine } from "./elicited.ts";
import type { ReportInput } from "./input.ts";
import { cell, plain, withinBytes } from "./markdownText.ts";
import { doubtMark } from "./item.ts";
import { latencyCell, leaderboardLines, ranked, ranksMean, tokensCell } from "./leaderboard.ts";
import { counted, dollars, estimate, score } from "./numbers.ts";
import { openPairs } from "./pairs.ts";
import { factLabel } from "./reasons.ts";
import { dimensionDoubt, scoreMark } from "./scoreDoubt.ts";
import {
  CRITICAL_MEANS,
  DIMENSION_WORDS,
  DOUBT_MEANS,
  ERROR_WORDS,
  personaWords,
  REPLIES_WORDS,
  SCORE_DOUBT_MEANS,
  UNGRADED_MEANS,
  UNREAD_MEANS,
} from "./words.ts";

/** Rows of a list before the rest is only counted, over all models. */
const MAX_LISTED = 60;
/** Models side by side before the rest is only counted. */
const MAX_COLUMNS = 8;

/**
 * The run as Markdown under 60 kB, for a CI job's page or a comment: the decision first, then scores, verdict errors,
 * critical failures and broken pairs. Text from outside is escaped; lists that grow too long end in a count.
 */
export function renderMarkdown({ run, summary, scenarios }: ReportInput): string {
  const titles = new Map(scenarios.map(({ id, title }) => [id, title]));
  const listed = Math.max(5, Math.floor(MAX_LISTED / Math.max(1, summary.models.length)));
  const { persona } = run.identity;
  const replies = REPLIES_WORDS[run.provenance.replies];
  const parts = [
    headlines(summary),
    [
      `**${plain(personaWords(persona))}**${persona.sha256 === null ? "" : ` \`${persona.sha256.slice(0, 8)}\``}`,
      ...run.identity.models.map(({ id }) => plain(id)),
      counted(run.identity.scenarios.count, "scenario"),
      run.provenance.startedAt.slice(0, 10),
    ].join(" · "),
    [
      `> **${replies.label}.** ${replies.means}`,
      ...run.provenance.notes.map((note) => `> ${plain(note)}`),
    ].join("\n>\n"),
    ...(run.status === "partial" ? ["> **Partial run.** It was not carried out to its end."] : []),
    ...leaderboardSection(summary),
    ...summary.models.map((model) => modelSection(model, titles, listed, summary.models.length > 1)),
    `Cost ${dollars(run.cost.incurredUsd)} · run \`${code(run.id)}\` · identity \`${run.identity.sha256.slice(0, 12)}\` · full report: report.html`,
  ];
  return `${withinBytes(parts.join("\n\n"), "report.html")}\n`;
}

function headlines({ models }: Summary): string {
  if (models.length === 0) return "## This run has nothing that could be scored.";
  if (models.length === 1) return `## ${plain(models[0]?.headline ?? "")}`;
  return [
    "## Headlines",
    ...models.map(({ model, headline }) => `- **${plain(model)}**: ${plain(headline)}`),
  ].join("\n");
}

/** Several models side by side, best first, one figure a line. */
function leaderboardSection(summary: Summary): string[] {
  if (summary.models.length < 2) return [];
  const models = ranked(summary).slice(0, MAX_COLUMNS);
  const rows = leaderboardLines(summary, models).map(({ name, cells }) => {
    const texts = cells.map(({ figure, note, rank }) =>
      [
        figure,
        ...(rank === null ? [] : [`**rank ${rank}**`]),
        ...(note === "" ? [] : [`<sub>${note}</sub>`]),
      ].join(" "),
    );
    return `| ${[plain(name), ...texts].join(" | ")} |`;
  });
  const left = summary.models.length - models.length;
  return [
    [
      `| | ${models.map(({ model }) => cell(model)).join(" | ")} |`,
      `|---|${models.map(() => "---|").join("")}`,
      ...rows,
      ...(left > 0 ? ["", `and ${left} more models in report.html`] : []),
    ].join("\n"),
    `<sub>${plain(ranksMean(summary))}</sub>`,
    ...(summary.leaderboard?.cautions ?? []).map((caution) => `> ${plain(caution)}`),
  ];
}

function modelSection(
  model: ModelSummary,
  titles: ReadonlyMap<string, string>,
  listed: number,
  named: boolean,
): string {
  const { verdicts } = model;
  const errors = verdicts.errors.filter(({ count }) => count > 0);
  return [
    ...(named ? [`### ${plain(model.model)}`] : []),
    scoreTable(model),
    `Verdicts right: **${estimate(verdicts.right)}** of ${verdicts.answered} read; ${verdicts.expected} expected, ${verdicts.needsJudge} left to a judge.${verdicts.needsJudge === 0 ? "" : ` ${UNREAD_MEANS}`} Macro-recall ${score(verdicts.macroRecall)}. Scenarios passed: ${estimate(model.passRate)}.`,
    ...[elicitedLine(verdicts) ?? []].flat(),
    ...(errors.length === 0
      ? []
      : [
          errors
            .map(({ name, count }) => `- ${ERROR_WORDS[name].name} ×${count}: ${ERROR_WORDS[name].means}`)
            .join("\n"),
        ]),
    tookLine(model),
    criticalSection(model, titles, listed),
    ...pairSection(model, titles, listed),
    `<sub>${CRITICAL_MEANS} ${UNGRADED_MEANS}${model.items.some(({ reliability }) => reliability) ? ` ${DOUBT_MEANS} ${SCORE_DOUBT_MEANS}` : ""}</sub>`,
  ].join("\n\n");
}

function tookLine({ usage, outcomes, verdicts }: ModelSummary): string {
  const { rightBounds, answered, expected } = verdicts;
  const lost = outcomes.counts.error + outcomes.counts.missing;
  const bounds =
    rightBounds && answered < expected
      ? ` Verdicts right if none were dropped: ${score(rightBounds.low)}–${score(rightBounds.high)}.`
      : "";
  const causes = outcomes.causes ? ` (failed: ${plain(causeWords(outcomes.causes))})` : "";
  return `Calls lost: ${lost} of ${outcomes.planned}${causes}.${bounds} Cost per verdict ${dollars(usage.perVerdictUsd)} (list ${dollars(usage.listUsd)}, incurred ${dollars(usage.incurredUsd)}); latency p50 / p95 ${latencyCell(usage)}; tokens in / out ${tokensCell(usage)}.`;
}

function scoreTable({ dimensions, items: known }: ModelSummary): string {
  const rows = dimensions.map(
    ({ dimension, score: value, bounds, scored, unscored, items, criticalFails }) => {
      const cells = [
        DIMENSION_WORDS[dimension].name,
        plain(estimate(value)) + (value.value === null ? "" : scoreMark(known, dimension)),
        unscored > 0 ? `${score(bounds.low)}–${score(bounds.high)}` : "the same",
        `${scored} of ${scored + unscored}`,
        items.ungraded,
        criticalFails,
      ];
      return `| ${cells.join(" | ")} |`;
    },
  );
  const doubts = dimensions.flatMap(({ dimension, score: value }) => {
    const doubt = value.value === null ? null : dimensionDoubt(known, dimension);
    return doubt ? [`- ${DIMENSION_WORDS[dimension].name}: ${plain(doubt.why)}`] : [];
  });
  return [
    "| Dimension | Score (95% interval) | If none were dropped | Replies scored | Items ungraded | ★ Critical |",
    "|---|---|---|---:|---:|---:|",
    ...rows,
    ...(doubts.length > 0 ? ["", ...doubts] : []),
  ].join("\n");
}

function criticalSection(
  { criticalFailures: failures, criticalCount, items }: ModelSummary,
  titles: ReadonlyMap<string, string>,
  listed: number,
): string {
  if (failures.length === 0) return "**No critical failure.**";
  const rows = failures.slice(0, listed).map(({ scenario, repeat, item, title, reason }) => {
    const name = titles.get(scenario) ?? scenario;
    return `| ${cell(name)}${repeat > 1 ? ` #${repeat}` : ""} | ${plain(item)} ${cell(title)}${doubtMark(items, item)} | ${cell(reason)} |`;
  });
  return [
    `**${counted(criticalCount, "critical failure")}**`,
    "",
    "| Scenario | Item | Why |",
    "|---|---|---|",
    ...rows,
    ...rest(criticalCount, listed),
  ].join("\n");
}

function pairSection(
  { pairs, pairConsistency }: ModelSummary,
  titles: ReadonlyMap<string, string>,
  listed: number,
): string[] {
  if (pairs.length === 0) return [];
  const broken = pairs.filter(({ consistent }) => consistent === false);
  const head = `**${broken.length} of ${counted(pairs.length, "contrast pair")} broken** (consistency ${score(pairConsistency)}, ${openPairs(pairs)})`;
  const rows = broken.slice(0, listed).map(({ flipField, a, b }) => {
    return `| ${plain(factLabel(flipField))} | ${member(a, titles)} | ${member(b, titles)} |`;
  });
  if (rows.length === 0) return [head];
  return [
    [
      head,
      "",
      "| What differs | One deal | Its twin |",
      "|---|---|---|",
      ...rows,
      ...rest(broken.length, listed),
    ].join("\n"),
  ];
}

function member({ scenario, right }: PairSummary["a"], titles: ReadonlyMap<string, string>): string {
  const mark = right === null ? "?" : right ? "✓" : "✗";
  return `${mark} ${cell(titles.get(scenario) ?? scenario)}`;
}

function rest(length: number, listed: number): string[] {
  return length > listed ? ["", `and ${length - listed} more in report.html`] : [];
}

function code(text: string): string {
  return text.replaceAll(/[^\w.:-]/g, "_");
}
