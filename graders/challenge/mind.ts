import { isNegated } from "../disqualification/modality.ts";
import { readSignals } from "../disqualification/signals.ts";
import { type Statement, withoutQuotes } from "../disqualification/statements.ts";

const lexicon = readSignals("challenge");

/** Whether a reply says what would change its call: certainly, perhaps, or not at all. */
export type MindReading =
  | { state: "said"; statement: Statement }
  | { state: "open" }
  | { state: "silent" };

/**
 * Looks for the fact or event that would change the call: a condition of some substance beside words that change it
 * ("Reopen when Otieno accepts a meeting", "No CFO by Friday: it is out"). Silent only where nothing is conditional.
 */
export function whatWouldChange(statements: readonly Statement[]): MindReading {
  const said = statements.find((statement, index) => says(statement, statements[index + 1]));
  if (said) return { state: "said", statement: said };
  const open = statements.some(
    ({ text, kind }) => kind === "row" || CONDITIONAL.test(text) || lexicon.has("mind", text),
  );
  return { state: open ? "open" : "silent" };
}

const CONDITIONAL = /(?<!\p{L})(?:if|when|once|until|till|unless|as soon as|the day|should|only|then|otherwise|depends?)(?!\p{L})/iu;

/** A condition, and at least three words of it. */
const OCCASION =
  /(?<!\p{L})(?:if|when|once|unless|until|as soon as|the day|the moment|only (?:on|after|with)|no|silence|without|otherwise|still no)(?:[ ,][\p{L}\p{N}$€£'’%-]+){2,}/iu;

function says({ text: raw, question, script, kind }: Statement, next: Statement | undefined): boolean {
  if (script) return false;
  const text = withoutQuotes(raw);
  const cues = lexicon.find("mind", text).filter(({ start }) => !isNegated(text, start));
  if (cues.length === 0) return false;
  if (question || kind === "heading" || /:\s*$/.test(text))
    return ANNOUNCES.test(text) && (next?.kind === "bullet" || next?.kind === "row");
  return cues.some(
    ({ start, end }) => OCCASION.test(text.slice(end)) || IF.test(text.slice(0, start)),
  );
}

/** "What would change my mind:" — the list under it says. */
const ANNOUNCES = /(?:chang|mov|reopen|re-open|trigger|convince|back)/i;
/** The condition before the call ("If he has not replied by Friday, it comes out"). */
const IF =
  /(?<!\p{L})(?:if|when|once|unless|until|as soon as|the day|no|silence|without|still no)(?:[ ,][\p{L}\p{N}$€£'’%-]+){2,}/iu;
