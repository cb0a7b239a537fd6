/**
 * Where the instruction of a sentence begins, if the sentence tells somebody to do something ("Call Lin by Friday.",
 * "By the 14th, don't send a proposal."): the offset of its verb (or of the "don't" before it) in `sentence`, else -1.
 * Time and order words before it are passed over.
 */
export function imperativeAt(sentence: string): number {
  const start = OPENING.exec(sentence)?.[0].length ?? 0;
  const rest = sentence.slice(start, start + 120);
  const match = INSTRUCTION.exec(rest);
  if (!match) return -1;
  const [whole, not, verb = ""] = match;
  if (not === undefined && !VERBS.has(verb.toLowerCase())) return -1;
  const after = rest.slice(whole.length);
  if (/^(?:['’]|-\p{L})/u.test(after)) return -1;
  return not === undefined && AMBIGUOUS.has(verb.toLowerCase()) && !OBJECT.test(after) ? -1 : start;
}

/** Words that may stand before an instruction without changing that it is one. */
const OPENING =
  /^[\s"'“”‘’(–—•:-]{0,8}(?:(?:then|now|next|first|second|third|finally|also|and|so|but|please|instead|today|tomorrow|tonight|meanwhile|this week|next week|right now|immediately|from now on|until then|just|still|or|either)[,:]?\s+|(?:by|on|before|until|after|within|in|at|from)\s[^,.;:–—?!]{2,40}[,:–—]\s+){0,3}/iu;

const VERB_LIST =
  `accept add agree align allocate announce approach approve arm arrange ask assign assume attach audit avoid
  back bank be begin benchmark block book bring brief build buy calculate call cancel capture carry challenge change chase check
  choose clear close coach collect come commit compare complete confirm connect contact continue contract cost count
  create cut deal debrief decide decline defend define delay deliver demand deprioritise deprioritize develop disqualify
  document do double downgrade draft drive drop earn email end engage ensure escalate establish estimate evaluate
  examine expand explain explore extend file fill find finish fix focus follow forecast forget free freeze fund get give go
  grow hand hire hold identify inform insist inspect introduce invest invite involve join keep kill land launch lead learn leave let
  limit line list listen lock log look lower make map measure meet move name negotiate nail notify nurture offer omit
  open order own pare park pass pause phone pick pin pitch place plan plant play position postpone prepare present press
  prevent price prioritise prioritize propose protect prove provide pull pursue push put qualify quantify quote raise rank
  re-qualify re-stage reach read reassign rebuild recommend reconcile record redirect reduce refer refresh refuse register
  rehearse reinvest reject release remove reopen replace reply report reposition request requalify research reserve reset
  resource respond restage review revise revisit ring rule run save say schedule scope secure see sell send separate set
  share show shut sign sit size skip slow speak spell spend split staff stage start state stay step stick stop stress strike
  mark clarify investigate obtain finalise finalize shift pilot mention submit summarise summarize surface swap switch take talk target tell test thank tie time track trade transfer treat trim
  turn understand update use validate verify visit wait walk warn watch withdraw work write`
    .trim()
    .split(/\s+/);
const VERBS = new Set(VERB_LIST);

/** Verbs that say of a person what is so as often as what to do: "Otieno holds the funds". */
const STATIVE = new Set(
  "be cost count deal end hold keep limit look number own place plan price rank run see share show sit size stand start stay understand use value watch work like read set learn live land continue".split(
    " ",
  ),
);

/** Verbs that make a task of a sentence about a person ("you call", "Simek sends"), as the source of a regular expression. */
export const TASK_VERBS = `(?:${VERB_LIST.filter((verb) => !STATIVE.has(verb)).join(
  "|",
)})(?:e?s)?|carries|replies|clarifies|quantifies|verifies|qualifies`;

/** A denial in front of any verb, or the word that may be a verb. */
const INSTRUCTION =
  /^(?:((?:do\s?n[o'’]t|do not|never)\s+(?:\p{L}+ly\s+)?(?=\p{L}))|(?:always\s+)?(re-(?:qualify|stage)|\p{L}+)(?![\p{L}\p{N}]))/iu;

/** Verbs that are nouns or adjectives as often: they count only where an object follows. */
const AMBIGUOUS = new Set(
  `approach audit back block call cause challenge change check clear close commit contact contract cost count deal debrief demand
  document double draft drive end estimate file fix focus forecast free fund land lead limit line list look map measure move
  name open order own park pass phone place plan plant play position present price push quote rank read record report request
  research reserve reset resource review ring rule run scope secure separate set share show sign size slow split staff stage
  start state step stick stress strike surface swap switch talk target test time track trade transfer treat trim turn update
  use visit wait walk watch work brief be benchmark see do go invite offer`.split(/\s+/),
);
const OBJECT =
  /^(?:[.!]?$|[.!]\s|\s+(?:the|an?|your|his|her|hers|him|their|them|it|its|me|us|our|ours|this|that|these|those|my|with|to|for|on|in|into|out|off|up|down|back|away|over|through|at|about|as|all|both|every|each|any|no|one|two|three|only|who|whom|what|which|how|where|when|why|whether|if|by|from|ahead|now|today|until|something|someone|somebody|anyone|nobody|nothing|everything|everyone|more|less|half|not|hard|work|time|resources?|high|after|before|against|around|early|straight|plain|\d|[A-Z€$£"“'*])|\s*,\s)/u;
