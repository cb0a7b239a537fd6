import type { Said, VerdictMention } from "./reading.ts";
import { branches, judge, ONE_LINE, type Resolution, type Scale, SHORT } from "./resolution.ts";

/** No expression says it outright: what forecast, resources and time boxes say together. */
export function indirect(counted: VerdictMention[], mentions: VerdictMention[], scale: Scale): Resolution {
  const { words, gates } = scale;
  const all = (...saids: Said[]) => counted.filter((mention) => saids.includes(mention.said));
  const [noCall] = all("no_call");
  const stays = early(all("keep", "not_disqualify"));
  if (noCall) {
    return stays || branches(mentions) > 0
      ? judge("declines to call it, yet leans")
      : { verdict: "no_verdict", by: noCall, reason: "says that it gives no verdict yet" };
  }
  const exits = mentions.filter(
    (mention) => mention.standing === "branch" && (mention.said === "disqualify" || mention.said === "stop"),
  );
  const goes = mentions.filter(
    (mention) => mention.standing === "branch" && (mention.said === "pursue" || mention.said === "keep"),
  );
  const below = all("below");
  const stops = all("stop", "out");
  const [notPursued] = all("not_pursue");
  if (stays?.said === "not_disqualify" && notPursued) {
    return { verdict: "develop", by: stays, reason: "neither an exit nor full pursuit" };
  }
  if (stays) {
    if (exits.length > 0 || below.length > 0 || (gates() > 0 && stays.strength !== "heading")) {
      return { verdict: "develop", by: stays, reason: "stays with the deal, under conditions" };
    }
    return judge("not an exit, but how hard to work it is not said");
  }
  const kinds = new Set(stops.map((mention) => mention.said));
  if (kinds.size === 2 && (exits.length === 0 || stops.length >= 3)) {
    const by = early(stops) ?? stops[0];
    return { verdict: "disqualify", by, reason: "out of the forecast and resources stopped now" };
  }
  const commit = all("commit").find((mention) => mention.strength !== "body" && !mention.conditional);
  if (commit && below.every((mention) => mention.strength === "body") && exits.length === 0) {
    return { verdict: "pursue", by: commit, reason: "called as commit, with no condition" };
  }
  const held = early(below) ?? below.find((mention) => mention.conditional);
  const enough = held?.strength === "opening" || held?.strength === "labelled" ? 1 : 2;
  if (held && stops.length === 0 && !commit && exits.length + gates() >= enough) {
    return { verdict: "develop", by: held, reason: "held below commit for a named gap" };
  }
  const [exit] = exits;
  if (exit && goes.length > 0 && stops.length === 0 && gates() > 0) {
    return {
      verdict: "develop",
      by: exit,
      reason: "both outcomes of a test are laid out, and resources wait for it",
    };
  }
  if (exit && words <= SHORT && stops.length === 0 && !/\beither\b/i.test(exit.why)) {
    return { verdict: "develop", by: exit, reason: "time-boxed: the exit waits for a test" };
  }
  return silent(mentions, scale);
}

function early(found: VerdictMention[]): VerdictMention | undefined {
  return found.find((mention) => mention.strength !== "body");
}

const SILENT = new Set(["quoted", "question", "other_object", "criteria"]);

/** No verdict only where there is no cue of a stance at all, nor talk of the deal; else a judge must look. */
function silent(mentions: VerdictMention[], { words, speaksOfDeal }: Scale): Resolution {
  const forecast = mentions.some(
    (mention) => mention.counted && (mention.said === "below" || mention.said === "commit"),
  );
  const cues = mentions.filter(
    (mention) => !SILENT.has(mention.standing) && mention.said !== "below" && mention.said !== "commit",
  );
  if (cues.length === 0 && forecast && words <= ONE_LINE) {
    return { verdict: "no_verdict", by: undefined, reason: "moves the forecast, and nothing else" };
  }
  const unexplained = mentions.some(
    (mention) => mention.standing === "other_object" || mention.standing === "criteria",
  );
  if (cues.length === 0 && !forecast && !speaksOfDeal() && (words <= ONE_LINE || !unexplained)) {
    return { verdict: "no_verdict", by: undefined, reason: "nothing in it takes a stance on the deal" };
  }
  return judge("speaks of the deal, but takes no stance that can be read with certainty");
}
