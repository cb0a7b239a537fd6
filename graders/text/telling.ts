import { guarded } from "./guarded.ts";
import { leadLength } from "./assignment.ts";
import { imperativeAt } from "./imperatives.ts";
import type { Span } from "./places.ts";
import type { Reply } from "./reply.ts";

/** Whether an instruction stands at the head of a text or right after its label ("Wed 18 – ask …", "Next: call …"). */
export function instructs(text: string): boolean {
  return (
    imperativeAt(text) >= 0 || imperativeAt(text.slice(leadLength(text)).replace(/^[:.\s–—→-]+/, "")) >= 0
  );
}

/** Whether a text speaks of what may happen ("If he refuses, …", "Silence → …"): what it tells then is no step of a plan. */
export function isConditional(text: string): boolean {
  return CONDITIONAL.test(text);
}

const CONDITIONAL =
  /^[\s"'“(]*(?:(?:if|when|unless|once|whether|should (?:he|she|they|it|you)|in case|suppose)\b|(?:he|she|they|it|no|yes|nobody|neither|still|silence|nothing)\b[^→]{0,120}→|[^:.]{2,60}\b(?:booked|held|refused|confirmed|accepted|declined|dated|funded|met|answered|ranked)\b[^:.]{0,30}:\s)/i;

/** Whether a text, Markdown marks aside, begins as a quotation. */
export function isQuoted(text: string): boolean {
  return /^[\s*_]*["“'‘]/.test(text);
}

/** From where in a piece of a reply it says what counts as done, to the piece's end. */
export function successIn(reply: Reply, span: Span): Span | null {
  const match = SUCCESS.exec(reply.plain.slice(span.start, span.end));
  return match ? { start: span.start + match.index, end: span.end } : null;
}

const SUCCESS = guarded(
  /\b(?:so that\b|(?:done|complete|finished|success|successful|pass(?:ed)?|good|win)(?: is| looks like| means)?\s?(?:=|:|when\b|once\b|if\b)|(?:result|outcome|proof|exit|deliverable|success criterion|success criteria|goal|target|measure|evidence|output)(?: needed)?\s?[:=]|the result is\b|counts? as done\b|measured by\b|success looks like\b|(?:walk|walking|come|leave) (?:out|away|back) with\b|leave with\b|i want to (?:see|hear|read)\b|what (?:we|you|i) (?:want|need) (?:out of|from) it\b|(?:purpose|aim):\s|that['’]s (?:done|finished) when\b|=\s(?=\p{L}))/iu,
);
