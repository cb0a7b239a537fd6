import { conditionIn, isBranch, isCounterfactual, type Condition } from "./conditional.ts";
import { type Hit, readVerdictLexicon } from "./lexicon.ts";
import { isDeal } from "./object.ts";
import { isAttributed, isForNow, isHedged, isNegated } from "./polarity.ts";
import { ratingAfter } from "./ratings.ts";
import type { Said, Standing, Strength, VerdictContext, VerdictMention } from "./reading.ts";
import { isAlternative, isBar, isCriterion, isEchoHeading, isGeneric, isKind, isListing, isRanking, standsAlone } from "./generic.ts";
import { isDirective, isRatingOfOther, isSomeoneElse } from "./subject.ts";
import type { Unit } from "./units.ts";

const findVerdicts = readVerdictLexicon("verdicts");
const findCues = readVerdictLexicon("verdict_cues");
const findBranches = readVerdictLexicon("verdict_branches");

/** A sentence with more verdict expressions is not one a reader could follow. */
const CROWDED = 25;
/** Cheap test for sentences without a verdict expression that may still take one back. */
const MAY_CORRECT = /reflection|thought|correct|scratch|scrap|strike|back|mind|revised|final|actually|wait|update|wrong|second|having|re-?read/i;

/** The cues of a sentence: words that limit, correct, discount or branch what stands beside them. */
export function cuesOf(text: string): Hit[] {
  return findCues(text);
}

/** Every verdict expression of the reply, each with whether it counts as a stance on the deal and why. */
export function mentionsOf(units: Unit[], context: VerdictContext): VerdictMention[] {
  const echoed = echoSections(units);
  const mentions: VerdictMention[] = [];
  let correctedBlock = -1;
  let branchBlock = -1;
  for (const [index, unit] of units.entries()) {
    const hits = hitsOf(unit);
    if (hits.length > CROWDED || (hits.length === 0 && !MAY_CORRECT.test(unit.text))) continue;
    const cues = findCues(unit.text);
    const takenBack = cues.find((cue) => cue.class === "correction");
    const corrected = correctedBlock === unit.block ? 0 : takenBack?.end;
    if (takenBack) correctedBlock = unit.block;
    if (hits.length === 0) continue;
    const scene: Scene = {
      unit,
      hits,
      next: units[index + 1],
      listing: isListing(hits),
      cues,
      corrected,
      echoed: echoed.has(unit.section) || (unit.kind === "heading" && echoed.has(unit.text.trim())),
      branchBlock: branchBlock === unit.block,
      context,
    };
    for (const at of hits.keys()) {
      const mention = mentionOf(scene, at);
      if (mention) mentions.push(mention);
      if (mention?.standing === "branch") branchBlock = unit.block;
    }
  }
  return withTimeBoxes(mentions);
}

/** "You have until Friday" is a verdict only beside the exit that it ends in. */
function withTimeBoxes(mentions: VerdictMention[]): VerdictMention[] {
  const exit = mentions.some((mention) => mention.standing === "branch" && (mention.said === "disqualify" || mention.said === "stop"));
  if (exit) return mentions;
  return mentions.map((mention) => (mention.class === "develop.until" && mention.counted ? { ...mention, standing: "discounted", counted: false, why: "a date, with no exit beside it" } : mention));
}

interface Scene {
  unit: Unit;
  hits: Hit[];
  next: Unit | undefined;
  /** Offset after which the sentence replaces what was said before, if it does. */
  corrected: number | undefined;
  listing: boolean;
  cues: Hit[];
  echoed: boolean;
  branchBlock: boolean;
  context: VerdictContext;
}

function hitsOf(unit: Unit): Hit[] {
  const labelEnd = unit.label?.carried ? 0 : (unit.label?.end ?? 0);
  const hits = findVerdicts(unit.text).filter((hit) => hit.start >= labelEnd);
  const rating = unit.label ? ratingAfter(unit.text, unit.label) : undefined;
  if (rating && !hits.some((hit) => hit.start <= rating.start && rating.start < hit.end)) hits.unshift(rating);
  return hits;
}

/** Headings of a pasted list of criteria: the classes of the procedure side by side. */
function echoSections(units: Unit[]): Set<string> {
  const headings = units.map((unit) => unit.section).filter((section) => isEchoHeading(section));
  const kinds = new Set(headings.map((heading) => isEchoHeading(heading)));
  return kinds.size >= 2 ? new Set(headings) : new Set(headings.filter((heading) => /\/|criteria|signals/i.test(heading)));
}

function mentionOf(scene: Scene, at: number): VerdictMention | undefined {
  const { unit, hits } = scene;
  const hit = hits[at];
  if (!hit) return undefined;
  const [stance = "", kind = ""] = hit.class.split(".");
  const before = unit.text.slice(unit.label?.carried ? 0 : (unit.label?.end ?? 0), hit.start);
  const clause = before.slice(clauseStart(before));
  const rest = unit.text.slice(hit.end);
  const untilNext = unit.text.slice(hit.end, hits[at + 1]?.start);
  const base = {
    start: unit.start + hit.start,
    end: unit.start + hit.end,
    class: hit.class,
    strength: strengthOf(scene, hit),
    sentence: { start: unit.start, end: unit.end },
    conditional: false,
    conditionText: null,
    softened: false,
  };
  const parts: Parts = { stance, kind, before, clause, rest, untilNext };
  const standing = standingOf(scene, at, parts);
  if (standing === undefined) return undefined;
  if (standing !== "asserted") {
    return { ...base, said: stanceSaid(stance), standing, counted: false, why: WHY[standing] };
  }
  const said = saidOf(scene, parts);
  return { ...base, ...said, standing: said.standing ?? "asserted", counted: said.standing === undefined, why: said.standing ? WHY[said.standing] : hit.reason };
}

interface Parts {
  stance: string;
  kind: string;
  before: string;
  clause: string;
  rest: string;
  untilNext: string;
}

const WHY: Record<Standing, string> = {
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

const CLAUSE = /;|:|\.\s|\s(?:—|–|-{1,2})\s|—|,?\s(?:but|however|in reality|in truth|yet|though|although)\b,?\s/gi;

function clauseStart(before: string): number {
  let start = 0;
  for (const match of before.matchAll(CLAUSE)) start = match.index + match[0].length;
  return start;
}

/** Why an expression is no stance; undefined where it is no verdict expression at all. */
function standingOf(scene: Scene, at: number, parts: Parts): Standing | undefined {
  const { unit, hits, cues, context } = scene;
  const { stance, kind, before, clause, rest } = parts;
  const hit = hits[at] as Hit;
  if (unit.question) return "question";
  if (scene.echoed || isCriterion(unit, rest)) return "criteria";
  if (scene.listing) return "list";
  if (isAlternative(unit.text, hits, at) || /^[^\p{L}]*either\b/iu.test(before)) return "alternatives";
  if (isBar(rest)) return "discounted";
  if (kind === "bare" && !standsAlone(before, unit.text.slice(hit.start, hit.end), rest, hit.class)) return undefined;
  if (stance === "keep" && kind === "act" && !KEPT.test(rest)) return undefined;
  if (kind === "past" && !PASSIVE.test(clause)) return "discounted";
  if (isKind(before, rest)) return "discounted";
  if (kind === "act") {
    if (SPARED.test(rest)) return "discounted";
    if (!isDeal(rest, context, stance !== "develop")) return stance === "keep" ? undefined : "other_object";
    if (!isBranch(before) && !isDirective(clause)) return isAttributed(before) ? "attributed" : stance === "keep" ? undefined : "discounted";
  }
  if (kind === "state" && isRatingOfOther(clause, rest)) return "other_object";
  if (isRanking(rest)) return "ranking";
  if (isBranch(before) || isOutcome(scene, hit)) return isCounterfactual(unit.text) ? "counterfactual" : "branch";
  if (kind === "whole" && isSomeoneElse(clause)) return "attributed";
  if (isAttributed(clause)) return "attributed";
  if (cues.some((cue) => cue.class === "discount" && cue.end <= hit.start && cue.start >= hit.start - clause.length - 2)) return "discounted";
  if (isGeneric(clause)) return "discounted";
  if (isHedged(clause)) return "hedged";
  return "asserted";
}

/** "should be dropped", "is disqualified". */
const PASSIVE = /\b(?:be|stays|remains|should|must|needs? to|has to|have to|ought to|gets?|consider (?:it|this)|it's|it is|this is|is|is now|status)\b[^.;,]{0,20}$|^[^\p{L}]*$/iu;
/** "Keep it." keeps the deal; "keep it short" does not. */
const KEPT = /^\s*(?:it|this|this one|this deal|the deal|(?-i:\p{Lu}[\p{L}\p{N}]*(?:\s\p{Lu}[\p{L}\p{N}]*)?))\s*(?:$|[.,;:!—–]|-\s|(?:with|on one|only|until|as long|provided|if|but|hard)\b)/iu;
/** "Kill the POC, not the deal." spares the deal. */
const SPARED = /^[^.;]{0,60}\bnot (?:the|this|your|our) (?:deal|opportunity|account|pursuit|bid)\b/i;

/** Whether the sentence stands where outcomes are listed: under "Walk away if", in an "If … | Then" table, after one. */
function isOutcome({ unit, branchBlock }: Scene, hit: Hit): boolean {
  const leading = /^([^:→]{1,70})(?::|→|->|=>)/.exec(unit.text)?.[1];
  const lead = leading && leading.length <= hit.start ? leading : undefined;
  if (unit.label && !unit.label.carried && unit.label.end > 0) return false;
  if (isBranchHeading(unit.section)) return true;
  if (lead && unit.kind !== "heading" && isBranchHeading(lead)) return true;
  if (lead && unit.kind === "bullet" && !unit.label && !/^[^\p{L}]*\p{Lu}[\p{L}&.]*(?:\s\p{Lu}[\p{L}&.]*){0,3}\s*$/u.test(lead)) return true;
  if (unit.row && /\b(?:if|you have|you can answer|hear|scenario|trigger|outcome|option|answer|result|signal|condition|finding|when)\b/i.test(unit.row.heads)) return true;
  return branchBlock && unit.kind !== "paragraph";
}

function isBranchHeading(heading: string): boolean {
  return heading !== "" && findBranches(heading).length > 0;
}

interface Saying {
  said: Said;
  standing?: Standing;
  conditional: boolean;
  conditionText: string | null;
  softened: boolean;
}

/** What an asserted expression says once negation, conditions and gates are applied. */
function saidOf(scene: Scene, { stance, kind, clause, before, rest, untilNext }: Parts): Saying {
  const plain = { conditional: false, conditionText: null, softened: false };
  const base = stanceSaid(stance);
  const negated = kind !== "whole" || base === "pursue" || base === "disqualify" || base === "commit" ? isNegated(clause, rest) || isNegated(before, "") : false;
  if (base === "commit" || base === "below" || base === "out" || base === "stop" || base === "reopen" || base === "no_call") {
    if (negated && base === "commit") return { ...plain, said: "below" };
    const waits = base === "stop" && /\b(?:until|unless|before)\b/i.test(untilNext);
    const limited = scene.cues.some((cue) => cue.class === "gate") || /\b(?:if|once|when|after|until|unless)\b/i.test(untilNext);
    return { ...plain, said: base, conditional: limited, ...(waits ? { standing: "branch" as const } : {}) };
  }
  if (negated) return negatedSaying(base, clause, rest);
  const condition = conditionIn(untilNext) ?? leadingUnless(before);
  if (base === "develop") return { ...plain, said: "develop", conditional: Boolean(condition), conditionText: condition?.text ?? null };
  if (base === "disqualify") return disqualifySaying(scene, condition, rest);
  return pursueSaying(scene, base, condition, untilNext);
}

function negatedSaying(base: Said, clause: string, rest: string): Saying {
  const plain = { conditional: false, conditionText: null, softened: false };
  const forNow = isForNow(`${clause.slice(-40)} ${rest.slice(0, 60)}`);
  if (base === "disqualify") return { ...plain, said: forNow ? "develop" : "not_disqualify" };
  if (base === "pursue") return { ...plain, said: forNow ? "develop" : "not_pursue" };
  return { ...plain, said: base, standing: "discounted" };
}

function leadingUnless(before: string): Condition | undefined {
  const match = /^[^\p{L}]*(?:so\s+)?unless\b([^,]{3,120}),/iu.exec(before);
  return match ? { kind: "unless", text: match[0].replace(/[,\s]+$/, "").trim() } : undefined;
}

function disqualifySaying(scene: Scene, condition: Condition | undefined, rest: string): Saying {
  const plain = { conditional: Boolean(condition), conditionText: condition?.text ?? null, softened: false };
  if (condition?.kind === "if") return { ...plain, said: "disqualify", standing: isCounterfactual(scene.unit.text) ? "counterfactual" : "branch" };
  if (/^\s*(?:it |this )?(?:for now|yet|today)\b/i.test(rest) && /no-?go/i.test(scene.unit.text)) return { ...plain, said: "develop" };
  return { ...plain, said: "disqualify" };
}

function pursueSaying(scene: Scene, base: Said, condition: Condition | undefined, untilNext: string): Saying {
  const { unit, next, cues } = scene;
  const plain = { conditional: false, conditionText: null, softened: false };
  if (condition?.kind === "if" && isCounterfactual(unit.text)) return { ...plain, said: base, standing: "counterfactual" };
  if (condition && condition.kind !== "unless") return { said: "develop", conditional: true, conditionText: condition.text, softened: false };
  const following = next && next.block === unit.block && /^[^\p{L}]*(?:but|however|only|though|that said|still|with one|on one)\b/iu.test(next.text) ? next.text : "";
  const gates = cues.filter((cue) => cue.class === "gate" && !isForecastGate(unit.text, cue));
  const gate = gates[0] ?? findCues(following).find((cue) => cue.class === "gate");
  if (gate) {
    const text = gates[0] ? unit.text.slice(gate.start).trim() : following.trim();
    return { said: "develop", conditional: true, conditionText: text.replace(/[\s.]+$/, ""), softened: false };
  }
  const but = /,?\s(?:but|though|although|however|yet)\b(.*)/is.exec(untilNext)?.[1] ?? following;
  const softened = but !== "" && !BENIGN.test(but);
  return { said: base, conditional: condition?.kind === "unless", conditionText: condition?.text ?? null, softened };
}

const BENIGN = /\b(?:watch|keep an eye|protect|don't forget|risk|security|paper|forecast|commit|best[- ]case|widen|thread|date|contract|legal|procurement|slip)/i;

/** "Best case until the board votes" limits the forecast, not the effort. */
function isForecastGate(text: string, cue: Hit): boolean {
  return /\b(?:best[- ]case|forecast|pipeline|commit(?! (?:the|a|an|your|our|any|more|two|both|engineers?|resources?|people)\b))\b[^.;]{0,60}$/i.test(text.slice(0, cue.start)) || /^[^.;]{0,30}\b(?:best case|commit(?! (?:the|a|an|your|our|any|more|two|both|engineers?|resources?|people)\b))\b/i.test(text.slice(cue.start, cue.end + 20));
}

const STANCES: Record<string, Said> = {
  pursue: "pursue",
  develop: "develop",
  disqualify: "disqualify",
  keep: "keep",
  no_call: "no_call",
  forecast_below: "below",
  forecast_out: "out",
  forecast_commit: "commit",
  stop: "stop",
  reopen: "reopen",
};

function stanceSaid(stance: string): Said {
  return STANCES[stance] ?? "keep";
}

/** The opening is the first 60 words of prose (CODEBOOK §5). */
const OPENING_WORDS = 60;

function strengthOf({ unit, cues, corrected }: Scene, hit: Hit): Strength {
  if ((corrected !== undefined && corrected <= hit.start + 1) || unit.label?.final) return "correction";
  if (unit.label && (unit.label.kind === "verdict" || unit.label.kind === "rating")) return "labelled";
  if (unit.kind === "heading") return "heading";
  const wordsBefore = unit.wordsBefore + unit.text.slice(0, hit.start).trim().split(/\s+/).length - 1;
  if (wordsBefore < OPENING_WORDS) return "opening";
  const announced = cues.some((cue) => cue.class === "stance" && cue.end <= hit.start + 1);
  return announced || unit.closing ? "closing" : "body";
}
