import type { Finding } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { isConditional, isNegated } from "./modality.ts";
import { REASON_RULES } from "./reasonRules.ts";
import { evidenceOf, onlyAffirmed, touches } from "./reasons.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const lexicon = readSignals("false_reasons");
/** The reasons that a plain assertion can be recognised for. */
const READABLE = new Set(["D1", "D2", "D3", "D4", "D5", "D6"]);

/** DC5: whether a reason that is false of this deal is asserted; certain only for plain words in a plain statement. */
export function checkFalseReason(
  { code, text: meaning }: Scenario["forbiddenReasons"][number],
  statements: readonly Statement[],
): Finding {
  const id = `DC5.${code}`;
  const asserted = READABLE.has(code) ? statements.find((statement) => asserts(code, statement)) : undefined;
  if (asserted)
    return finding(id, "met", `It asserts what is not true of this deal: ${meaning}.`, [
      evidenceOf(asserted),
    ]);
  const topic = REASON_RULES[code]?.topic;
  const clear =
    topic !== undefined &&
    (READABLE.has(code) ? onlyAffirmed(topic, statements) : !touches(topic, statements));
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
