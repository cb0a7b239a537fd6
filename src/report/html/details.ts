import { responseId } from "../../files/responseId.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { HtmlInput, ReportRow, ReportRows } from "../input.ts";
import type { SampleDetail } from "./data.ts";

/** Of more rows than it can hold, a page holds this share for what went wrong, the rest for a sample of the others. */
const SHARE_OF_FAILURES = 0.8;

/**
 * The rows that open in a page which holds `most`: null where that is all, else the worst of those that went wrong and an
 * even sample of the others, ascending.
 */
export function chooseRows(rows: ReportRows, most: number): number[] | null {
  if (rows.length <= most) return null;
  const places = Uint32Array.from({ length: rows.length }, (_, at) => at);
  const badness = Uint8Array.from(places, (at) => badnessOf(rows.at(at)));
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

/** What each of these rows opens to, as JSON. */
export async function* detailsOf(
  { rows, replies }: Pick<HtmlInput, "rows" | "replies">,
  places: readonly number[],
): AsyncGenerator<string> {
  let next = 0;
  for await (const { transcript, grades } of replies(places)) {
    const row = rows.at(places[next++] ?? rows.length);
    if (!row) continue;
    const head = JSON.stringify({
      response: responseId(transcript),
      transcript: withoutScriptedTurns(transcript, row.scenario),
    } satisfies Omit<SampleDetail, "grades">);
    yield `${head.slice(0, -1)},"grades":[${grades.join(",")}]}`;
  }
}

function badnessOf(row: ReportRow | undefined): number {
  if (!row) return 0;
  const { critical, right, outcome, errors } = row;
  return 4 * critical + 2 * Number(right === false) + errors.length + Number(outcome !== "ok");
}

/** User turns that equal the scenario's script are left out: the page has them from the scenario. */
function withoutScriptedTurns(transcript: Transcript, scenario: Scenario): Transcript {
  const turns = transcript.turns.map((turn, index) =>
    turn.user === scenario.turns[index]?.text ? { ...turn, user: "" } : turn,
  );
  return { ...transcript, turns };
}
