import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import { kept, once } from "../text/kept.ts";
import { eachMatch } from "../text/eachMatch.ts";
import { foldWord } from "../text/names.ts";
import type { Reply } from "../text/reply.ts";
import { stemOf } from "./stems.ts";

/** A word of a reply: its stem, and whether it says something of a deal, belongs to all talk about deals, or to grammar. */
export interface Word {
  start: number;
  end: number;
  written: string;
  folded: string;
  stem: string;
  kind: "content" | "common" | "talk" | "function";
}

/** The words of a reply in order. */
export function wordsOfReply({ plain }: Reply): Word[] {
  const words: Word[] = [];
  eachMatch(plain, WORD, ({ index: start, 0: written }) => {
    words.push({ start, end: start + written.length, ...formOf(written) });
  });
  return words;
}

/** Replies use the same few thousand words. */
const formOf = kept((written: string): Omit<Word, "start" | "end"> => {
  const stem = stemOf(written);
  const kind = common().get(stem) ?? (stem.length < 3 ? "function" : "content");
  return { written, folded: foldWord(written), stem, kind };
}, 20_000);

/** A word as it is compared between reply and brief. */
export const WORD = /\p{L}[\p{L}\p{N}]*(?:['’]\p{L}+)?/gu;

/** The stems of `common_words.yaml` with what they are. */
const common = once(() => {
  const file = fileURLToPath(new URL("../lexicons/common_words.yaml", import.meta.url));
  const kinds = new Map<string, Word["kind"]>();
  for (const { class: key, pattern } of readYaml(file, LexiconSchema).entries.toReversed())
    for (const word of pattern.split("|")) kinds.set(stemOf(word), key as Word["kind"]);
  return kinds;
});
