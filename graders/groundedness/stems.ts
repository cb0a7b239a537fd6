import { foldWord } from "../text/names.ts";
import { kept } from "../text/kept.ts";

/** The stem of a word as written: without case, accents, endings and irregular past, so that "signed" and "signature" are one. */
export const stemOf = kept(readStem, 20_000);

/** Longer stems are cut off here: what follows tells apart little. */
const LONGEST = 7;
const ENDINGS = /(?:ations|ation|ature|atures|ments|ment|ings|ing|edly|ers|ors|er|or|ed|es|ly|als|al|s|e)$/;

function readStem(written: string): string {
  const word = foldWord(written).replace(/(?:n['’]t|['’](?:s|re|ve|ll|d|m)?)$/, "");
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  const regular = word.replace(/ie[sd]$/, "y");
  const cut = regular.replace(ENDINGS, "");
  const stem = cut.length >= 3 ? cut : regular;
  const single = stem.length > 3 && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
  return single.slice(0, LONGEST);
}

const IRREGULAR = new Map(
  `went go gone go gave give given give told tell said say took take taken take sent send met meet meeting meet got get saw see seen see
  knew know known know paid pay payment pay wrote write written write held hold lost los lose los loss los won win sold sell
  bought buy kept keep left leave made make ran run chose choos chosen choos came come froze freez frozen freez put put
  built build spoke speak spoken speak spent spend brought bring thought think heard hear stood stand found find fell
  fall sat sit site site sites site grew grow drew draw led lead fought fight began begin broke break broken break choice choos refusal refus
  approval approv`
    .split(/\s+/)
    .reduce<[string, string][]>(
      (pairs, word, index, words) => (index % 2 === 0 ? [...pairs, [word, words[index + 1] ?? word]] : pairs),
      [],
    ),
);
