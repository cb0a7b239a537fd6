import { indirect } from "./indirect.ts";
import type { Said, Strength, VerdictMention } from "./reading.ts";
import { branches, isStance, judge, type Resolution, type Scale, SHORT } from "./resolution.ts";

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
