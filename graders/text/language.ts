import { kept } from "./kept.ts";
import { eachRun } from "./letters.ts";
import { vocabularyOf } from "./vocabulary.ts";

/** Share of letters outside the Latin script above which a text is not English, whatever words it also holds. */
const FOREIGN_SCRIPT = 0.3;
/** A text this long (in words) with hardly an English function word and with accented letters is not English. */
const LONG = 25;
const RARE_ENGLISH = 0.05;
const ACCENTED = 0.01;
/** Longer texts are judged by their beginning: the language does not change. */
const SAMPLE = 5000;

/**
 * Whether a reply is written in English, judged by function words: foreign names, amounts and a quoted foreign phrase do
 * not count against it. A text without any sign of another language ("Disqualify.", "") passes as English.
 */
export function isEnglish(text: string): boolean {
  const { words, letters, otherScript, accented, english, foreign } = countsOf(text.slice(0, SAMPLE));
  if (letters === 0) return true;
  if (otherScript / letters > FOREIGN_SCRIPT) return false;
  if (foreign >= 2 && foreign > english) return false;
  return !(words >= LONG && english / words < RARE_ENGLISH && accented / letters > ACCENTED);
}

/** What the words of a text are, counted; `functional` = English function words, shared with other languages or not. */
interface WordCounts {
  words: number;
  letters: number;
  otherScript: number;
  accented: number;
  english: number;
  foreign: number;
  functional: number;
}

/** Several checkers ask about the same reply one after the other. */
const countsOf = kept(countWordKinds);

function countWordKinds(text: string): WordCounts {
  const counts = { words: 0, letters: 0, otherScript: 0, accented: 0, english: 0, foreign: 0, functional: 0 };
  eachRun(text, (start, end, ascii, hash) => {
    counts.words++;
    counts.letters += end - start;
    const listed = ascii ? LISTED.at(text, start, end, hash) : undefined;
    if (ascii && listed === undefined) return;
    const kind = listed && !listed.foreign ? listed : kindOf(text.slice(start, end));
    counts.otherScript += kind.otherScript;
    counts.accented += kind.accented;
    counts.english += kind.english;
    counts.foreign += kind.foreign;
    counts.functional += kind.functional;
  });
  return counts;
}

/** What one word adds to each count; a few thousand words make up all replies. */
const kindOf = kept(readKind, 5000);

type Kind = Omit<WordCounts, "words" | "letters">;

function readKind(word: string): Kind {
  const lower = word.toLowerCase();
  const latin = isLatin(word.charCodeAt(word.length - 1));
  const english = ENGLISH.has(lower);
  return {
    otherScript: latin ? 0 : word.length,
    accented: latin ? word.split("").filter((letter) => letter >= "\u00c0").length : 0,
    english: Number(english),
    foreign: Number(!english && FOREIGN.has(lower) && !isAbbreviation(word)),
    functional: Number(english || SHORT_ENGLISH.has(lower)),
  };
}

/** Sales abbreviations ("SE", "CE", "EB") are no words of any language. */
function isAbbreviation(word: string): boolean {
  return word.length <= 3 && word === word.toUpperCase();
}

function isLatin(code: number): boolean {
  return code < 0x250 || (code >= 0x1e00 && code < 0x1f00);
}

/** A run of this many words with fewer function words than this share is a list of keywords. */
const KEYWORD_RUN = 14;
const KEYWORD_SHARE = 0.12;

/** Whether a sentence is a heap of keywords: long, and hardly a function word in it. */
export function isKeywordRun(sentence: string): boolean {
  const { words, functional } = countsOf(sentence);
  return words >= KEYWORD_RUN && functional / words < KEYWORD_SHARE;
}

/** Share (0..1) of a text's words that are English function words; running prose has 0.3 or more, a list of keywords next to none. */
export function functionWordShare(text: string): number {
  // Of all letters only this one becomes two in lower case, and parts its word.
  const { words, functional } = countsOf(text.includes("İ") ? text.toLowerCase() : text);
  return words === 0 ? 0 : functional / words;
}

/** Function words that no other listed language shares. */
const ENGLISH = new Set(
  `the and of you your that with this it they their we our are not have has had will would what who whom from by if
  there which when before until be been does did don doesn isn won until than then them his her its into or only no
  should can could must but because every each until ask get it's here where how`.split(/\s+/),
);

/** English function words that other languages share, so that they tell nothing of the language. */
const SHORT_ENGLISH = new Set(
  "a an is was were in on at as or so to he she i me my us do am be up out off all".split(" "),
);

/** Function words of German, Dutch, French, Spanish, Portuguese, Italian, the Nordic languages, Polish, Czech, Turkish, Finnish, Hungarian, Romanian, Indonesian and Swahili that are no English words. */
const FOREIGN = new Set(
  `der das und ist nicht ein eine einen einem einer mit auf für von zu den dem des sie wir ihr ihre auch bei nach wird
  werden hat haben kein keine oder wenn aber dass diese dieser sind bis noch nur sich
  het een van niet voor met zijn wordt naar deze dit ook maar aan bij geen uw hij zij wij als heeft
  le la les des une est et dans pour que qui sur pas avec vous nous votre notre leur sont cette ce il elle aux par plus
  du au ne sans mais ou avant jusqu
  el los las una es y en por para con que del se su sus lo como pero más esta este está sin hasta
  o os um uma é e não na dos das ao com você seu sua mas isso são foi até nós pelo pela
  il gli di che non per è della delle degli nel con sono questo questa anche fino ma
  och att det som är på av för inte med den ett har vi ni til og ikke er af jeg hvis eller denne
  nie jest się na że do czy oraz dla przez jak ten tego są bez ale
  je že se na není pro která který aby nebo jako
  ve bir bu için ile değil olarak olan çok daha ancak kadar
  ja ei on että kun jos mutta tämä ovat sekä
  és nem egy hogy az van meg csak ez
  și este nu pe cu din să care pentru sunt
  yang dan di ini tidak dengan untuk dari adalah akan itu pada
  na ya wa kwa ni katika hii kama lakini bila`
    .split(/\s+/)
    .filter((word) => !"on is die van e o y".split(" ").includes(word)),
);

/** What the listed words are; all other words of ASCII letters count for nothing. Foreign ones may be abbreviations in capitals. */
const LISTED = vocabularyOf(
  [...new Set([...ENGLISH, ...SHORT_ENGLISH, ...FOREIGN])].map((word): [string, Kind] => [
    word,
    readKind(word),
  ]),
);
