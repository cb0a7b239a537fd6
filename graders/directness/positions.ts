import { type Guarded, guarded } from "../text/guarded.ts";

/** Where in a sentence a position is stated, and how surely it is one. */
export interface Position {
  /** Offset in the sentence; 0 = with its first word. */
  at: number;
  /** What has the form of a position but often leads up to one: something is missing, somebody must do something. */
  loose: boolean;
}

/**
 * The position on the deal that a sentence states; null if it states none. Read by form, not by what is right: a forecast
 * call, a decision in the first person, what the deal is or lacks, what somebody must do.
 */
export function positionIn(sentence: string): Position | null {
  if (DECISIONS.some((pattern) => pattern.test(sentence))) return { at: 0, loose: LACKS.test(sentence) };
  for (const { pattern, part, loose = false } of POSITIONS) {
    const match = pattern.exec(sentence);
    if (match) return { at: part === "start" ? 0 : match.index, loose };
  }
  return null;
}

const DECIDE =
  "chase|pursue|drop|keep|hold|commit|walk|kill|take|pull|move|call|stage|stop|cut|staff|book|put|park|go|close|withdraw|disqualify|deprioriti[sz]e|work|run|give|push|spend|invest|leave|stay|pass|bid|release|forecast|develop|treat|turn|decline|fight|let|freeze|carry|show|sign|bet|back|focus|start|make|re-?stage|downgrade|classify|rate|rank|label|not";
/** What a forecast call, a priority or a stance is called. */
const LEVEL =
  "commit|best case|upside|pipeline|omit(?:ted)?|high[- ]priority|medium[- ]priority|low[- ]priority|(?:our |your |the )?top priority|no[- ]go|no[- ]bid|a go|conditional go|qualified|disqualified|deprioriti[sz]ed|dead|unqualified|not-yet|a? ?(?:bad|dead|weak) (?:deal|opportunity|bid)";
const DEAL = String.raw`it|this|that|this one|the deal|this deal|the opportunity|the account|(?!(?:There|Here|What|Below|Who|He|She|They|We|I|You|Money|Pain|Budget|Champion|Metrics)\b)\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}|the (?:bid|pursuit|forecast|money|renewal|enterprise agreement|\$[\d.]+[MK]?)`;
const STANDING =
  "stays|comes? out|can (?:safely |well |still )?go (?:in|into)|goes (?:in|into|to|out|back)|belongs|doesn['’]t belong|does not belong|can stay|can['’]t stay|should(?!n['’]t)|shouldn['’]t|must|needs to|gets|deserves|doesn['’]t deserve|isn['’]t (?:a|an|the|yet|ready|worth|going|qualified|real|in)|is not (?:a|an|yet|ready|worth|going|qualified|real|in)|fails|qualifies|doesn['’]t qualify|is (?:real|winnable|out|over|worth|ready|yours to lose)";

const LACKS = guarded(/^there(?:['’]s| is| are) (?:no|nothing)\b/iu);

/** Openings that are a decision by themselves. */
const DECISIONS: Guarded[] = [
  guarded(
    /^(?:hard pass|all in|green[- ]light|double down|full (?:speed|steam)|stand down|game over|don['’]t[.!])/iu,
  ),
  guarded(
    /^(?:it|that|this)['’]s (?:still )?(?:a |an )?(?:hard |firm |clear |flat )?(?:no|yes|pass|go|not yet|dead|over)\b/iu,
  ),
  guarded(
    /^it['’]s (?:not |still )?worth (?!thinking|exploring|considering|noting|mentioning|asking|saying|looking|remembering)/iu,
  ),
  guarded(/^not (?:this|yet|now|an?|in|for|until|worth|ready|at|commit|best case|Q[1-4])\b/iu),
  guarded(/^no (?:\p{L}+ ){1,4}(?:until|before|without|unless|this|for)\b/iu),
  guarded(
    /^(?:your|the|this) (?:deal|opportunity|account|pursuit|bid|one) (?:is|isn['’]t|has) (?:not |already |clearly |still )?(?:stuck|dead|real|over|stalled|lost|gone|won|winnable|finished|no)\b/iu,
  ),
  LACKS,
  guarded(
    /^you(?:['’]re| are) (?:single-threaded|out of|too (?:late|early)|not (?:in|going|ready|losing|winning))\b/iu,
  ),
  guarded(/\byou (?:don['’]t|do not) have (?:an?|any|the)\b/iu),
  guarded(/\b(?:that|this|\p{L}+) (?:settles|decides|ends|closes) (?:it|this|that|the matter)\b/iu),
];

const POSITIONS: { pattern: Guarded; part: "start" | "match"; loose?: true }[] = [
  {
    pattern: guarded(
      new RegExp(
        String.raw`^(?:[Ss]o,? )?(?:[Ww]e|[Ll]et['’]s)(?:['’]re| are| should| won['’]t| will| do not| don['’]t| can['’]t)?(?: not| no longer| going to)* (?:${DECIDE}|chasing|pursuing|dropping|closing|pulling|holding|keeping|walking|stopping|parking|bidding|going)(?![\p{L}])(?! (?:at|through|over|with the facts))`,
        "u",
      ),
    ),
    part: "start",
    loose: true,
  },
  { pattern: guarded(/^(?:no|yes|not yet|nope|neither)(?:[.,:;–—!]|\s[–—])/iu), part: "start" },
  {
    pattern: guarded(
      new RegExp(
        String.raw`^(?:commit|best case|pipeline|no[- ]bid|no[- ]go|go|pass|conditional go|(?:high|medium|low)[- ]priority|qualified|not qualified|disqualified?|worth (?:the|it|a|your|one))(?=[\s.,:;–—!]|$)(?! (?:to|through|over|is|are|means|needs|exit|criteria|thinking|exploring)\b)`,
        "iu",
      ),
    ),
    part: "start",
  },
  {
    pattern: guarded(
      new RegExp(
        String.raw`^(?:[Ss]o,? |[Tt]hen,? |[Bb]ut,? |[Aa]nd,? )?(?:${DEAL}|${upperFirst(DEAL)}) (?:still )?(?:${STANDING})(?![\p{L}])`,
        "u",
      ),
    ),
    part: "start",
  },
  {
    pattern: guarded(
      new RegExp(
        String.raw`\b(?:is|isn['’]t|is not|it['’]s|that['’]s|as|for|towards?|call it|calling it|say|says?|hold at|to) (?:a |an |the |not |still |now |clearly |in |at |firmly |best |\*)*(?:${LEVEL})\b`,
        "iu",
      ),
    ),
    part: "match",
  },
  {
    pattern: guarded(
      new RegExp(
        String.raw`\bI(?:['’]d| would|['’]ll| will|['’]m| am)(?: not|n['’]t)?(?: going to)?(?: probably| gently| just| still| strongly| only| also| rather)*(?: (?:be inclined|be tempted|prefer|want) to)? (?:${DECIDE}|clos(?:e|ing)|pull(?:ing)?|tak(?:e|ing)|mov(?:e|ing)|hold(?:ing)?|lean|hesitate|recommend|advise|suggest(?! you (?:bring|tell|say|share|present|frame|open|start)))(?![\p{L}])(?! (?:you (?:a|some)|it by|the conversation|love|like|to (?:know|understand|see|hear)))`,
        "iu",
      ),
    ),
    part: "match",
  },
  {
    pattern: guarded(/\bI (?:strongly |would |am )?lean(?:ing)? (?:strongly |slightly )?(?:to|towards?)\b/iu),
    part: "match",
  },
  {
    pattern: guarded(
      /\bI (?:wouldn['’]t|would not|won['’]t|recommend|advise|suggest|propose)\b(?! (?:think|know|see|say|mean|read|be surprised|worry|you (?:bring|tell|say|share|present|frame)))/iu,
    ),
    part: "match",
    loose: true,
  },
  {
    pattern: guarded(
      /^I (?:can['’]t|cannot|won['’]t) (?:tell you|put|call|carry|commit|give you|forecast|support|sign|say (?:it|this|yes))/iu,
    ),
    part: "start",
  },
  {
    pattern: guarded(
      /\b(?:my (?:advice|recommendation|suggestion|vote|call|verdict|view|lean|answer)|(?:the|your) (?:right |best |honest |only |sensible )?(?:answer|verdict|call|recommendation|move)) (?:here )?(?:(?:to|for) [^.,]{2,30} )?(?:is|would be)\b/iu,
    ),
    part: "match",
  },
  {
    pattern: guarded(
      /\b(?:there['’]s|there is|I see) an? (?:very )?(?:good|strong|fair|clear|solid) (?:case|argument) for\b/iu,
    ),
    part: "match",
  },
  {
    pattern: guarded(
      /\b(?:deserves?|doesn['’]t deserve|do(?:es)? not deserve) (?:your (?:full |whole |undivided )?(?:attention|time|summer|team|effort|resources)|the (?:engineers?|team|effort|resources)|no|another|nothing)\b/iu,
    ),
    part: "match",
  },
  {
    pattern: guarded(
      /\b(?:(?:the|your) next (?:two |few |\d+ )?(?:weeks?|days|month) (?:have|has|are|should)|(?:your|the) (?:head ?count|forecast|plan|time|effort|next step|next move|focus|resources|engineers?) (?:should|must|needs?|belongs?|goes?|stays?|follows?|comes?))\b/iu,
    ),
    part: "match",
    loose: true,
  },
  {
    pattern: guarded(
      /\b(?:the (?:one )?(?:gap|hole|problem) (?:here )?is|what (?:kills|decides|stops|breaks)|(?:with|has|have|on|is|but|by) (?:exactly |only |just )?(?:one|two|three) (?:gap|hole|problem|condition)s?|the (?:area|part|thing|place) I['’]d (?:gently )?(?:put|push|work|fix|focus|start|attack))\b/iu,
    ),
    part: "match",
    loose: true,
  },
  {
    pattern: guarded(
      /\byou (?:should(?! (?:be|feel)\b)|shouldn['’]t|should not|must|need to(?! be[.,])|have to|can['’]t (?:commit|call|put|win|sell|forecast|carry)|cannot (?:commit|call|put|win|sell|forecast|carry)|have no|have one)\b|\byou['’]re (?:right|wrong)\b(?! to\b)/iu,
    ),
    part: "match",
    loose: true,
  },
  {
    pattern: guarded(
      /\b(?:doesn['’]t|does not|don['’]t) (?:go in|go into|belong|qualify|exist)\b|\b(?:isn['’]t|is not|not) an? (?:opportunity|deal|pipeline deal|forecast|commit|Q[1-4])/iu,
    ),
    part: "match",
  },
];

function upperFirst(source: string): string {
  return source.replaceAll(/(^|\|)([a-z])/g, (_, bar: string, letter: string) => bar + letter.toUpperCase());
}
