const ADVERBS = String.raw`(?:and|but|so|then|or|just|simply|please|now|today|instead|honestly|frankly|bluntly|therefore|formally|quietly|cleanly|either|also|clearly|yes|no|ok|okay|again|still|don't|do not|never|not|only|really|always|immediately|politely|rather|unless|[A-Za-z\u00c0-\u024f]+ly)`;
const IMPERATIVE = new RegExp(
  String.raw`(?:^|[.;:—–(→!,"]|-{1,2}>|\s-|\b(?:and|or|but|then|so)\b)\s*(?:${ADVERBS}\s+){0,3}$`,
  "i",
);
const AUXILIARY = String.raw`(?:would|will|should|must|can|can't|cannot|won't|wouldn't|shouldn't|don't|didn't|need|have|ought|are|am|do|not|never|probably|still|also|just|therefore|now|simply|definitely|both|all|going|better|had|want you|say|think|to|formally|politely|instead|strongly|clearly|actually|really|already|wouldn't be|be|rather|currently|fully|only|closing|even|personally|happily|gladly|certainly|not be|lean(?:ing)?|towards?|toward|we|you|i)`;
const SPEAKER = new RegExp(
  String.raw`\b(?:i|we|you|let's|let us)(?:'d|'ll|'m|'re|'ve)?\s+(?:${AUXILIARY}\s+){0,5}$`,
  "i",
);
const RECOMMENDS =
  /\b(?:recommend(?:ation|ing)?|suggest(?:ion)?|advise|advice|call|verdict|answer|time|lean(?:ing)?|position|decision|move|inclined|ready|happy|willing|plan|vote|say|best|should|must|(?:needs?|has|have) to|prefer|favou?r|stance|view|instinct|conclusion|deserves|merits|continue|sense|point in|case for|worth|start|stop)\b[^.;:,]{0,25}\s$/i;
const COPULA =
  /(?:\b(?:it's|this is|it is|that's|that is|is|isn't|are|remains|stays|as|becomes|call it|say|mark it|make it|a|an|the|this|of|be|here's)|'s)\s+(?:(?:a|an|the|still|now|clearly|simply|just|firmly|not|clear|straight|straightforward|firm|hard|soft|definite|easy|to|definitely)\s+)*$/i;
const RELATIVE =
  /\b(?:deals?|(?<!this |that )one|kind|sort|thing|point|place|account|opportunity|where|when)(?: that| which)? (?:i|we|you)(?:'d| would|'ll| will| normally| usually)?\s+(?:normally |usually |always )?$/i;

/**
 * Whether a verb of leaving, pursuing or developing is said to the user or by the speaker: an imperative, "I'd …",
 * "you should …", "my advice is to …", "this is a …". `before` is the clause up to the verb.
 */
export function isDirective(before: string): boolean {
  if (RELATIVE.test(before)) return false;
  if (CHAINED.test(before)) return false;
  return IMPERATIVE.test(before) || SPEAKER.test(before) || RECOMMENDS.test(before) || COPULA.test(before);
}

/** "She will bring it to the committee and …": the verb after "and" is hers. */
const CHAINED =
  /(?:^|[,;:]\s*|\b(?:so|that|because|then|if|when|until|and)\s+)(?:he|she|they|the [a-z]+|[A-Z\u00c0-\u00de][a-z\u00df-\u024f]+)\s+(?:will|would|can|could|might|may|has|had|is|wants?|asked|said|promised|agreed)\b[^.;:]*\b(?:and|or)\s+$/;

const SOMEONE_ELSE =
  /(?:\b(?:he|she|they|who|which|what|that)(?:'s|'d|'ll)?|\b(?:the|their|her|his|your|a) (?!deal\b|opportunity\b|answer\b|verdict\b|call\b|recommendation\b|account\b|right move\b|position\b|decision\b|move\b)[a-z][a-z-]+(?: [a-z-]+)?)\s+(?:is|are|will|would|may|might|could|can|has|had|have|keeps?|wants? to|to|gets?)\s*(?:\w+\s+){0,2}$/i;

/** Whether the clause is about somebody else's act ("Halvard's people will …", "the incumbent is going …"). */
export function isSomeoneElse(before: string): boolean {
  return SOMEONE_ELSE.test(before);
}

const THEIRS =
  /(?:\b(?:their|her|his|its|customer's|buyer's|board's|cfo's|cto's|coo's|ceo's)|(?<!\b(?:it|that|this|there|here|what|he|she|who|one|deal|let|where))'s)\s+(?:\w+\s+){0,2}$/i;
const TO_THEM =
  /^\s*(?:for (?:them|him|her|the (?:board|cfo|coo|ceo|customer|buyer|business|bank|exec\w*|group))|items?\b|initiatives?\b|on (?:their|her|his)|list\b|projects?\b|problems?\b|gaps?\b|actions?\b|tasks?\b|questions?\b|of (?:the|her|his|their))/i;
const OTHER_SUBJECT =
  /\b(?:the|a|an|your|our|their|her|his|my) (?!(?:\w+ ){0,2}(?:deal|opportunity|account|bid|tender|rfp|pursuit|verdict|call|answer|recommendation|position|rating|priority|status|decision|one|view|read|forecast)\b)[a-z][\w' -]{1,40}? (?:is|isn't|are|was|becomes|remains|should be|looks|has)\s+(?:\w+\s+){0,2}$/i;

/** Whether a rating ("high priority") is said of something else than the deal. */
export function isRatingOfOther(before: string, after: string): boolean {
  return THEIRS.test(before) || TO_THEM.test(after) || OTHER_SUBJECT.test(before);
}
