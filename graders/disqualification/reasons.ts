import type { Evidence } from "../../src/records/grade.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { guarded } from "../text/guarded.ts";
import { keptWith } from "../text/kept.ts";
import { absenceOf } from "./absence.ts";
import { assertionsOf, isNotKnowing, isOf, isUnknown, markedUnknown, restatingOf } from "./assertions.ts";
import { findContrary, isDismissed } from "./contraries.ts";
import { hasNegator } from "./modality.ts";
import { type OwnAnchors, ownAnchors } from "./ownAnchors.ts";
import { needsOf, REASON_RULES, type ReasonRule } from "./reasonRules.ts";
import { readWording } from "./restates.ts";
import { readSignals } from "./signals.ts";
import type { Statement } from "./statements.ts";

const topics = readSignals("reason_topics");

/** A reason of a scenario. */
type Reason = Scenario["requiredReasons"][number];

/** Whether a reason is named: certainly, certainly not, or only a judge can tell. */
export type ReasonReading =
  | { state: "stated"; evidence: Evidence[]; how: string }
  | { state: "absent"; how: string }
  | { state: "unsure"; evidence: Evidence[]; how: string };

/** Words of a conversation above which it must mention something of a deal, and of a reason, for a judge to look for it there. */
const LONG = 60;

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
  if (whole.state === "absent" || (whole.state === "unsure" && bearing === "follows")) return whole;
  const firm = statements.filter((statement) => !isDismissed(reason.code, statement));
  const reading = firm.length < statements.length ? readStated(reason, firm, scenario) : whole;
  const contrary =
    whole.state === "stated" || bearing === "against" ? findContrary(reason.code, statements) : undefined;
  const evidence = contrary ? [evidenceOf(contrary)] : whole.evidence;
  if (reading.state !== "stated") {
    if (contrary && bearing === "against")
      return { state: "absent", how: "the reply says the contrary and decides by that" };
    return { state: "unsure", evidence, how: OPEN };
  }
  if (contrary && bearing !== "follows")
    return { state: "unsure", evidence, how: "the reply says it and its contrary" };
  if (bearing !== "against" || (reading.how === RESTATED && !isTurned(reading.evidence, statements)))
    return reading;
  return { state: "unsure", evidence, how: "the reply mentions it and decides against it" };
}

const OPEN = "the subject comes up, but whether the reason is stated is open";
const RESTATED = "the reply says it in the deal's own terms";

/** Whether the sentence after what is reported turns against it: "But that is not the point". */
function isTurned(evidence: readonly Evidence[], statements: readonly Statement[]): boolean {
  return evidence.some(({ turn, start }) => {
    const index = statements.findIndex((one) => one.turn === turn && one.start === start);
    const next = statements[index + 1];
    return next?.turn === turn && TURN.test(next.text);
  });
}

const TURN = guarded(
  /^\W*(?:but|yet|still|however|even so|that said|nevertheless|nonetheless|none of (?:this|that|it)|that does(?: not|n['’]t)|i would not)(?!\p{L})/iu,
);

function readStated(reason: Reason, statements: readonly Statement[], scenario: Scenario): ReasonReading {
  const rule = REASON_RULES[reason.code];
  const own = ownAnchors(reason, scenario);
  const asked = { ...reason, wording: wordingOfReason(reason), rule, own };
  const restating = restatingOf(asked, statements);
  if (restating)
    return {
      state: "stated",
      evidence: [evidenceOf(restating)],
      how: RESTATED,
    };
  const touching = statements.filter((statement) => mayTouch(statement, rule, own, scenario));
  if (touching.length === 0) return { state: "absent", how: "the reply does not touch the subject" };
  if (isGeneric(statements)) return { state: "absent", how: "the reply mentions no fact of this deal" };
  const evidence = touching.slice(0, 2).map(evidenceOf);
  if (rule === undefined) return { state: "unsure", evidence, how: "code has no rule for this reason" };
  const unknown = isUnknown(rule, scenario);
  const stated = !unknown
    ? assertionsOf(asked, rule, statements, scenario)
    : isNotKnowing(asked)
      ? markedUnknown(rule, statements)
      : [];
  if (stated.length > 0)
    return { state: "stated", evidence: stated.map(evidenceOf), how: "the reply asserts it of this deal" };
  if (!isLong(statements)) return { state: "unsure", evidence, how: OPEN };
  const needs = unknown ? [] : needsOf(rule, scenario.facts);
  const why = absenceOf({ reason, wording: asked.wording, rule, needs, own: own() }, statements);
  if (why !== null) return { state: "absent", how: why };
  return { state: "unsure", evidence, how: OPEN };
}

const wordingOfReason = keptWith((reason: Reason) => readWording(reason.text));

/** Whether a sentence may be about the reason: its subject, somebody or something it names, or the person it turns on. */
function mayTouch(
  { text, anchors }: Statement,
  rule: ReasonRule | undefined,
  own: OwnAnchors,
  scenario: Scenario,
): boolean {
  if (rule === undefined || topics.has(rule.topic, text)) return true;
  return anchors.some((anchor) => isOf(anchor, rule, own, scenario));
}

/** Whether a reply of some length holds nothing that comes from this deal but its name, a title or a small count. */
function isGeneric(statements: readonly Statement[]): boolean {
  const specific = statements.some(({ anchors }) =>
    anchors.some(({ kind }) => kind !== "account" && kind !== "echo" && kind !== "title"),
  );
  return !specific && isLong(statements);
}

function isLong(statements: readonly Statement[]): boolean {
  return statements.reduce((sum, { text }) => sum + text.split(" ").length, 0) >= LONG;
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
