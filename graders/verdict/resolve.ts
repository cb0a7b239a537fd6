import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Said, Strength, VerdictMention } from "./reading.ts";

/** What the resolution found: the verdict, the expression that decides it, and why in one sentence. */
export interface Resolution {
  verdict: ReplyVerdict;
  by: VerdictMention | undefined;
  reason: string;
}

/** What else the resolution needs to know of the reply. */
export interface Scale {
  words: number;
  /** Sentences in which a go or a forecast call is limited by a condition or a named gap. */
  gates: () => number;
  /** Whether the reply weighs a deal at all: forecast, stage, proof, checkpoint. */
  speaksOfDeal: () => boolean;
}

/** Up to so many words the reply is a line or two, and a single indirect cue is all there is. */
const SHORT = 60;
/** Up to so many words a text is one remark: a forecast move, or an act on something else, is all there is. */
const ONE_LINE = 15;

/**
 * One verdict for a whole reply. Precedence (CODEBOOK §5): a correction, a labelled line, the opening, the close, the
 * body; each must be unopposed. Without a direct stance, forecast, resources and time boxes are weighed together, and
 * where they do not settle it the answer is `needs_judge`.
 */
export function resolve(mentions: VerdictMention[], scale: Scale): Resolution {
  const counted = mentions.filter((mention) => mention.counted);
  const stances = counted.filter((mention) => isStance(mention.said));
  if (stances.length > 0) return direct(stances, counted, mentions, scale);
  return indirect(counted, mentions, scale);
}

function isStance(said: Said): boolean {
  return said === "pursue" || said === "develop" || said === "disqualify";
}

const PRECEDENCE: Strength[] = ["correction", "labelled", "opening", "closing", "body", "heading"];

function direct(
  stances: VerdictMention[],
  counted: VerdictMention[],
  mentions: VerdictMention[],
  scale: Scale,
): Resolution {
  for (const strength of PRECEDENCE) {
    const here = stances.filter((mention) => mention.strength === strength);
    if (here.length === 0) continue;
    const winner = settle(here, strength);
    if (!winner) return clash(here, scale);
    return unopposed(winner, strength, stances, counted, mentions, scale);
  }
  return judge("no stance stands out");
}

/** The stance of equally strong expressions: their common one, or the later where it corrects the earlier. */
function settle(here: VerdictMention[], strength: Strength): VerdictMention | undefined {
  const last = here.at(-1);
  const [first] = here;
  if (!first || !last) return undefined;
  if (strength === "correction") return last;
  const gated = here.find(isGatedGo);
  if (
    gated &&
    here.every(
      (mention) =>
        mention.said === "develop" || (mention.said === "pursue" && /\.(?:act|state)$/.test(mention.class)),
    )
  )
    return gated;
  return here.every((mention) => mention.said === first.said) ? first : undefined;
}

/** "Chase it, but on a short leash": the limit governs what else is said for the chase. */
function isGatedGo(mention: VerdictMention): boolean {
  return (
    mention.said === "develop" && mention.strength !== "labelled" && /^(?:pursue|keep)\./.test(mention.class)
  );
}

function clash(here: VerdictMention[], { words }: Scale): Resolution {
  const [first] = here;
  const other = here.find((mention) => mention.said !== first?.said);
  const plain =
    first &&
    other &&
    ![first, other].some((mention) => mention.class.endsWith(".whole")) &&
    !first.softened &&
    !other.softened &&
    !first.conditional &&
    !other.conditional;
  const opposed = first && other && first.said !== "develop" && other.said !== "develop";
  if (plain && words <= SHORT && (opposed || first.strength === "labelled")) {
    return {
      verdict: "conflict",
      by: other,
      reason: `says both ${first.said} and ${other.said}, with nothing to choose between them`,
    };
  }
  return judge(`says both ${first?.said} and ${other?.said}`);
}

const OPPOSES: Record<"pursue" | "develop" | "disqualify", Said[]> = {
  pursue: ["develop", "disqualify", "not_pursue", "no_call"],
  develop: ["pursue", "disqualify", "no_call"],
  disqualify: ["pursue", "develop", "keep", "not_disqualify", "no_call", "commit"],
};

function unopposed(
  winner: VerdictMention,
  strength: Strength,
  stances: VerdictMention[],
  counted: VerdictMention[],
  mentions: VerdictMention[],
  { words, gates }: Scale,
): Resolution {
  const said = winner.said as "pursue" | "develop" | "disqualify";
  const later = (mention: VerdictMention) => strength !== "correction" || mention.start > winner.start;
  const against = counted.filter((mention) => OPPOSES[said].includes(mention.said) && later(mention));
  const agreeing = stances.filter((mention) => mention.said === said).length;
  const tolerated =
    (strength === "labelled" && agreeing >= 2) ||
    (isGatedGo(winner) && against.every((mention) => mention.said === "pursue"))
      ? 1
      : 0;
  if (
    against.length > tolerated ||
    against.some((mention) => mention.strength === "labelled" || mention.strength === "closing")
  ) {
    return judge(`reads as ${said}, but "${against.at(-1)?.said}" is said as well`);
  }
  if (said === "pursue" && winner.softened && agreeing < 2)
    return judge("a go with a reservation that cannot be weighed");
  if (strength === "heading" && agreeing < 2 && words > SHORT) return judge("a verdict in a heading only");
  const weak =
    strength === "body" || (strength === "closing" && /^develop\.(?:whole|until)$/.test(winner.class));
  if (weak && words > SHORT && agreeing < 2) {
    const support = supportFor(said, counted, mentions, gates);
    if (!support) return judge(`a single "${said}" late in it, with nothing beside it`);
  }
  return { verdict: said, by: winner, reason: REASON[strength](said) };
}

const REASON: Record<Strength, (said: Said) => string> = {
  correction: (said) => `a later correction says ${said}`,
  labelled: (said) => `a labelled line says ${said}`,
  opening: (said) => `the opening says ${said}, and nothing later takes it back`,
  closing: (said) => `the close says ${said}`,
  body: (said) => `says ${said}, and nothing else is said of the deal`,
  heading: (said) => `the heading says ${said}`,
};

function supportFor(
  said: Said,
  counted: VerdictMention[],
  mentions: VerdictMention[],
  gates: () => number,
): boolean {
  const has = (...saids: Said[]) => counted.some((mention) => saids.includes(mention.said));
  if (said === "develop")
    return has("below", "not_disqualify", "keep") || branches(mentions) > 0 || gates() > 0;
  if (said === "disqualify") return has("out", "stop", "reopen");
  return has("keep", "commit", "not_disqualify");
}

function branches(mentions: VerdictMention[]): number {
  return mentions.filter(
    (mention) => mention.standing === "branch" && (isStance(mention.said) || mention.said === "keep"),
  ).length;
}

function early(found: VerdictMention[]): VerdictMention | undefined {
  return found.find((mention) => mention.strength !== "body");
}

/** No expression says it outright: what forecast, resources and time boxes say together. */
function indirect(counted: VerdictMention[], mentions: VerdictMention[], scale: Scale): Resolution {
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

function judge(reason: string): Resolution {
  return { verdict: "needs_judge", by: undefined, reason: `needs judge: ${reason}` };
}
