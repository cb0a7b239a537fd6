import type { Decision } from "../../src/records/decision.ts";
import type { Finding } from "../../src/records/grade.ts";
import { findDates } from "../text/dates.ts";
import { finding, needsJudge } from "../text/finding.ts";
import { isConditional, isNegated } from "./modality.ts";
import { evidenceOf } from "./reasons.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const lexicon = readSignals("dispositions");
/** Characters after "reopen" within which its date stands. */
const NEAR = 60;

/** DC8 for a reply that disqualifies: closed cleanly, or parked with a date or an event that opens the way back. */
export function checkDisposition(gold: Decision, statements: readonly Statement[]): Finding {
  const spoken = statements.filter(({ question }) => !question);
  const wayBack = spoken.find((statement, index) => namesWayBack(statement, spoken[index + 1]));
  if (wayBack) return finding("DC8", "met", "It says what would open the way back.", [evidenceOf(wayBack)]);
  const closed = spoken.find(({ text }) => states("close", text));
  if (closed && gold.disposition === "close")
    return finding("DC8", "met", "It closes the deal cleanly.", [evidenceOf(closed)]);
  if (closed)
    return needsJudge("DC8", "it closes the deal; is that clean, or does it owe a way back?", [
      evidenceOf(closed),
    ]);
  const hint = spoken.find(
    ({ text }) =>
      lexicon.has("reentry", text) ||
      (lexicon.has("park", text) && /\b(?:until|unless|if|when|once)\b/i.test(text)),
  );
  if (hint) return needsJudge("DC8", "is there a dated or event trigger for re-entry?", [evidenceOf(hint)]);
  return finding("DC8", "not_met", "It neither closes the deal nor says when it may come back.");
}

/** DC7 for a reply that develops. Only a reply that names no date or period and no consequence fails for certain. */
export function checkDevelopGate(gap: boolean, statements: readonly Statement[]): Finding {
  const consequence = statements.find(({ text, question }) => !question && lexicon.has("consequence", text));
  const dated = statements.some(({ text }) => findDates(text).length > 0);
  if (consequence && gap && findDates(consequence.text).length > 0) {
    return finding("DC7", "met", "It names the gap, a dated test, and what happens if it fails.", [
      evidenceOf(consequence),
    ]);
  }
  if (!dated && !consequence)
    return finding(
      "DC7",
      "not_met",
      "It sets no date and says nothing of what happens if the gap stays open.",
    );
  return needsJudge(
    "DC7",
    "does it name the gating gap, the test, the date, and what happens if the test fails?",
  );
}

function namesWayBack({ text, kind }: Statement, next: Statement | undefined): boolean {
  const spans = lexicon.find("reentry", text).filter(({ start }) => !isNegated(text, start));
  return spans.some(({ start, end }) => {
    const after = text.slice(end);
    const before = text.slice(0, start);
    if (kind === "heading" || /:\s*$/.test(text)) return next?.kind === "bullet" || next?.kind === "row";
    return (
      hasOccasion(text.slice(start)) ||
      hasOccasion(before) ||
      /(?:→|->)\s*$/.test(before) ||
      /^[^:.]{0,20}:\s*\S+\s+\S+/.test(after) ||
      findDates(after.slice(0, NEAR)).length > 0
    );
  });
}

/** "if Holt takes a meeting", "when FY27 opens": an opener and at least three words. */
function hasOccasion(text: string): boolean {
  const opener =
    /(?<!\p{L})(?:if|when|once|until|unless|as soon as|the day|should|only (?:on|after|with)|after|→)(?:\s+[\p{L}\p{N}$€£'’-]+){2,}/iu;
  return opener.test(text);
}

function states(signal: string, raw: string): boolean {
  const text = withoutQuotes(raw);
  return lexicon
    .find(signal, text)
    .some(({ start }) => !isNegated(text, start) && !isConditional(text, start));
}
