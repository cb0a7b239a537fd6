import { guarded } from "../text/guarded.ts";
import type { Evidence } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { type Anchor, anchorFinder, briefOf } from "../text/anchors.ts";
import { keptWith } from "../text/kept.ts";
import { parseReply } from "../text/reply.ts";
import { findContrary, isDismissed } from "./contraries.ts";
import { hasNegator, isConditional, isNegated } from "./modality.ts";
import { needsOf, REASON_RULES, type ReasonRule } from "./reasonRules.ts";
import { readWording, restates } from "./restates.ts";
import { readSignals } from "./signals.ts";
import { type Statement, withoutQuotes } from "./statements.ts";

const signals = readSignals("reasons");
const topics = readSignals("reason_topics");

/** A reason of a scenario. */
type Reason = Scenario["requiredReasons"][number];

/** Whether a reason is named: certainly, certainly not, or only a judge can tell. */
export type ReasonReading =
  | { state: "stated"; evidence: Evidence[]; how: string }
  | { state: "absent"; how: string }
  | { state: "unsure"; evidence: Evidence[]; how: string };

/** Words of a reply above which it must mention something of the deal for a judge to look for reasons in it. */
const GENERIC_WORDS = 60;

/** How the stance of a reply bears on a reason: it follows from it, it goes against it, or code could not read the stance. */
export type Bearing = "follows" | "against" | "open";

/**
 * Looks for a reason of the scenario in what a reply states. Certain is: the reason's own words come back, or its signals
 * are asserted in sentences bound to this deal, in a reply whose stance may follow from it. Certainly absent: its topic is
 * never touched, a reply of some length holds nothing of this deal, or the reply says the contrary and decides by that.
 * Where the stance goes against the reason, what is reported of it may be reported to be set aside: a judge reads that.
 */
export function readReason(
  reason: Reason,
  statements: readonly Statement[],
  scenario: Scenario,
  bearing: Bearing,
): ReasonReading {
  const whole = readStated(reason, statements, scenario);
  if (bearing === "follows" || whole.state === "absent") return whole;
  const reading = readStated(
    reason,
    statements.filter((statement) => !isDismissed(statement)),
    scenario,
  );
  const contrary = findContrary(reason.code, statements);
  const evidence = contrary ? [evidenceOf(contrary)] : whole.evidence;
  if (reading.state !== "stated") {
    if (contrary && bearing === "against")
      return { state: "absent", how: "the reply says the contrary and decides by that" };
    return {
      state: "unsure",
      evidence,
      how: "the subject comes up, but whether the reason is stated is open",
    };
  }
  if (contrary) return { state: "unsure", evidence, how: "the reply says it and its contrary" };
  if (bearing === "open") return reading;
  return { state: "unsure", evidence, how: "the reply mentions it and decides against it" };
}

function readStated(reason: Reason, statements: readonly Statement[], scenario: Scenario): ReasonReading {
  const rule = REASON_RULES[reason.code];
  const wording = wordingOfReason(reason);
  const restating = statements.find(
    (statement) => !statement.question && restates(withoutQuotes(statement.text), wording),
  );
  if (restating)
    return {
      state: "stated",
      evidence: [evidenceOf(restating)],
      how: "the reply says it in the deal's own terms",
    };
  const own = ownAnchors(reason, scenario);
  const touching = statements.filter((statement) => mayTouch(statement, rule, own, scenario));
  if (touching.length === 0) return { state: "absent", how: "the reply does not touch the subject" };
  if (isGeneric(statements)) return { state: "absent", how: "the reply mentions no fact of this deal" };
  const evidence = touching.slice(0, 2).map(evidenceOf);
  if (rule === undefined) return { state: "unsure", evidence, how: "code has no rule for this reason" };
  const stated = isUnknown(rule, scenario)
    ? markedUnknown(rule, statements)
    : assertions(rule, own, statements, scenario);
  if (stated.length > 0)
    return { state: "stated", evidence: stated.map(evidenceOf), how: "the reply asserts it of this deal" };
  return { state: "unsure", evidence, how: "the subject comes up, but whether the reason is stated is open" };
}

const wordingOfReason = keptWith((reason: Reason) => readWording(reason.text));

/** Whether a sentence may be about the reason: its subject, somebody or something it names, or the person it turns on. */
function mayTouch(
  { text, anchors }: Statement,
  rule: ReasonRule | undefined,
  own: OwnAnchors,
  { people }: Scenario,
): boolean {
  if (rule === undefined || topics.has(rule.topic, text)) return true;
  const role = rule.topic === "champion" ? "champion" : "EB";
  const turnsOnPerson = rule.topic === "champion" || rule.topic === "access" || rule.topic === "budget";
  return anchors.some(
    ({ key, person }) =>
      own().has(key) || (turnsOnPerson && person !== undefined && people[person]?.role === role),
  );
}

/** Sentences that together assert every part of the reason of this deal; empty unless all parts are. */
function assertions(
  rule: ReasonRule,
  own: OwnAnchors,
  statements: readonly Statement[],
  scenario: Scenario,
): Statement[] {
  const needs = needsOf(rule, scenario.facts);
  const parts = needs.map((group) =>
    statements.find(
      (statement, index) =>
        asserts(statement, group, rule, own) &&
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
    (parts.length === 1 || rule.bound !== "reason" || givesAll(own, statements));
  return complete ? [...new Set(found)] : [];
}

/** Whether a text names a year that the user named: "in 2028" for a decision on 20 April 2028. */
function sharesYear(text: string, scenario: Scenario): boolean {
  const years = text.match(/(?<!\d)20\d\d(?!\d)/g) ?? [];
  return years.some((year) => briefOf(scenario).includes(year));
}

/** Whether every figure and date of a reason of two parts comes back: half of them may be all that the reply says. */
function givesAll(own: OwnAnchors, statements: readonly Statement[]): boolean {
  const given = new Set(
    statements.filter(({ question }) => !question).flatMap(({ anchors }) => anchors.map(({ key }) => key)),
  );
  return [...own()].every((key) => given.has(key));
}

function asserts(
  { text, question, anchors }: Statement,
  group: readonly string[],
  rule: ReasonRule,
  own: OwnAnchors,
): boolean {
  if (question) return false;
  const spans = group.flatMap((signal) => signals.find(signal, text).map((span) => ({ ...span, signal })));
  const free = spans.filter(({ start }) => !isNegated(text, start) && !isConditional(text, start));
  if (rule.needs.length > 1) return free.length > 0;
  return (
    free.length > 0 &&
    (topics.has(rule.topic, text) || rule.bound !== "any" || anchors.some(({ key }) => own().has(key)))
  );
}

/** Whether an anchor ties a sentence to this deal in the way that the rule asks for. */
function isBound(anchor: Anchor, { bound }: ReasonRule, own: OwnAnchors, { people }: Scenario): boolean {
  const role = anchor.person === undefined ? undefined : people[anchor.person]?.role;
  if (bound === "EB" || bound === "champion") return role === bound || own().has(anchor.key);
  if (bound === "reason" && own().size > 0) return own().has(anchor.key);
  return anchor.kind !== "account";
}

/** Sentences or questions that mark the reason's subject as not known: the reason then is that nobody knows. */
function markedUnknown(rule: ReasonRule, statements: readonly Statement[]): Statement[] {
  const marked = statements.filter(
    ({ text, question }) => topics.has(rule.topic, text) && (question || signals.has("unknown", text)),
  );
  return marked.slice(0, 2);
}

function isUnknown(rule: ReasonRule, scenario: Scenario): boolean {
  return rule.facts.every((fact) => scenario.facts[fact].value === "unknown");
}

/** The keys of the people, figures and dates that a reason itself names, read when they are first asked for. */
export type OwnAnchors = () => ReadonlySet<string>;

/** The own anchors of a reason of a scenario. */
export function ownAnchors(reason: Reason, scenario: Scenario): OwnAnchors {
  return () => readOwn(reason, scenario);
}

/** The reasons of a scenario are the same for each of its replies. */
const readOwn = keptWith((reason: Reason, scenario: Scenario): ReadonlySet<string> => {
  const anchors = anchorFinder(scenario).find(parseReply(reason.text));
  return new Set(anchors.filter(({ kind }) => kind !== "account" && kind !== "echo").map(({ key }) => key));
});

/** Whether a reply of some length holds nothing that comes from this deal but its name, a title or a small count. */
function isGeneric(statements: readonly Statement[]): boolean {
  const specific = statements.some(({ anchors }) =>
    anchors.some(({ kind }) => kind !== "account" && kind !== "echo" && kind !== "title"),
  );
  return !specific && statements.reduce((sum, { text }) => sum + text.split(" ").length, 0) >= GENERIC_WORDS;
}

/** A statement and its neighbours of the same turn. */
function near(statements: readonly Statement[], index: number): Statement[] {
  const turn = statements[index]?.turn;
  return statements.slice(Math.max(0, index - 1), index + 2).filter((statement) => statement.turn === turn);
}

/** A statement as evidence. */
export function evidenceOf({ turn, start, end, raw }: Statement): Evidence {
  return { turn, start, end, quote: raw };
}

/** Whether the subject of a reason comes up at all. */
export function touches(topic: string, statements: readonly Statement[]): boolean {
  return statements.some(({ text }) => topics.has(topic, text));
}

/** Whether the subject of a reason comes up only in sentences that deny nothing and miss nothing. */
export function onlyAffirmed(topic: string, statements: readonly Statement[]): boolean {
  return statements
    .filter(({ text }) => topics.has(topic, text))
    .every(({ text }) => !hasNegator(text) && !ADVERSE.test(text));
}

const ADVERSE = guarded(
  /(?<!\p{L})(?:red|amber|weak|poor|lack\p{L}*|miss\p{L}*|gap|hole|fail\p{L}*|refus\p{L}*|declin\p{L}*|frozen|freeze|unknown|un\p{L}{5,}|too|zero|dead|kill\p{L}*|disqualif\p{L}*)(?!\p{L})|🔴|❌|🟡|⚠/iu,
);
