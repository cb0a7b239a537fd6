import { guarded } from "../text/guarded.ts";
import { hasNegator, isConditional, isNegated } from "./modality.ts";
import type { OwnAnchors } from "./ownAnchors.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const contraries = readSignals("reason_contraries");

/**
 * Whether a statement asserts a strength (H3, H5) that the deal has not got; others are left to a judge. That somebody is the
 * champion counts of a person whom the false reason names (`own`), and only where the statement takes nothing back.
 */
export function assertsStrength(code: string, statement: Statement, own: OwnAnchors): boolean {
  const { question, script, anchors, kind } = statement;
  if (question || script) return false;
  const text = withoutQuotes(statement.text);
  if (text.includes("?") || REPORTED.test(text)) return false;
  if (code === "H5") {
    // An item of a list may be one of several things that could be so; one with a label says what is.
    if (kind === "bullet" && !/^compet/i.test(text)) return false;
    return contraries
      .find("competition", text)
      .some(
        ({ start, end }) =>
          !isNegated(text, start) &&
          !isConditional(text, start) &&
          !NOT_YET.test(text.slice(start, end + 40)),
      );
  }
  if (code !== "H3" || hasNegator(text)) return false;
  return CHAMPION.test(text) && !NOT_YET.test(text) && anchors.some(({ key }) => own().has(key));
}

/** "Our champion is …", "… is a champion", a table's cell: the role given to somebody. */
const CHAMPION = guarded(
  /(?:^|\| |: )champion(?: for [^|]{1,40})?(?: \||:|$)|(?<!\p{L})(?:our|your|is an?|a real|has an?|you have an?) (?:\p{L}+ )?champion(?!\p{L})|(?<!\p{L})champion (?:is|like)(?!\p{L})|(?<!\p{L})championing (?:us|you|this|it)(?!\p{L})/iu,
);

/** What somebody says, thinks or has written is not the reply's own claim. */
const REPORTED = guarded(
  /(?<!\p{L})(?:say(?:s|ing)?|said|claim\p{L}*|assum\p{L}*|believ\p{L}*|treat\p{L}*|call(?:s|ed|ing)?|mean(?:s|t|ing)?|think\p{L}*|pretend\p{L}*|suppos\p{L}*|hop(?:e|es|ing)|(?:on|in) (?:the|your|their) (?:card|record|field|CRM))(?!\p{L})/iu,
);

/** What is only possible, only looked for, or only not on file. */
const NOT_YET = guarded(
  /(?<!\p{L})(?:potential|possible|candidate|would-be|may|might|could|test(?:s|ed|ing)?|prove[ns]?|develop\p{L}*|build\p{L}*|becom\p{L}*|coach\p{L}*|until|if|named|listed|known|recorded|entered|mentioned|identified|established|yet|information|data|mapped)(?!\p{L})/iu,
);
