import { fileURLToPath } from "node:url";
import { readYaml } from "../../src/files/yaml.ts";
import { LexiconSchema } from "../../src/records/rubric.ts";
import type { ScenarioPerson } from "../../src/records/scenario.ts";
import { foldWord } from "../text/names.ts";
import { once } from "../text/kept.ts";
import { firstAfter, type Span } from "../text/places.ts";
import { matchesOf } from "../text/eachMatch.ts";
import { stemOf } from "./stems.ts";
import { type Word, WORD } from "./wording.ts";

/** What a piece of a brief holds: stems of its words, and the classes of `deal_grounds.yaml` that these show. */
export interface Ground {
  stems: ReadonlySet<string>;
  classes: ReadonlySet<string>;
}

/** Classes of grounds that are asked of a brief as a whole. */
type WholeGround = (typeof WHOLE)[number];

/** What a brief says in all, and what it says of each person that it names. */
export interface Grounds extends Ground {
  /** The person of a folded word of a name ("otieno"), by index; undefined for other words. */
  personOf: (word: string) => number | undefined;
  /** Whether a folded word is written with a capital inside a sentence of the brief: a name, of whatever. */
  isName: (word: string) => boolean;
  /** Whether the brief as a whole shows it. */
  shows: (ground: WholeGround) => boolean;
  /** The sentences that name somebody, and those after them that go on with "he" or "her". */
  of: (person: number) => Ground;
}

/** Reads the grounds of a brief and of what else is given with it; `people` are those of the scenario. */
export function groundsOf(brief: string, others: string, people: readonly ScenarioPerson[]): Grounds {
  const names = people.map(({ name }) => name);
  const persons = new Map<string, number>();
  for (const [index, name] of names.entries())
    for (const word of name.split(/\s+/)) if (word.length > 2) persons.set(foldWord(word), index);
  const capitals = new Set(matchesOf(brief, CAPITAL).map(([word]) => foldWord(word)));
  for (const word of names.join(" ").split(/\s+/)) capitals.add(foldWord(word));
  const byPerson = names.map(() => newGround());
  const all = newGround();
  let spokenOf: number[] = [];
  let isNext = false;
  for (const sentence of `${brief}\n${others}`.split(SENTENCE_END)) {
    const words = wordsIn(sentence);
    const named = [...new Set(words.flatMap((word) => persons.get(foldWord(word)) ?? []))];
    if (named.length > 0 || !goesOn(sentence, isNext)) spokenOf = named;
    isNext = named.length > 0;
    const stems = words.map(stemOf);
    const classes = stems.flatMap((stem) => lexicon().classesOf.get(stem) ?? []);
    if (/["“]/.test(sentence)) classes.push("spoke");
    for (const ground of [all, ...spokenOf.flatMap((person) => byPerson[person] ?? [])]) {
      for (const stem of stems) ground.stems.add(stem);
      for (const key of classes) ground.classes.add(key);
    }
  }
  for (const name of names) for (const word of wordsIn(name)) all.stems.add(stemOf(word));
  return {
    ...all,
    personOf: (word) => persons.get(word),
    isName: (word) => capitals.has(word),
    shows: (ground) => lexicon().whole[ground].test(brief),
    of: (person) => byPerson[person] ?? all,
  };
}

/** Of the words of a piece that say something, how many a ground holds; words of all talk about deals are half unknown. */
export function sharedWith(ground: Ground, words: readonly Word[], { start, end }: Span) {
  const count = { known: 0, unknown: 0, strange: 0 };
  for (let at = firstAfter(words, start); at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.start >= end) break;
    if (word.kind === "function" || word.kind === "talk") continue;
    if (ground.stems.has(word.stem)) count.known++;
    else {
      count.unknown += word.kind === "common" ? 0.5 : 1;
      if (word.kind === "content") count.strange++;
    }
  }
  return count;
}

/** Whether a sentence goes on about the last person named: "she …", or without a subject right after ("Writes the standards."). */
function goesOn(sentence: string, isNext: boolean): boolean {
  return CARRIED.test(sentence) || (isNext && !OTHER_SUBJECT.test(sentence));
}

const CARRIED = /\b(?:he|she|his|her|him)\b/i;
const OTHER_SUBJECT = /^\W*(?:we|i|they|their|our|my|us|it|the|an?|what|today|no|on|in|at|\d+|\p{L}+ of)\b/iu;
const SENTENCE_END = /(?<=[.!?;])\s+|\n+/;
/** Where nothing but the name itself asks for a capital. */
const CAPITAL =
  /(?<=[\p{Ll},]\s)\p{Lu}\p{Ll}{2,}(?!day\b)(?<!\b(?:January|February|March|April|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Proof|Evaluation|Negotiation|Discovery|Today))/gu;

function newGround() {
  return { stems: new Set<string>(), classes: new Set<string>() };
}

function wordsIn(text: string): string[] {
  return matchesOf(text, WORD).map(([word]) => word);
}

const WHOLE = ["money", "broke", "alone"] as const;

/** The words of `deal_grounds.yaml` by stem, and its expressions. */
const lexicon = once(() => {
  const file = fileURLToPath(new URL("../lexicons/deal_grounds.yaml", import.meta.url));
  const byClass = Map.groupBy(readYaml(file, LexiconSchema).entries, (entry) => entry.class ?? "");
  const classesOf = new Map<string, string[]>();
  for (const [key, entries] of byClass) {
    if (WHOLE.some((one) => one === key)) continue;
    for (const stem of new Set(entries.flatMap(({ pattern }) => pattern.split("|").map(stemOf))))
      classesOf.set(stem, [...(classesOf.get(stem) ?? []), key]);
  }
  const expression = (key: WholeGround) => {
    const sources = (byClass.get(key) ?? []).map(({ pattern }) => pattern);
    return new RegExp(`(?<![\\p{L}\\p{N}])(?:${sources.join("|")})(?![\\p{L}\\p{N}])`, "iu");
  };
  return {
    classesOf,
    whole: { money: expression("money"), broke: expression("broke"), alone: expression("alone") },
  };
});
