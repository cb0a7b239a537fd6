import { RED_AXES, type RedAxis } from "./rules.ts";

/** What stands out in a brief, by plain patterns; nothing here understands a deal. */
export interface BriefSignals {
  reds: readonly { axis: RedAxis; quote: string }[];
  /** Money and a decision-maker both sound settled. */
  secured: boolean;
  people: readonly string[];
  amounts: readonly string[];
}

/** Sentences that sound like a reason to stop. */
const REDS: Record<RedAxis, RegExp> = {
  access:
    /\b(?:declin|refus|turned (?:us |it )?down|will not meet|won't meet|does not (?:take|meet)|no reply|unanswered|sa(?:id|ys) no)/i,
  pain: /\bnot a priority\b|\bno (?:real |clear |urgent )?pain\b|\bnobody complains\b|\bbelow the line\b|\bnot urgent\b/i,
  budget:
    /\bno (?:budget|money|funding|line item)\b|\bfr(?:eeze|oze|ozen)\b|\bunfunded\b|\bnot (?:been )?(?:funded|budgeted)\b/i,
  fit: /\bknock-?out\b|\bmandatory\b[^.]*\b(?:lack|miss|not|without|fail)|\bwe (?:lack|cannot meet|do not meet|miss)\b/i,
  incumbent:
    /\b(?:incumbent|renew(?:ed|s|al))\b[^.]*\b(?:happy|satisfied|content|no reason|strong|three|multi)|\bno (?:compelling event|reason to (?:move|change))\b/i,
  timeline: /\b(?:19|2\d|3\d)[- ]months?\b|\btwo (?:and a half )?years\b/i,
};

/** Reads the user's turns. */
export function readBrief(text: string): BriefSignals {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/).filter((sentence) => sentence.trim() !== "");
  const reds = RED_AXES.flatMap((axis) => {
    const quote = sentences.find((sentence) => REDS[axis].test(sentence));
    return quote === undefined ? [] : [{ axis, quote: quote.trim() }];
  });
  const people = [
    ...text.matchAll(
      /\b([A-Z][a-z]+ [A-Z][a-z]+),? (?:is |the |our |their |\()?(?:group |chief|C[A-Z]O|VP|head|director)/g,
    ),
  ];
  const amounts = [...text.matchAll(/(?:[$€£]|[A-Z]{3} )\d[\d.,]*[MKk]?/g)];
  const settled = [
    /\b(?:approved|allocated|reserved|funded)\b/i,
    /\b(?:met|told us|wrote|signed|confirmed)\b/i,
  ];
  return {
    reds,
    secured: settled.every((pattern) => pattern.test(text)),
    people: [...new Set(people.map(([, name = ""]) => name))].slice(0, 3),
    amounts: [...new Set(amounts.map(([amount]) => amount))].slice(0, 3),
  };
}
