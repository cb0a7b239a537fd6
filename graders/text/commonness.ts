/**
 * How often a word of `required.ts` is met in what is written about deals, roughly: some hundred for one that is in most
 * sentences, 1 for a rare one.
 */
export function commonness(word: string): number {
  const known = weights.get(word) ?? weigh(word);
  weights.set(word, known);
  return known;
}

/** Of words that are in most sentences, and of single letters. */
const IN_MOST = 300;

const weights = new Map<string, number>();

function weigh(word: string): number {
  const whole = word.startsWith("^") && word.endsWith("$");
  if (whole) return word.length === 3 ? IN_MOST : (LISTED.get(word) ?? byLength(word.length - 2));
  const letters = word.length - (word.startsWith("^") || word.endsWith("$") ? 1 : 0);
  let weight = 2 * byLength(letters);
  // One search through all listed words, each counted once.
  for (let at = ALL_LISTED.indexOf(word); at !== -1;) {
    const end = ALL_LISTED.indexOf("\n", at);
    weight += LISTED.get(ALL_LISTED.slice(ALL_LISTED.lastIndexOf("\n", at) + 1, end)) ?? 0;
    at = ALL_LISTED.indexOf(word, end);
  }
  return weight;
}

function byLength(letters: number): number {
  return Math.min(15, 2 ** Math.max(0, 7 - letters));
}

/** The most frequent words of English, and words that any reply about a deal holds. */
const LISTED = new Map([
  ...listed(IN_MOST, "the to a of and is in it you for that on not"),
  ...listed(
    120,
    `with your have this be are as by no if at from what an or they their but who until has will so he she them we i do was
    before when can one there his her our out up all`,
  ),
  ...listed(
    50,
    `than then would which how been were had its did does only just more now any some my me us him about into over after
    because without get make take go going want need know tell say says said ask give put time day date week month quarter
    year deal buyer champion economic customer budget money plan call meeting close sign signed decision next first yes
    own own still yet never even down off back name named owner people person two three re ll ve forecast commit
    pipeline stage risk gap evidence proof proven metrics criteria process paper pain cfo eb ae real work every nobody
    nothing other same way these those where why should could may might must here too very much each while both`,
  ),
]);

const ALL_LISTED = `\n${[...LISTED.keys()].join("\n")}\n`;

function listed(weight: number, words: string): [string, number][] {
  return words.split(/\s+/).map((word) => [`^${word}$`, weight]);
}
