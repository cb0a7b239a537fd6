import type { Scenario } from "../../src/records/scenario.ts";
import { type Anchor, briefOf } from "../text/anchors.ts";
import { guarded } from "../text/guarded.ts";
import { givesAll } from "./absence.ts";
import { isConditional, isHedged, isNegated } from "./modality.ts";
import type { OwnAnchors } from "./ownAnchors.ts";
import { needsOf, REASON_RULES, type ReasonRule } from "./reasonRules.ts";
import { restates, sharedWords, type Wording } from "./restates.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const signals = readSignals("reasons");
const topics = readSignals("reason_topics");

/** A reason of a scenario with what is known of it before any reply is read. */
export interface Asked {
  code: string;
  text: string;
  wording: Wording;
  rule: ReasonRule | undefined;
  own: OwnAnchors;
}

/** The first sentence that says a reason in its own words: not asked, not supposed, and of two halves both. */
export function restatingOf(
  { code, wording, rule, own }: Asked,
  statements: readonly Statement[],
): Statement | undefined {
  const isDouble = (REASON_RULES[code]?.needs.length ?? 1) > 1;
  return statements.find((statement) => {
    const text = withoutQuotes(statement.text);
    if (statement.question || SUPPOSED.test(text) || !restates(text, wording)) return false;
    return !isDouble || (rule !== undefined && (own().size > 1 ? givesAll(own(), statements) : true));
  });
}

/** What a sentence begins with that only supposes. */
const SUPPOSED = guarded(
  /^\W*(?:perhaps|maybe|possibly|arguably|if|unless|should|suppose|assuming|provided|once|when|whether|until)(?!\p{L})/iu,
);

/** Whether nobody knows the facts behind a reason; then the rule of its code, which is about what is known, does not read it. */
export function isUnknown(rule: ReasonRule, { facts }: Scenario): boolean {
  return rule.facts.every((fact) => facts[fact].value === "unknown");
}

/** Whether such a reason is just that nobody knows. */
export function isNotKnowing({ text }: Asked): boolean {
  return NOT_KNOWING.test(text);
}

const NOT_KNOWING = guarded(
  /(?<!\p{L})(?:f[io]u?nd(?:s|ing)? out|unknown|know(?:n|s|ledge)?|says? (?:who|what|when|whether|how)|(?:is|are|was|been) (?:not )?(?:stated|said|established|confirmed|tested|asked)|has (?:asked|established|confirmed|tested|told us)(?! for)|unclear|open question|blank|empty|whether)(?!\p{L})/iu,
);

/** Sentences or questions that mark the subject of such a reason as not known. */
export function markedUnknown(rule: ReasonRule, statements: readonly Statement[]): Statement[] {
  const marked = statements.filter(
    ({ text, question }) =>
      topics.has(`open_${rule.topic}`, text) && (question || signals.has("unknown", text)),
  );
  return marked.slice(0, 2);
}

/** Sentences that together assert every part of a reason of this deal; empty unless all parts are. */
export function assertionsOf(
  asked: Asked,
  rule: ReasonRule,
  statements: readonly Statement[],
  scenario: Scenario,
): Statement[] {
  const { own } = asked;
  const needs = needsOf(rule, scenario.facts);
  const parts = needs.map((group) =>
    statements.find(
      (statement, index) =>
        asserts(statement, group, rule, own) &&
        bears(statements, index, asked, rule, scenario) &&
        near(statements, index).some(
          ({ anchors, text }) =>
            anchors.some((anchor) => isBound(anchor, rule, own, scenario)) ||
            (rule.bound === "any" && sharesYear(text, scenario)),
        ),
    ),
  );
  const found = parts.filter((part) => part !== undefined);
  const complete =
    found.length === parts.length &&
    (parts.length === 1 || rule.bound !== "reason" || givesAll(own(), statements));
  return complete ? [...new Set(found)] : [];
}

function asserts(
  { text, question, anchors }: Statement,
  group: readonly string[],
  rule: ReasonRule,
  own: OwnAnchors,
): boolean {
  if (question) return false;
  const spans = group.flatMap((signal) => signals.find(signal, text));
  const free = spans.filter(
    ({ start }) => !isNegated(text, start) && !isConditional(text, start) && !isHedged(text, start),
  );
  if (rule.needs.length > 1) return free.length > 0;
  return (
    free.length > 0 &&
    (topics.has(rule.topic, text) || rule.bound !== "any" || anchors.some(({ key }) => own().has(key)))
  );
}

/** Telling words that a sentence, or it and its neighbours, must have of a reason that it asserts without naming what that names. */
const FEW = 2;
const SOME = 3;

/**
 * Whether a sentence is about the very reason: it or its neighbour names somebody, a figure or a date of it, or the buyer or
 * champion on whom it turns, or it repeats some of the reason's words.
 */
function bears(
  statements: readonly Statement[],
  index: number,
  { wording, own }: Asked,
  rule: ReasonRule,
  scenario: Scenario,
): boolean {
  if (sharedWords(statements[index]?.text ?? "", wording) >= FEW) return true;
  const around = near(statements, index);
  if (around.some(({ anchors }) => anchors.some((anchor) => isOf(anchor, rule, own, scenario)))) return true;
  return sharedWords(around.map(({ text }) => text).join(" "), wording) >= SOME;
}

/** Whether an anchor is named by a reason, or is the person on whom it turns. */
export function isOf(
  { key, person }: Anchor,
  { topic }: ReasonRule,
  own: OwnAnchors,
  { people }: Scenario,
): boolean {
  if (own().has(key)) return true;
  const role = topic === "champion" ? "champion" : topic === "access" || topic === "budget" ? "EB" : null;
  return role !== null && person !== undefined && people[person]?.role === role;
}

/** Whether an anchor ties a sentence to this deal in the way that the rule asks for. */
function isBound(anchor: Anchor, { bound }: ReasonRule, own: OwnAnchors, { people }: Scenario): boolean {
  const role = anchor.person === undefined ? undefined : people[anchor.person]?.role;
  if (bound === "EB" || bound === "champion") return role === bound || own().has(anchor.key);
  if (bound === "reason" && own().size > 0) return own().has(anchor.key);
  return anchor.kind !== "account";
}

/** Whether a text names a year that the user named: "in 2028" for a decision on 20 April 2028. */
function sharesYear(text: string, scenario: Scenario): boolean {
  const years = text.match(/(?<!\d)20\d\d(?!\d)/g) ?? [];
  return years.some((year) => briefOf(scenario).includes(year));
}

/** A statement and its neighbours of the same turn. */
function near(statements: readonly Statement[], index: number): Statement[] {
  const turn = statements[index]?.turn;
  return statements.slice(Math.max(0, index - 1), index + 2).filter((statement) => statement.turn === turn);
}
