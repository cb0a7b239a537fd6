import { guarded } from "../text/guarded.ts";
import { cuesOf } from "./cues.ts";
import { keptWith } from "../text/kept.ts";
import { isEchoHeading, isListing } from "./generic.ts";
import { type Hit, readVerdictLexicon } from "./lexicon.ts";
import { ratingAfter } from "./ratings.ts";
import type { Strength, VerdictContext, VerdictMention } from "./reading.ts";
import { saidOf } from "./saying.ts";
import { clauseStart, type Parts, type Scene } from "./scene.ts";
import { stanceSaid } from "./stances.ts";
import { standingOf, WHY } from "./standing.ts";
import type { Unit } from "./units.ts";

const findVerdicts = readVerdictLexicon("verdicts");

/** A sentence with more verdict expressions is not one a reader could follow. */
const CROWDED = 25;
/** Cheap test for sentences without a verdict expression that may still take one back. */
const MAY_CORRECT = guarded(
  /reflection|thought|correct|scratch|scrap|strike|back|mind|revised|final|actually|wait|update|wrong|second|having|re-?read/i,
);

/** Every verdict expression of the reply, each with whether it counts as a stance on the deal and why. */
export function mentionsOf(units: Unit[], context: VerdictContext): VerdictMention[] {
  const echoed = echoSections(units);
  const mentions: VerdictMention[] = [];
  let correctedBlock = -1;
  let branchBlock = -1;
  for (const [index, unit] of units.entries()) {
    const hits = hitsOf(unit);
    if (hits.length > CROWDED || (hits.length === 0 && !MAY_CORRECT.test(unit.text))) continue;
    const cues = cuesOf(unit.text);
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
  const exit = mentions.some(
    (mention) => mention.standing === "branch" && (mention.said === "disqualify" || mention.said === "stop"),
  );
  if (exit) return mentions;
  return mentions.map((mention) =>
    mention.class === "develop.until" && mention.counted
      ? { ...mention, standing: "discounted", counted: false, why: "a date, with no exit beside it" }
      : mention,
  );
}

/** A reply is read against several contexts. */
const hitsOf = keptWith(readHits);

function readHits(unit: Unit): Hit[] {
  const labelEnd = unit.label?.carried ? 0 : (unit.label?.end ?? 0);
  const hits = findVerdicts(unit.text).filter((hit) => hit.start >= labelEnd);
  const rating = unit.label ? ratingAfter(unit.text, unit.label) : undefined;
  if (rating && !hits.some((hit) => hit.start <= rating.start && rating.start < hit.end))
    hits.unshift(rating);
  return hits;
}

/** Headings of a pasted list of criteria: the classes of the procedure side by side. */
function echoSections(units: Unit[]): Set<string> {
  const headings = units.map((unit) => unit.section).filter((section) => isEchoHeading(section));
  const kinds = new Set(headings.map((heading) => isEchoHeading(heading)));
  return kinds.size >= 2
    ? new Set(headings)
    : new Set(headings.filter((heading) => /\/|criteria|signals/i.test(heading)));
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
  return {
    ...base,
    ...said,
    standing: said.standing ?? "asserted",
    counted: said.standing === undefined,
    why: said.standing ? WHY[said.standing] : hit.reason,
  };
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
