import { FACT_NAMES, type FactName } from "../../src/records/facts.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import { type DateToken, findDates } from "./dates.ts";
import { eachMatch } from "./eachMatch.ts";
import { keptWith, once } from "./kept.ts";
import { foldWord } from "./names.ts";
import { firstWordsOf } from "./firstWords.ts";
import { lowerCase } from "./lowerCase.ts";
import { numbersOf, type NumberToken } from "./numbers.ts";
import type { Reply } from "./reply.ts";
import { tokensOf } from "./tokens.ts";
import { pairFinder } from "./wordPairs.ts";

/**
 * A piece of a reply that comes from this deal: a name, a number, a date or an anchor phrase of the scenario. `title` ("the
 * CFO"), `account` (the customer's name) and `echo` (two content words in a row, or a small count, from the brief) are weaker: they show
 * knowledge of the deal only beside something stronger.
 */
export interface Anchor {
  start: number;
  end: number;
  kind: "name" | "number" | "date" | "phrase" | "title" | "account" | "echo";
  /** What it stands for, normalised, so that distinct anchors can be counted. */
  key: string;
  /** Index in `scenario.people`, for the name or title of a person. */
  person?: number;
  /** Facts of the scenario whose evidence holds the same number or date. */
  facts: readonly FactName[];
}

/** Finds the anchors of one scenario in any text. Made once a scenario and kept. */
export interface AnchorFinder {
  /** Anchors of a reply in order of place; those of different kinds may overlap. Kept with the reply. */
  find(reply: Reply): Anchor[];
}

const finders = new WeakMap<Scenario, AnchorFinder>();

/** The anchors of a scenario: its `anchors`, its people (full, first and last names, titles), and the numbers and dates of its user turns and attachments. */
export function anchorFinder(scenario: Scenario): AnchorFinder {
  const known = finders.get(scenario);
  if (known) return known;
  const finder = makeFinder(scenario);
  finders.set(scenario, finder);
  return finder;
}

/** Everything the user wrote or attached, as one text. */
export function briefOf(scenario: Scenario, turns = scenario.turns.length): string {
  const byTurns = briefs.get(scenario) ?? [];
  briefs.set(scenario, byTurns);
  return (byTurns[turns] ??= joined(scenario, turns));
}

const briefs = new WeakMap<Scenario, string[]>();

function joined(scenario: Scenario, turns: number): string {
  return [...scenario.turns.slice(0, turns), ...scenario.attachments].map((part) => part.text).join("\n");
}

/** What only few replies ask for, the numbers and dates of the brief, is worked out for the first of them. */
function makeFinder(scenario: Scenario): AnchorFinder {
  const words = wordAnchors(scenario);
  const phrases = phraseFinder(phraseAnchors(scenario));
  const pairs = pairFinder(() => briefOf(scenario));
  const numbers = once(() => numberIndex(scenario));
  const dates = once(() => dateIndex(scenario));
  const find = (reply: Reply): Anchor[] => {
    const anchors: Anchor[] = [];
    nameMatches(reply.plain, words, anchors);
    phrases(reply.plain, anchors);
    pairs(reply.plain, (start, end, key) => anchors.push({ start, end, key, kind: "echo", facts: NO_FACTS }));
    const tokens = tokensOf(reply);
    for (const token of tokens.numbers) {
      if (!distinctive(token)) continue;
      pushMatched(token, smallCount(token) ? "echo" : "number", numberKey(token), numbers(), anchors);
    }
    for (const token of tokens.dates) {
      const key = dateKey(token);
      if (key !== undefined) pushMatched(token, "date", key, dates(), anchors);
    }
    return anchors.sort((a, b) => a.start - b.start);
  };
  return { find: keptWith(find) };
}

const NO_FACTS: readonly FactName[] = [];

/** The facts by the keys of what their evidence holds; the keys of what else the deal holds have none. */
type FactIndex = Map<string, FactName[]>;

function numberIndex(scenario: Scenario): FactIndex {
  const index = factIndex(scenario, numberKeys);
  const value = scenario.dealValueUsd > 0 ? [`money ${scenario.dealValueUsd}`] : [];
  for (const key of [...numberKeys(givenIn(scenario)), ...value]) index.set(key, index.get(key) ?? []);
  return index;
}

function dateIndex(scenario: Scenario): FactIndex {
  const index = factIndex(scenario, dateKeys);
  for (const key of dateKeys(givenIn(scenario))) index.set(key, index.get(key) ?? []);
  // The day on which the question is asked is in every plan.
  const [, month = "", day = ""] = scenario.asOfDate.split("-");
  index.delete(`${Number(day)}.${Number(month)}`);
  return index;
}

function numberKeys(text: string): string[] {
  return numbersOf(text).filter(distinctive).map(numberKey);
}

function dateKeys(text: string): string[] {
  return findDates(text)
    .map(dateKey)
    .filter((key) => key !== undefined);
}

function givenIn(scenario: Scenario): string {
  return `${briefOf(scenario)}\n${scenario.anchors.join("\n")}`;
}

function factIndex(scenario: Scenario, keysOf: (text: string) => string[]): FactIndex {
  const index: FactIndex = new Map();
  for (const fact of FACT_NAMES) {
    const evidence = [
      scenario.facts[fact].evidence,
      ...Object.values(scenario.factsByTurn).map((facts) => facts[fact]?.evidence),
    ];
    for (const key of keysOf(evidence.filter((text) => typeof text === "string").join("\n"))) {
      index.set(key, [...(index.get(key) ?? []), fact]);
    }
  }
  return index;
}

/** "Four tries" can be said of any deal. */
function smallCount({ kind, value }: NumberToken): boolean {
  return kind === "count" && value < 13;
}

function pushMatched(
  { start, end }: { start: number; end: number },
  kind: "number" | "date" | "echo",
  key: string,
  index: FactIndex,
  anchors: Anchor[],
): void {
  const facts = index.get(key);
  if (facts !== undefined) anchors.push({ start, end, kind, key, facts });
}

/** Small bare counts ("three", "two weeks", "30 days") are in every text; counts of things, larger ones and amounts are not. */
function distinctive({ kind, value, unit }: NumberToken): boolean {
  if (kind !== "count" || value >= 100) return true;
  if (unit === undefined) return false;
  return !TIME_UNITS.has(unit) || (value >= 13 && !ROUND_PERIODS.has(value));
}

const TIME_UNITS = new Set(["minute", "hour", "day", "week", "month", "quarter", "year"]);
const ROUND_PERIODS = new Set([15, 20, 30, 45, 60, 90]);

function numberKey({ kind, value, unit }: NumberToken): string {
  return kind === "count" && value < 100 ? `count ${value} ${unit}` : `${kind} ${value}`;
}

function dateKey({ day, month, year, kind }: DateToken): string | undefined {
  if (kind === "date" && day !== undefined) return month === undefined ? `day ${day}` : `${day}.${month}`;
  return kind === "month" && month !== undefined ? `month ${month} ${year ?? ""}` : undefined;
}

interface WordAnchor {
  key: string;
  kind: "name" | "title" | "account";
  person?: number;
}

/** Proper names by single word: of a person's or company's name each word that is no common word or form of address. */
function wordAnchors(scenario: Scenario): Map<string, WordAnchor> {
  const words = new Map<string, WordAnchor>();
  const account = accountWord(scenario);
  for (const anchor of scenario.anchors) {
    const kind = isAccount(anchor, account) ? "account" : "name";
    for (const [index, word] of (anchor.match(/\p{L}[\p{L}\p{N}'’-]*/gu) ?? []).entries()) {
      if (/^\p{Lu}/u.test(word) && word.length > 2 && (index === 0 || !COMMON.has(word.toLowerCase()))) {
        if (!COMMON.has(word.toLowerCase()) && !/^[A-Z]{3}$/.test(word))
          words.set(foldWord(word), { key: anchor, kind });
      }
    }
  }
  for (const [person, { name, title }] of scenario.people.entries()) {
    if (/^[A-Z]{2,5}$/.test(title)) words.set(foldWord(title), { key: title, kind: "title", person });
    for (const word of name.split(/\s+/)) {
      if (word.length > 2 && !COMMON.has(word.toLowerCase()))
        words.set(foldWord(word), { key: name, kind: "name", person });
    }
  }
  return words;
}

/** The customer's own name: every generic answer can repeat it, so it shows no knowledge of the deal. */
function isAccount(anchor: string, account: string | undefined): boolean {
  const first = anchor.split(/\s+/, 1)[0]?.toLowerCase() ?? "";
  return account === first.split(/[^\p{L}\p{N}]/u, 1)[0];
}

/** The first word of the customer's name, with which the title begins. */
function accountWord({ title }: Scenario): string | undefined {
  return title.toLowerCase().split(/[^\p{L}\p{N}]+/u, 1)[0];
}

const COMMON = new Set(
  `the and of for with mr mrs ms miss dr prof sir group bank hospitals hospital health clinics clinic stores store retail mobile telecom insurance mutual services
  service agency rescue machine works bearings diagnostics stream shield media foods energy power systems software technologies technology
  tech cloud data digital global national international holdings partners logistics university council city county ministry department
  january february march april may june july august september october november december q1 q2 q3 q4 plan priorities where it spring`.split(
    /\s+/,
  ),
);

function nameMatches(text: string, words: Map<string, WordAnchor>, anchors: Anchor[]): void {
  eachMatch(text, NAME, ({ index, 0: word }) => {
    const anchor = words.get(foldWord(word));
    if (anchor) anchors.push({ start: index, end: index + word.length, ...anchor, facts: NO_FACTS });
  });
}

const NAME = /\p{Lu}[\p{L}\p{N}-]*(?:['’]\p{Lu}\p{L}*)?/gu;

interface PhraseAnchor {
  /** In lower case. */
  phrase: string;
  anchor: { key: string; kind: "phrase" | "title" | "account"; person?: number };
}

/** Anchors and titles of more than one word, and anchors that are no names ("whiteboards", "cost centre 8812"). */
function phraseAnchors(scenario: Scenario): PhraseAnchor[] {
  const account = accountWord(scenario);
  const phrases = scenario.anchors
    .filter((anchor) => anchor.includes(" ") || /^[a-z]/.test(anchor) || /\d/.test(anchor))
    .filter((anchor) => !/^\d/.test(anchor) || !/^\d+\s\p{Lu}/u.test(anchor))
    .map((anchor): PhraseAnchor => ({
      phrase: lowerCase(anchor),
      anchor: { key: anchor, kind: isAccount(anchor, account) ? "account" : "phrase" },
    }));
  const titles = scenario.people.flatMap(({ title }, person) =>
    title.includes(" ") && title !== "not stated"
      ? [{ phrase: lowerCase(shortTitle(title)), anchor: { key: title, kind: "title" as const, person } }]
      : [],
  );
  return [...phrases, ...titles];
}

/** "CFO", and "Group CFO", are asked for by the letters alone. */
function shortTitle(title: string): string {
  return /\bC[A-Z]{1,3}O\b/.exec(title)?.[0] ?? title;
}

/** Finds each of the phrases wherever it stands by itself. */
function phraseFinder(phrases: readonly PhraseAnchor[]): (text: string, anchors: Anchor[]) => void {
  const patterns: RegExp[] = [];
  const firstWords = firstWordsOf(phrases.map(({ phrase }) => phrase));
  return (text, anchors) => {
    const lower = lowerCase(text);
    const ends: number[] = [];
    firstWords(text, (start, index) => {
      if (start < (ends[index] ?? 0)) return;
      const { phrase, anchor } = phrases[index] as PhraseAnchor;
      const pattern = (patterns[index] ??= standingAlone(phrase));
      pattern.lastIndex = start;
      if (!pattern.test(lower)) return;
      const end = (ends[index] = pattern.lastIndex);
      anchors.push({ start, end, ...anchor, facts: NO_FACTS });
    });
  };
}

function standingAlone(phrase: string): RegExp {
  const source = phrase
    .split(/\s+/)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`))
    .join(String.raw`[\s-]{1,5}`);
  return new RegExp(`(?<![a-z0-9])${source}(?![a-z0-9])`, "y");
}
