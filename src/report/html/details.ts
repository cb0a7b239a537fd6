import { responseId } from "../../files/responseId.ts";
import type { Grade } from "../../records/grade.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { GradedReply, HtmlInput, ReportRow } from "../input.ts";
import type { SampleDetail } from "./data.ts";

/** Of more rows than it can hold, a page holds this share for what went wrong, the rest for a sample of the others. */
const SHARE_OF_FAILURES = 0.8;

/**
 * The rows that open in a page which holds `most`: null where that is all, else the worst of those that went wrong and an
 * even sample of the others, ascending.
 */
export function chooseRows(rows: readonly ReportRow[], most: number): number[] | null {
  if (rows.length <= most) return null;
  const places = rows.map((_, at) => at);
  const badness = rows.map(badnessOf);
  const bad = places.filter((at) => (badness[at] ?? 0) > 0);
  const worst = bad.sort((a, b) => (badness[b] ?? 0) - (badness[a] ?? 0) || a - b);
  const chosen = new Set(worst.slice(0, Math.floor(most * SHARE_OF_FAILURES)));
  const others = places.filter((at) => !chosen.has(at));
  const room = most - chosen.size;
  for (let index = 0; index < room; index++) {
    const at = others[Math.floor((index * others.length) / room)];
    if (at !== undefined) chosen.add(at);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** What each of these rows opens to. */
export async function* detailsOf(
  { rows, replies }: Pick<HtmlInput, "rows" | "replies">,
  places: readonly number[],
): AsyncGenerator<SampleDetail> {
  let next = 0;
  for await (const reply of replies(places)) {
    const row = rows[places[next++] ?? -1];
    if (row) yield detailOf(reply, row.scenario);
  }
}

function badnessOf({ critical, right, outcome, errors }: ReportRow): number {
  return 4 * critical + 2 * Number(right === false) + errors.length + Number(outcome !== "ok");
}

function detailOf({ transcript, grades }: GradedReply, scenario: Scenario): SampleDetail {
  return {
    response: responseId(transcript),
    transcript: withoutScriptedTurns(transcript, scenario),
    grades: grades.map((grade) => withoutQuotes(grade, transcript)),
  };
}

/** User turns that equal the scenario's script are left out: the page has them from the scenario. */
function withoutScriptedTurns(transcript: Transcript, scenario: Scenario): Transcript {
  const turns = transcript.turns.map((turn, index) =>
    turn.user === scenario.turns[index]?.text ? { ...turn, user: "" } : turn,
  );
  return { ...transcript, turns };
}

/** A quote that equals its slice is left out: the page cuts it from the reply again. */
function withoutQuotes(grade: Grade, { turns }: Transcript): Grade {
  const items = grade.items.map((item) => ({
    ...item,
    evidence: item.evidence.map((span) =>
      turns[span.turn - 1]?.assistant.slice(span.start, span.end) === span.quote
        ? { ...span, quote: "" }
        : span,
    ),
  }));
  return { ...grade, items };
}
