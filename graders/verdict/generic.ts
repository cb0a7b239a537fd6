import type { Hit } from "./lexicon.ts";
import type { Unit } from "./units.ts";

const CRITERION_AFTER =
  /^\s*(?:criteria|criterion|list\b|triggers?\b|signals?|rules?\b|threshold|tests?\b|territory\b|checklist|conditions|category|bucket|if:|when:|is (?:for|when|what))/i;

/** Whether the expression is part of a heading or names a class rather than gives it ("Disqualify criteria"). */
export function isCriterion(unit: Unit, rest: string): boolean {
  if (CRITERION_AFTER.test(rest)) return true;
  if (/-priority deals\b/i.test(unit.text)) return true;
  if (unit.kind !== "heading")
    return (
      /^[^A-Za-z\u00c0-\u024f]*(?:disqualify|deprioriti[sz]e)\s*\/\s*(?:disqualify|deprioriti[sz]e)\W*$/i.test(
        unit.text,
      ) && !unit.label
    );
  if (unit.label) return false;
  return unit.wordsBefore > 0 || /\/|criteria|\bif\b|\bwhen\b|signal|checklist|\?|\bor\b/i.test(unit.text);
}

/** A class of deals, not this deal ("a disqualified deal costs nothing"). */
export function isKind(before: string, rest: string): boolean {
  if (/\b(?:deals|opportunities|accounts) (?:that |which )?(?:you|we|i|they)(?:'d| would)?\s+$/i.test(before))
    return true;
  if (
    /^[^A-Za-z\u00c0-\u024f]*(?:(?:deals|opportunities|accounts|prospects)\b|(?:any|every|each|a) (?:deal|opportunity) (?:that|which|with|without|like)\b|anything\b|whatever\b)[^.;:]*$/i.test(
      before,
    )
  )
    return true;
  return (
    /^\s+(?:deals|opportunities|prospects|leads)\b/i.test(rest) ||
    (/\b(?:a|an|any|every|each|no)\s+$/i.test(before) &&
      /^\s+(?:deal|opportunity|prospect|lead)\s+(?!here\b|today\b|and\b|with\b|because\b|for\b|but\b|this\b|on\b|that\b)[a-z]/i.test(
        rest,
      ))
  );
}

/** Which class of the procedure a heading names, when it does nothing else. */
export function isEchoHeading(heading: string): "high" | "medium" | "disqualify" | undefined {
  if (/^\W*high[- ]priority\b/i.test(heading)) return "high";
  if (/^\W*medium[- ]priority\b/i.test(heading)) return "medium";
  if (/^\W*(?:disqualify|deprioriti[sz]e)(?:\s*\/\s*\w+)?\b/i.test(heading)) return "disqualify";
  return undefined;
}

const CHOICE =
  /\b(?:options?|choices?|routes|paths) (?:are|is)\b|\b(?:choose|choice|torn|decide|deciding) between\b/i;
const JOINED = /^[\s"]*(?:\/|or(?: a)?|vs\.?|versus|,? or(?: a)?)[\s"]*$/i;
const PAIR_BEFORE =
  /\b(?:go|in|yes|stay|keep|all[- ]in|fight|either|on|between)\s*(?:\/|-|–|,? or|,? and)\s*(?:to )?(?:a )?$/i;
const PAIR_AFTER =
  /^\s*(?:\/|or|and)\s*(?:a )?(?:no[- ]?go|not\b|no\b|drop|walk|go\b|pursue|in\b|stay|out\b|pass|summer)/i;

/** Whether the expression is one of a pair that is put to choice ("go / no-go", "pursue or drop"). */
export function isAlternative(text: string, hits: Hit[], at: number): boolean {
  const hit = hits[at] as Hit;
  if (CHOICE.test(text)) return true;
  if (PAIR_BEFORE.test(text.slice(Math.max(0, hit.start - 24), hit.start))) return true;
  if (PAIR_AFTER.test(text.slice(hit.end, hit.end + 24))) return true;
  return [hits[at - 1], hits[at + 1]].some((other) => {
    if (!other || stanceOf(other) === stanceOf(hit)) return false;
    const [first, second] = other.start < hit.start ? [other, hit] : [hit, other];
    const between = text.slice(first.end, second.start);
    return JOINED.test(between);
  });
}

/** Whether a sentence merely strings verdict words together, with next to nothing between them. */
export function isListing(hits: Hit[]): boolean {
  const stances = hits
    .filter((hit) => /^(?:pursue|develop|disqualify)$/.test(stanceOf(hit)))
    .filter((hit, at, all) => at === 0 || stanceOf(hit) !== stanceOf(all[at - 1] as Hit));
  const close = stances.filter((hit, at) => at > 0 && hit.start - (stances[at - 1]?.end ?? 0) <= 6).length;
  return stances.length >= 3 && new Set(stances.map(stanceOf)).size >= 2 && close >= stances.length - 2;
}

function stanceOf(hit: Hit): string {
  return hit.class.split(".")[0] ?? "";
}

const RANKING =
  /^\s*(?:it|this|the deal|this deal|this one)?\s*(?:below|behind|beneath|under|after|relative to|compared (?:to|with)|versus)\s+(?:[A-Z\u00c0-\u00de]|the others?|other deals|your other)/;

/** Whether the deal is only put behind others ("deprioritise it below Acme"). */
export function isRanking(rest: string): boolean {
  return RANKING.test(rest);
}

/** Whether what follows sets a bar for the verdict instead of giving it ("a pursue needs six greens"). */
export function isBar(rest: string): boolean {
  return /^\s*(?:verdict |call |decision |rating )?(?:needs?|requires?|takes|means|depends|would (?:need|require|take|mean))\b/i.test(
    rest,
  );
}

const GENERIC =
  /(?:\b(?:(?<!every |no |any )reasons?|enough|cause|grounds|ability|willingness|right|free|how|when|whether|why|what|where|sign|time) to|\b(?:makes?|made|have|had|make) (?:me|us|you)|\b(?:would|will) (?:normally|usually)|\bnever (?:say|use|write)(?: the word)?|\b(?:rarely|seldom) say|\bkind of|\bsort of|\bif (?:i|we|you)|\btaught (?:me|us) to|\b(?:want|wants|wanted|tempted|hoping|like|hate|afraid|able) to)\s+$/i;

/** Whether the clause speaks of the verdict in general ("enough to disqualify", "makes me walk"). */
export function isGeneric(clause: string): boolean {
  return GENERIC.test(clause) && !/\b(?:it's|it is|now is the|right|high) time to\s+$/i.test(clause);
}

/** What is passed or failed: "Grade: pass", "Security review: pass". */
const RESULT =
  /\b(?:grades?|graded|scores?|results?|marks?|tests?|checks?|gates?|criteri(?:a|on)|reviews?|audits?|rubrics?|items?|status)\b[^.;]{0,24}$/i;

const END = /^[\s"*]*(?:$|[.,;:!)(—–|"]|-{1,2}[\s>]|→)/;
const ALONE =
  /(?:^[^A-Za-z\u00c0-\u024f0-9]*|[.;:—–!,(]\s*|\s-\s|\b(?:say|so|a|is|it's|then|and|just|simply|please|now|today|therefore|still|not|yes|no|or|but)\s+)$/i;

/** "Then stop." ends a list of steps. */
const SEQUEL = /^[^A-Za-z\u00c0-\u024f]*(?:and )?then,?\s+$/i;

/** Whether a one-word verdict stands alone: "Go." is one, "Go find out who signs" is not. */
export function standsAlone(before: string, word: string, rest: string, cls: string): boolean {
  if (/^pass$/i.test(word) && RESULT.test(before)) return false;
  if (/^(?:stop|go|pass|out)$/i.test(word) && SEQUEL.test(before)) return false;
  if (/\b(?:i|we)(?:'d| would)\s+$/i.test(before) && END.test(rest)) return !/^(?:go|out)$/i.test(word);
  if (cls === "forecast_commit.bare")
    return END.test(rest) && /^[^A-Za-z\u00c0-\u024f0-9]*(?:[A-Za-z\u00c0-\u024f]+\s)?$/.test(before);
  return (
    END.test(rest) &&
    ALONE.test(before) &&
    !(/^(?:exit|stop|out|drop|pass|park|kill)$/i.test(word) && /^\s*:/.test(rest))
  );
}
