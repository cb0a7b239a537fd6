import { acceptableReplies } from "../../records/verdict.ts";
import type { ReportRow } from "../../report/input.ts";
import type { Row } from "../../summary/rows.ts";
import { verdictErrors } from "../../summary/verdicts.ts";

/** A row as reports show it. */
export function reportRow(row: Row): ReportRow {
  const { scenario, gold } = row;
  const said = scenario.verdictExpected ? row.said : null;
  const isRead = said !== null && said !== "needs_judge";
  return {
    scenario,
    model: row.model,
    repeat: row.repeat,
    outcome: row.outcome === "missing" ? "error" : row.outcome,
    gold: scenario.verdictExpected ? (gold.at(-1)?.verdict ?? null) : null,
    said,
    right: isRead ? acceptableReplies(scenario, gold).includes(said) : null,
    scores: row.scores,
    critical: bitCount(row.critical),
    failed: row.failed,
    ungraded: row.ungraded,
    errors: verdictErrors(row),
  };
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
