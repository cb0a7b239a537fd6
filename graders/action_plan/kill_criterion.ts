import { findDates } from "../text/dates.ts";
import { parseReply, type Reply } from "../text/reply.ts";

/**
 * The sentence or list item that says on what sign the effort ends ("No board date by 25 September: close it"), where the
 * checkpoint's date stands beside it or in the heading above; null if code finds none.
 */
export function killCriterion(text: string): { start: number; end: number } | null {
  const reply = parseReply(text);
  for (const sentence of reply.sentences) {
    if (
      sentence.question ||
      !CONDITION.test(sentence.text) ||
      !STOP.test(sentence.text) ||
      SOFT.test(sentence.text)
    )
      continue;
    if (dated(reply, sentence.block)) return { start: sentence.start, end: sentence.end };
  }
  return null;
}

const CONDITION =
  /\b(?:if|unless|otherwise|failing that|neither|either|still|silence|not accepted|without|slips?|misses|fails|repeats|declines|refuses|no (?:\p{L}+ ){0,3}(?:answer|date|route|meeting|money|funding|reply|response|slot|yes|commitment|invite|budget|owner|source))\b/iu;
const STOP =
  /\b(?:close (?:it|this|out)|closed?|drop(?:s|ped)?|stops?|deprioriti[sz]e|disqualify|walk(?: away)?|pull|kill|park|nurture|release|freeze|let (?:it )?go|withdraw|exit|downgrade|dead|over|comes? out|goes? out|leaves? (?:the |best|commit)|out of (?:the )?(?:forecast|commit|best case|pipeline)|off the (?:board|forecast)|take (?:\p{L}+ ){1,3}back|free (?:the|up)|reassign|ends?)\b/iu;
const SOFT = /\b(?:might|may want|perhaps|could|consider)\b/i;

function dated(reply: Reply, index: number): boolean {
  const block = reply.blocks[index];
  if (!block) return false;
  const beside = [block, reply.blocks[block.section]].filter((found) => found !== undefined);
  return beside.some(({ start, end }) => findDates(reply.plain.slice(start, end)).length > 0);
}
