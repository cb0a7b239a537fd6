const NEGATOR = String.raw`(?:n't|\b(?:not|never|neither|nor|hardly|cannot|rather than|instead of|far from|short of|(?:too|bit) (?:early|soon|quick|hasty|strong) (?:to|a)|no (?:case|point|sense|reason|need|call|plans?|intention|way|question|appetite|grounds?|basis)(?: (?:for|to|in|of))?|reluctant to|refus(?:e|ing) to|avoid|against|wrong to|mistake to|premature to|nowhere near|anything but|stopp?(?:s|ed|ing)? (?:me|us|you) (?:from|short of)|keeps? (?:me|us|you|it) from|resist))`;
const BREAKS = String.raw`(?:(?!\b(?:and|so|but|then|therefore|means|makes)\b)[^,;:.—–(])`;
const NEGATED = new RegExp(`${NEGATOR}${BREAKS}{0,34}$`, "i");
const NEGATED_ASIDE = /(?:\bnot|n't),[^,]{1,40},\s*$/i;
const NEGATED_AFTER =
  /^\s*(?:it |this |the deal )?(?:now |today |here |at this point )?(?:is |'s )?(?:not (?:yet|now|today)|isn't (?:right|the answer|an option|my|where)|would be (?:wrong|premature|a mistake|too|reckless|lazy|foolish|mad|hasty|daft|silly)|is (?:premature|wrong|not|too|a mistake|off the table))/i;
const FOR_NOW =
  /\b(?:yet|just yet|today|for now|right now|at this (?:point|stage)|so far|this week|as things stand|at present|before|until)\b/i;

/** Whether the expression after `before` is negated ("I wouldn't …", "rather than …", "not a …"). */
export function isNegated(before: string, after: string): boolean {
  return NEGATED.test(before) || NEGATED_ASIDE.test(before) || NEGATED_AFTER.test(after);
}

/** Whether a negation holds for the moment only ("not … yet"), which leaves the other verdict open. */
export function isForNow(sentence: string): boolean {
  return FOR_NOW.test(sentence);
}

const HEDGE =
  /\b(?:could|might|may|perhaps|maybe|possibly|consider|considering|an option|one (?:route|option)|potentially|arguably|would seem|tempted to|be tempted|you may want to|reasonably)\b[^,;:.]{0,40}$/i;

/** Whether the speaker only names a possibility ("you might drop it"). */
export function isHedged(before: string): boolean {
  return HEDGE.test(before);
}

const THIRD_PARTY =
  /\b(?:says?|said|thinks?|believes?|calls?|called|wants?|wanted|claims?|insists?|argues?|hopes?|told|marked|rated|labell?ed|tagged|flagged|lists?|listed|has it|had it|have it|asks?|asked|describes?|sees?|push(?:es|ing)|prefers?|tells?|keeps? (?:saying|calling)|(?<!stop )asking|telling|saying|instructing|treats?)\b[^.;]{0,60}$/i;
const THEIR_VIEW =
  /\b(?:your|his|her|their|[a-z]+'s) (?:\w+ )?(?:instinct|gut|plan|view|temptation|preference|question|proposal|idea|draft|inclination|ask|hope|intention|wish) (?:is|was|says|would be|might be)\b[^.;]{0,30}$/i;
const FIRST_PERSON =
  /\b(?:i|we|i'd|we'd|i'll|i'm|me|let me|my \w+|our \w+)\s+(?:(?:would|will|have|'ve|do|am|also|still|really|therefore)\s+){0,2}(?:says?|said|thinks?|believes?|calls?|called|wants?|wanted|argues?|told|marked|rated|list(?:s|ed)?|ask(?:s|ed)?|describe|sees?|prefers?|tells?|treats?|insists?|claims?)\b[^.;]{0,60}$/i;
const IMPERATIVE_SAY =
  /(?:^|[,:;—–]\s*|\b(?:and|so|then|just|i'd)\s+)\s*(?:tell|say|call|list|mark|treat|see|ask)\b[^.;]{0,60}$/i;

/** Whether the clause reports what somebody else says or wants. */
export function isAttributed(before: string): boolean {
  if (/\baccording to\b[^.;]{0,60}$/i.test(before) || THEIR_VIEW.test(before)) return true;
  if (!THIRD_PARTY.test(before)) return false;
  return !FIRST_PERSON.test(before) && !IMPERATIVE_SAY.test(before);
}
