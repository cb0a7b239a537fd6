import { isBranch, isCounterfactual } from "./conditional.ts";
import { isBranchHeading } from "./cues.ts";
import { isAlternative, isBar, isCriterion, isGeneric, isKind, isRanking, standsAlone } from "./generic.ts";
import type { Hit } from "./lexicon.ts";
import { isDeal } from "./object.ts";
import { isAttributed, isHedged } from "./polarity.ts";
import type { Standing, VerdictContext } from "./reading.ts";
import type { Parts, Scene } from "./scene.ts";
import { isDirective, isRatingOfOther, isSomeoneElse } from "./subject.ts";
import type { Unit } from "./units.ts";

/** What each standing means, for the people who read why a mention did not count. */
export const WHY: Record<Standing, string> = {
  asserted: "the speaker's stance",
  branch: "the outcome of a test still to come",
  counterfactual: "says what would hold if things were otherwise",
  hedged: "only named as a possibility",
  discounted: "given as a rule or as others' habit, not as the stance",
  attributed: "somebody else's words or act",
  quoted: "quoted",
  question: "asked, not said",
  criteria: "a heading or a criterion",
  other_object: "about something else than the deal",
  ranking: "ranked against other deals, no exit",
  alternatives: "one of several alternatives side by side",
  list: "a list of verdict words",
};

/**
 * Why the expression at an index of the scene's hits is no stance; undefined where it is no verdict expression at all.
 * `afterBranch`: whether an earlier sentence of the block was the outcome of a test.
 */
export function standingOf(
  scene: Scene,
  at: number,
  context: VerdictContext,
  afterBranch: boolean,
): Standing | undefined {
  const { unit, hits, cues } = scene;
  const { stance, kind, before, clause, rest, object } = scene.parts[at] as Parts;
  const hit = hits[at] as Hit;
  if (unit.question || (LEAD_IN.test(unit.text.slice(0, hit.start)) && /^[^.;]*:/.test(rest)))
    return "question";
  if (scene.echoed || isCriterion(unit, rest)) return "criteria";
  if (scene.listing) return "list";
  if (isAlternative(unit.text, hits, at) || /^[^A-Za-z\u00c0-\u024f]*either\b/i.test(before))
    return "alternatives";
  if (isBar(rest)) return "discounted";
  if (kind === "bare" && !standsAlone(before, unit.text.slice(hit.start, hit.end), rest, hit.class))
    return undefined;
  if (stance === "keep" && kind === "act" && !KEPT.test(rest)) return undefined;
  if (kind === "past" && !PASSIVE.test(clause)) return "discounted";
  if (isKind(before, rest)) return "discounted";
  if (object !== undefined) {
    if (SPARED.test(rest)) return "discounted";
    if (!isDeal(object, context, stance !== "develop")) return stance === "keep" ? undefined : "other_object";
    if (!isBranch(before) && !isDirective(clause))
      return isAttributed(before) ? "attributed" : stance === "keep" ? undefined : "discounted";
  }
  if (kind === "state" && isRatingOfOther(clause, rest)) return "other_object";
  if (isRanking(rest)) return "ranking";
  if (isBranch(before) || isOutcome(unit, hit, afterBranch))
    return isCounterfactual(unit.text) ? "counterfactual" : "branch";
  if (kind === "whole" && isSomeoneElse(clause)) return "attributed";
  if (isAttributed(clause)) return "attributed";
  if (
    cues.some(
      (cue) => cue.class === "discount" && cue.end <= hit.start && cue.start >= hit.start - clause.length - 2,
    )
  )
    return "discounted";
  if (isGeneric(clause) || SAID_BEFORE.test(clause)) return "discounted";
  if (isHedged(clause)) return "hedged";
  if (stance === "onward" && !ONWARD.test(rest)) return "discounted";
  return "asserted";
}

/** "Carry on, but with one person": the deal goes on; "continue with the review" is about something else. */
const ONWARD = /^\s*(?:,|with (?:one|two|limited|caution)\b|to the next (?:gate|stage)\b)/i;

/** "I told you to pursue this": what the speaker once said is no stance now. */
const SAID_BEFORE =
  /\b(?:i|we)(?:'d| had)? (?:told|said|called|thought|advised|recommended|would have|wanted)\b[^.;]{0,40}$/i;

/** "Why it's worth chasing:" leads into reasons. */
const LEAD_IN = /^[^A-Za-z\u00c0-\u024f]*(?:why|how|what|when|where|which|whether)\b[^:.;]*$/i;

/** "should be dropped", "is disqualified". */
const PASSIVE =
  /\b(?:be|stays|remains|should|must|needs? to|has to|have to|ought to|gets?|consider (?:it|this)|it's|it is|this is|is|is now|status)\b[^.;,]{0,20}$|^[^A-Za-z\u00c0-\u024f]*$/i;
/** "Keep it." keeps the deal; "keep it short" does not. */
const KEPT =
  /^\s*(?:it|this|this one|this deal|the deal|(?-i:[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f0-9]*(?:\s[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f0-9]*)?))\s*(?:$|[.,;:!—–]|-\s|(?:with|on one|only|until|as long|provided|if|but|and|hard)\b)/i;
/** "Kill the POC, not the deal." spares the deal. */
const SPARED = /^[^.;]{0,60}\bnot (?:the|this|your|our) (?:deal|opportunity|account|pursuit|bid)\b/i;

/** Whether the sentence stands where outcomes are listed: under "Walk away if", in an "If … | Then" table, after one. */
function isOutcome(unit: Unit, hit: Hit, afterBranch: boolean): boolean {
  const leading = /^([^:→]{1,70})(?::|→|->|=>)/.exec(unit.text)?.[1];
  const lead = leading && leading.length <= hit.start ? leading : undefined;
  if (unit.label && !unit.label.carried && unit.label.end > 0) return false;
  if (isBranchHeading(unit.section)) return true;
  if (lead && unit.kind !== "heading" && isBranchHeading(lead)) return true;
  if (
    lead &&
    unit.kind === "bullet" &&
    !unit.label &&
    !/^[^A-Za-z\u00c0-\u024f]*[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f&.]*(?:\s[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f&.]*){0,3}\s*$/.test(
      lead,
    )
  )
    return true;
  if (
    unit.row &&
    /\b(?:if|you have|you can answer|hear|scenario|trigger|outcome|option|answer|result|signal|condition|finding|when)\b/i.test(
      unit.row.heads,
    )
  )
    return true;
  return afterBranch && unit.kind !== "paragraph";
}
