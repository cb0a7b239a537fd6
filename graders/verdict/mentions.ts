import { guarded } from "../text/guarded.ts";
import { cuesOf } from "./cues.ts";
import { keptWith } from "../text/kept.ts";
import type { Reply } from "../text/reply.ts";
import { isEchoHeading, isListing } from "./generic.ts";
import { type Hit, readVerdictLexicon } from "./lexicon.ts";
import { ratingAfter } from "./ratings.ts";
import type { Strength, VerdictContext, VerdictMention } from "./reading.ts";
import { saidOf } from "./saying.ts";
import { type Parts, partsOf, type Scene } from "./scene.ts";
import { stanceSaid } from "./stances.ts";
import { standingOf, WHY } from "./standing.ts";
import { type Unit, unitsOf } from "./units.ts";

const findVerdicts = readVerdictLexicon("verdicts");

/** A sentence with more verdict expressions is not one a reader could follow. */
const CROWDED = 25;
/** Cheap test for sentences without a verdict expression that may still take one back. */
const MAY_CORRECT = guarded(
  /reflection|thought|correct|scratch|scrap|strike|back|mind|revised|final|actually|wait|update|wrong|second|having|re-?read/i,
);

/** Every verdict expression of the reply, each with whether it counts as a stance on the deal and why. */
export function mentionsOf(reply: Reply, context: VerdictContext): VerdictMention[] {
  return turnsOnName(scenesOf(reply)) ? readMentions(scenesOf(reply), context) : mentionsAnyhow(reply);
}

/** Whether an expression is about a name: only then does it matter what is known of the conversation. */
function turnsOnName(scenes: readonly Scene[]): boolean {
  return scenes.some(({ parts }) => parts.some(({ object }) => typeof object === "object"));
}

const mentionsAnyhow = keptWith((reply: Reply) => readMentions(scenesOf(reply), {}));

function readMentions(scenes: readonly Scene[], context: VerdictContext): VerdictMention[] {
  const mentions: VerdictMention[] = [];
  let branchBlock = -1;
  for (const scene of scenes) {
    for (const at of scene.hits.keys()) {
      const mention = mentionOf(scene, at, context, branchBlock === scene.unit.block);
      if (mention) mentions.push(mention);
      if (mention?.standing === "branch") branchBlock = scene.unit.block;
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

/** The sentences of a reply with a verdict expression. */
const scenesOf = keptWith((reply: Reply): Scene[] => {
  const units = unitsOf(reply);
  const echoed = echoSections(units);
  const scenes: Scene[] = [];
  let correctedBlock = -1;
  for (const [index, unit] of units.entries()) {
    const hits = readHits(unit);
    if (hits.length > CROWDED || (hits.length === 0 && !MAY_CORRECT.test(unit.text))) continue;
    const cues = cuesOf(unit.text);
    const takenBack = cues.find((cue) => cue.class === "correction");
    const corrected = correctedBlock === unit.block ? 0 : takenBack?.end;
    if (takenBack) correctedBlock = unit.block;
    if (hits.length === 0) continue;
    scenes.push({
      unit,
      hits,
      parts: hits.map((_, at) => partsOf(unit, hits, at)),
      next: units[index + 1],
      listing: isListing(hits),
      cues,
      corrected,
      echoed: echoed.has(unit.section) || (unit.kind === "heading" && echoed.has(unit.text.trim())),
    });
  }
  return scenes;
});

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

function mentionOf(
  scene: Scene,
  at: number,
  context: VerdictContext,
  afterBranch: boolean,
): VerdictMention | undefined {
  const standing = standingOf(scene, at, context, afterBranch);
  if (standing === undefined) return undefined;
  const { unit, hits, parts } = scene;
  const hit = hits[at] as Hit;
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
  const around = parts[at] as Parts;
  if (standing !== "asserted") {
    return { ...base, said: stanceSaid(around.stance), standing, counted: false, why: WHY[standing] };
  }
  const said = saidOf(scene, around);
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
