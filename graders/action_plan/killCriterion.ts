import { guarded } from "../text/guarded.ts";
import { parseReply, type Reply } from "../text/reply.ts";
import { datesWithin } from "../text/tokens.ts";

/**
 * The sentence or list item that says on what sign the effort ends ("No board date by 25 September: close it"), where the
 * checkpoint's date stands beside it or in the heading above; null if code finds none.
 */
export function killCriterion(text: string): { start: number; end: number } | null {
  const reply = parseReply(text);
  for (const sentence of reply.sentences) {
    if (sentence.question || SOFT.test(sentence.text)) continue;
    if (!CONDITION_FIRST.test(sentence.text) && !STOP_FIRST.test(sentence.text)) continue;
    if (dated(reply, sentence.block)) return { start: sentence.start, end: sentence.end };
  }
  return null;
}

const CONDITION = String.raw`(?:if|unless|otherwise|failing that|neither|still|silence|nothing|without|no|not|(?:he|she|they|it) (?:repeats|declines|refuses|slips|misses|defers|fails|says no))`;
const STOP = [
  "deprioriti[sz]e",
  "disqualify",
  "walk(?: away)?",
  "nurture",
  "let it go",
  String.raw`(?:close|drop|stop|pull|kill|park|freeze|withdraw|downgrade|release|reassign|free|remove|cap) (?:it|this|that|out|both|all|to|team|further|active|pursuit|work|spending|proof|engineering|hours|(?:the|our|your) \p{L}+)`,
  String.raw`(?:close|drop|stop|withdraw)(?=[.!]|$)`,
  String.raw`take the \p{L}+ back`,
  "(?:is|comes?|goes|stays) out",
  "out of (?:the )?(?:forecast|commit|best case|pipeline)",
  "leaves (?:the forecast|best case|commit)",
  "drops? (?:out|to)",
  "(?:engineers?|team|SE) (?:stops?|goes?|moves?|comes? back)",
  "(?:it|deal|pursuit)(?:['’]s| is| gets) (?:dead|over|closed|off)",
].join("|");
/** "No date by the 27th: close it." The condition leads, after a label or a date at most. */
const CONDITION_FIRST = guarded(
  new RegExp(
    String.raw`^(?:[^:.]{1,50}[:.–—]\s*)?(?:(?:and |or |then )?(?:by|on|after) [^,.:]{3,30},?\s)?["“]?${CONDITION}\b[^.]{0,160}?[,:;→–—][^.]{0,160}?\b(?:${STOP})`,
    "iu",
  ),
);
/** "We drop it unless he names a date." */
const STOP_FIRST = guarded(
  new RegExp(String.raw`^[^.]{0,60}\b(?:${STOP})\b[^.]{0,80}\b(?:if|unless)\b`, "iu"),
);
const SOFT = guarded(/\b(?:might|may want|perhaps|could|consider|one thing)\b/i);

function dated(reply: Reply, index: number): boolean {
  const block = reply.blocks[index];
  if (!block) return false;
  const beside = [block, reply.blocks[block.section]].filter((found) => found !== undefined);
  return beside.some((span) => datesWithin(reply, span).length > 0);
}
