import { guarded } from "../text/guarded.ts";
import { isNegated } from "../disqualification/modality.ts";
import { readSignals } from "../disqualification/signals.ts";
import { type Statement, withoutQuotes } from "../disqualification/statements.ts";

const lexicon = readSignals("challenge");

/** Whether a reply says what would change its call: certainly, perhaps, or not at all. */
export type MindReading = { state: "said"; statement: Statement } | { state: "open" } | { state: "silent" };

/**
 * Looks for the fact or event that would change the call: a condition of some substance with another call tied to it
 * ("Reopen when Otieno accepts a meeting", "No CFO by Friday: it is out"), or a list announced as what would change it.
 * Silent only where nothing is conditional.
 */
export function whatWouldChange(statements: readonly Statement[]): MindReading {
  const said = statements.find((statement, index) => says(statement, statements[index + 1]));
  if (said) return { state: "said", statement: said };
  const open = statements.some(
    ({ text, kind }) => kind === "row" || HINT.test(text) || lexicon.has("mind", text),
  );
  return { state: open ? "open" : "silent" };
}

const HINT = guarded(
  /(?<!\p{L})(?:if|when|once|until|till|unless|as soon as|the day|should|only|then|otherwise|depends?)(?!\p{L})/iu,
);

function says({ text: raw, question, script, kind }: Statement, next: Statement | undefined): boolean {
  if (script) return false;
  const text = withoutQuotes(raw);
  if (question || kind === "heading" || /:\s*$/.test(text))
    return lexicon.has("mind", text) && (next?.kind === "bullet" || next?.kind === "row");
  return (
    (lexicon.has("brings_back", text) && !NO_FACT.test(text)) ||
    calls("mind", text).some(
      ({ start, end }) => CONTENT.test(text.slice(end)) || CONDITION.test(text.slice(0, start)),
    ) ||
    ["better", "worse"].some((way) =>
      calls(way, text).some(
        ({ start, end }) =>
          CONDITION.test(text.slice(end, end + REACH)) || isConsequence(text.slice(0, start)),
      ),
    )
  );
}

/** "Nothing reopens it" names no fact. */
const NO_FACT = guarded(
  /(?<!\p{L})(?:nothing|no amount|never|not|(?:do|does|is|would|will)n['’]t)(?!\p{L})/iu,
);

function calls(way: string, text: string) {
  return lexicon.find(way, text).filter(({ start, end }) => {
    if (OTHERWISE_MEANT.test(text.slice(start, end + REACH))) return false;
    const clause = lastClause(text, start);
    return !isNegated(text.slice(clause), start - clause);
  });
}

/** A denial in the condition ("No CFO by Friday, we drop it") does not deny the call. */
function lastClause(text: string, index: number): number {
  for (let at = index - 1; at > 0; at--) if (BREAKS.has(text.charAt(at))) return at;
  return 0;
}

/** "returns EUR 3M", "release of the funds": the same words of something else. */
const OTHERWISE_MEANT =
  /^(?:returns? (?:of |on |an? )?[\p{Lu}\d$€£]|releases?(?= (?:of|the (?:money|funds?|budget))(?!\p{L})|\s*[.,;]))/u;

const BREAKS = new Set(",;:–—→|");

/** Characters after "reopen" within which its condition begins. */
const REACH = 80;

/** A condition with at least three words. */
const CONDITION = guarded(
  /(?<!\p{L})(?:if|when|once|unless|as soon as|the (?:day|moment)|only (?:when|if|on|after))(?: [\p{L}\p{N}$€£'’%-]+){2,}/iu,
);
/** What follows "the only thing that changes my mind is". */
const CONTENT = /^\W*(?:is|are|:|–|—)?(?:[ ,][\p{L}\p{N}$€£'’%-]+){3,}/iu;
/** A condition that ends in a comma, colon, dash or arrow right before the clause of the call. */
const IF = guarded(
  /(?:^|[.;:|–—*,] ?|(?<!\p{L})(?:and|but|so|then|or) )(?:if|when|once|unless|should|the (?:day|moment)|as soon as|no|silence|without|still no)(?!\p{L})[^.?!]{6,200}?[,:–—→;|](?<clause>[^,:;|]*)$/iu,
);

function isConsequence(before: string): boolean {
  const match = IF.exec(before);
  return match !== null && (match.groups?.["clause"] ?? "").trim().split(/\s+/).length <= 5;
}
