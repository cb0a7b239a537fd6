/** Neighbouring words of four letters or more, plural s dropped, neither of which is a word of every deal. */
export function* wordPairs(lower: string): Generator<{ start: number; end: number; key: string }> {
  let before: { start: number; end: number; stem: string } | undefined;
  for (const match of lower.matchAll(/[a-z\u00e0-\u024f]{2,}/g)) {
    const stem = match[0].endsWith("s") ? match[0].slice(0, -1) : match[0];
    const start = match.index;
    const end = start + match[0].length;
    if (
      before &&
      stem.length >= 4 &&
      before.stem.length >= 4 &&
      start - before.end <= 2 &&
      !EVERYDAY.has(stem) &&
      !EVERYDAY.has(before.stem)
    ) {
      yield { start: before.start, end, key: `${before.stem} ${stem}` };
    }
    before = { start, end, stem };
  }
}

/** Words of every deal and every answer, without plural s. */
const EVERYDAY = new Set(
  `that thi with have from they them their there what when where which will would could should been being were your our
  about after before into over more most than then only also just because while until every each some other same such
  very much many well next last first week month year quarter today tomorrow deal deals account customer customer sale buyer economic
  champion metric criteria process decision paper competition pain budget money review meeting call stage forecast commit
  best case pipeline discovery evaluation proof negotiation close signature sign business value technical team people
  need want make take give know tell said says told sent goes going plan step date named agreed`.split(/\s+/),
);
