import type { Finding } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { assertsStrength } from "./falseStrengths.ts";
import { isConditional, isNegated } from "./modality.ts";
import { REASON_RULES } from "./reasonRules.ts";
import { ownAnchors } from "./ownAnchors.ts";
import { evidenceOf, onlyAffirmed, touches } from "./reasons.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const lexicon = readSignals("false_reasons");
const signals = readSignals("reasons");

/**
 * What a disqualifier may be asserted with beside its plain words: classes of graders/lexicons/reasons.yaml. Where none of
 * them stands, nothing in the reply can be read as the assertion.
 */
const HINTS: Record<string, readonly string[]> = {
  D1: ["refused"],
  D2: ["no_pain"],
  D3: ["no_money", "never_asked"],
  D4: ["misfit"],
  D5: ["no_event", "locked_incumbent"],
  D6: ["nothing_between", "far_date"],
};

/** DC5: whether a reason that is false of this deal is asserted; certain only for plain words in a plain statement. */
export function checkFalseReason(
  reason: Scenario["forbiddenReasons"][number],
  statements: readonly Statement[],
  scenario: Scenario,
): Finding {
  const { code, text: meaning } = reason;
  const id = `DC5.${code}`;
  const own = ownAnchors(reason, scenario);
  const asserted = statements.find((statement) =>
    code in HINTS ? asserts(code, statement) : assertsStrength(code, statement, own),
  );
  if (asserted)
    return finding(id, "met", `It asserts what is not true of this deal: ${meaning}.`, [
      evidenceOf(asserted),
    ]);
  const topic = REASON_RULES[code]?.topic;
  const clear =
    topic !== undefined &&
    (code in HINTS
      ? onlyAffirmed(topic, statements) || !statements.some((one) => mayAssert(code, one, scenario))
      : !touches(topic, statements));
  if (clear) return finding(id, "not_met", "Nothing in the reply asserts this.");
  return needsJudge(id, `is this asserted as a fact: ${meaning}?`);
}

function asserts(code: string, { text: raw, question, script, kind }: Statement): boolean {
  if (question || script || kind === "row" || kind === "heading") return false;
  const text = withoutQuotes(raw);
  return lexicon
    .find(code, text)
    .some(
      ({ start }) =>
        !isNegated(text, start) && !isConditional(text, start) && !text.slice(start).includes("?"),
    );
}

/** Whether a statement of any kind, wording for others included, has words that could assert a disqualifier. */
function mayAssert(code: string, { text, question, anchors }: Statement, { people }: Scenario): boolean {
  const free = (spans: readonly { start: number }[]) => spans.some(({ start }) => !isNegated(text, start));
  if (lexicon.has(code, text)) return true;
  if (question) return false;
  if ((HINTS[code] ?? []).some((signal) => free(signals.find(signal, text)))) return true;
  if (code !== "D1" || !signals.has("thin_access", text)) return false;
  return anchors.some(({ person }) => person !== undefined && people[person]?.role === "EB");
}
