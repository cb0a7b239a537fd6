import { guarded } from "../text/guarded.ts";
import { findDates } from "../text/dates.ts";
import { isNegated } from "./modality.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";
import type { Span } from "../text/places.ts";

const lexicon = readSignals("leaks");
/** Characters between the verb that gives and what it gives. */
const REACH = 70;

/** Whether a deal that is being disqualified still gets resources. */
export type LeakReading =
  // `what`: its own words for what is given, with the kind of it where they may not say it.
  | { state: "leak"; statement: Statement; what: string }
  | { state: "none" }
  | { state: "unsure"; statement: Statement };

/**
 * Looks for resources granted in the statements of a reply that disqualifies. A grant is a certain leak when it is neither
 * denied, conditional on the way back, a question, behind us nor meant for another deal; a mention that is none of these
 * and no grant either is left to a judge.
 */
export function readLeak(statements: readonly Statement[]): LeakReading {
  let unsure: Statement | undefined;
  for (const statement of statements) {
    const reading = readStatement(statement);
    if (typeof reading === "object") return { state: "leak", statement, ...reading };
    if (reading === "unsure") unsure ??= statement;
  }
  return unsure ? { state: "unsure", statement: unsure } : { state: "none" };
}

function readStatement(statement: Statement): { what: string } | "unsure" | "none" {
  const text = withoutPercentOff(withoutQuotes(statement.text));
  const sent = lexicon.find("executive_act", text);
  const work = lexicon.find("activity", text);
  const resources = [...work, ...lexicon.find("executive", text), ...sent];
  const people = lexicon.find("people", text);
  if (resources.length === 0 && people.length === 0) return "none";
  if (statement.question || lexicon.has("elsewhere", text)) return "none";
  const free = [...resources, ...people].filter((span) => !isWithheld(text, span) && !dependsOn(text, span));
  const granted = free.filter((span) => sent.includes(span) || isGranted(statement, text, span));
  const given = granted.find(({ end }) => !CONDITION.test(text.slice(end).split(/[;–—]/, 1)[0] ?? ""));
  if (given && !statement.script) {
    const words = `“${text.slice(given.start, given.end)}”`;
    if (work.includes(given)) return { what: words };
    return { what: `${people.includes(given) ? "people's" : "executive"} time (${words})` };
  }
  if (granted.length > 0) return "unsure";
  const open = free.some((span) => resources.includes(span)) && !lexicon.has("past", text);
  return open && mayGrant(statement, text) ? "unsure" : "none";
}

/** "15% off" gives; "off" alone takes back. */
function withoutPercentOff(text: string): string {
  return text.includes("%") ? text.replaceAll(/% off\b/g, "%    ") : text;
}

const CONDITION = guarded(
  /(?<!\p{L})(?:if(?! only(?!\p{L}))|when|once(?! (?:a|an|per|every)(?!\p{L}))|unless|as soon as|provided|after|only then|the day)(?!\p{L})/iu,
);

/** Whether a resource comes only with the way back: a condition before it, or "only if" behind it. */
function dependsOn(text: string, { start, end }: Span): boolean {
  return (
    CONDITION.test(text.slice(0, start)) ||
    /(?<!\p{L})only (?:if|when|once|after)(?!\p{L})/iu.test(text.slice(end))
  );
}

/** What stands behind "kill" or "drop" when it is the deal that is stopped, and not yet its resources. */
const STOPS_DEAL = /^ (?:it|this|that|the (?:deal|opportunity|account)|here)(?!\p{L})/iu;

function isWithheld(text: string, { start, end }: Span): boolean {
  if (isNegated(text, start)) return true;
  const clause =
    text
      .slice(0, start)
      .split(/[;]|\. |,? (?:but|though|although|while|except that|still|yet) /)
      .at(-1) ?? "";
  const after = text.slice(end).split(/[;.]/, 1)[0] ?? "";
  return (
    lexicon.find("refuse", clause).some((span) => !STOPS_DEAL.test(clause.slice(span.end))) ||
    lexicon.has("refuse", after.slice(0, 40)) ||
    COUNTS_FOR_NOTHING.test(after) ||
    /^(?:\s*\|\s*|:\s*|,?\s*(?:is|are)\s+)(?:no(?:ne|t|thing)?|zero|0|–|-|—|n\/a|off|cancelled)(?![\p{L}\p{N}])/iu.test(
      after,
    )
  );
}

/** "A workshop with sandwiches doesn't count": what is said of the resource denies it. */
const COUNTS_FOR_NOTHING =
  /^(?:\s[\p{L}\d]+){0,4}\s(?:(?:does|do|is|are|will|would|was|were)(?:n['’]t| not)|won['’]t|never|changes? nothing|buys? nothing)(?!\p{L})/iu;

function isGranted({ kind }: Statement, text: string, span: Span): boolean {
  const verbs = lexicon
    .find("grant", text)
    .filter(({ start, end }) => end <= span.start && start >= span.start - REACH && !isNegated(text, start));
  if (
    verbs.some(
      ({ start, end }) => isOrder(text.slice(0, start)) && !/[.;:|?]/.test(text.slice(end, span.start)),
    )
  )
    return true;
  if (!lexicon.find("executive", text).some(({ start }) => start === span.start)) return false;
  const rest = `${text.slice(0, span.start)} ${text.slice(span.end)}`;
  const listed = kind === "row" || kind === "bullet" || /(?:named|one|an?) $/.test(text.slice(0, span.start));
  return listed && (lexicon.has("frequency", rest) || findDates(rest).length > 0);
}

/** Whether what stands before a verb makes it an order, a suggestion or an intention: a sentence's start, "let's", "I'd", "we'll". */
function isOrder(before: string): boolean {
  return /(?:^|[.;:,–—|(]|\b(?:and|then|but|though|although|so|still|just|also|only|instead|meanwhile|please|to|can|should|will|would|might|could|must|let['’]?s|let us|we|you|I|I['’]d|we['’]d|we['’]ll|I['’]ll|you['’]ll|happy to))\s*(?:\p{L}+ly |still |also |just |even )?$/iu.test(
    before,
  );
}

/** A remark on a resource ("a proof of concept needs a success criterion") grants nothing; a fragment, a row or a concession may. */
function mayGrant({ kind }: Statement, text: string): boolean {
  if (kind === "heading") return false;
  return (
    kind === "row" || lexicon.has("lenient", text) || lexicon.has("grant", text) || text.split(" ").length < 8
  );
}
