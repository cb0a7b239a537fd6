import type { ScenarioPerson } from "../../src/records/scenario.ts";
import { firstWordsOf } from "./firstWords.ts";
import { keptWith } from "./kept.ts";
import { openingsOf } from "./openings.ts";
import { foundWithin, type Span } from "./places.ts";
import type { Reply } from "./reply.ts";
import { datesOf } from "./tokens.ts";

/** Who an action is given to; offsets are into the reply. `person` is set where the brief names them. */
export interface Owner extends Span {
  person: ScenarioPerson | null;
}

/** Finds owners in a reply: people of the brief (by any part of their name), "you"/"I"/"me"/"he"/"she", and roles. "We" and "team" are none. */
export interface OwnerFinder {
  /** The owners in a piece of a reply, in order. */
  within(reply: Reply, piece: Span): readonly Owner[];
  /** True when a piece is nothing but owners, dates and what joins them ("Tue 8 Sep, you → Blaha"). */
  isOwnerLead(reply: Reply, piece: Span): boolean;
}

const finders = new WeakMap<readonly ScenarioPerson[], OwnerFinder>();

/** The finder for the people of one scenario; made once and kept with the list. */
export function ownersOf(people: readonly ScenarioPerson[]): OwnerFinder {
  const finder = finders.get(people) ?? makeFinder(people);
  finders.set(people, finder);
  return finder;
}

function makeFinder(people: readonly ScenarioPerson[]): OwnerFinder {
  const search = searchFor(people);
  const inReply = keptWith((reply: Reply) => search(reply.plain));
  const within = (reply: Reply, piece: Span) => foundWithin(reply.plain, piece, inReply(reply), search);
  return {
    within,
    isOwnerLead: (reply, piece) => onlyOwners(reply, piece, within(reply, piece)),
  };
}

/** Finds the owners in a text. */
function searchFor(people: readonly ScenarioPerson[]): (text: string) => Owner[] {
  const names = people.flatMap((person) => nameParts(person.name).map((part) => ({ part, person })));
  const named = [...names.map(({ part }) => part), ...titlesOf(people)];
  const firstWords = firstWordsOf(named);
  let pattern: RegExp | undefined;
  const byName = new Map(names.map(({ part, person }) => [part, person]));
  const byTitle = new Map(people.toReversed().map((person) => [person.title.toLowerCase(), person]));
  return (text) => {
    const places: number[] = [];
    firstWords(text, (start) => {
      if (places.at(-1) !== start) places.push(start);
    });
    const found: Owner[] = [];
    let from = 0;
    const tryAt = (start: number, expression: RegExp) => {
      expression.lastIndex = start;
      if (start < from || !expression.test(text)) return;
      from = expression.lastIndex;
      const owner = text.slice(start, from);
      const person = byName.get(owner) ?? byTitle.get(owner.toLowerCase()) ?? null;
      found.push({ start, end: from, person });
    };
    let next = 0;
    const tryNamed = (end: number) => {
      for (; (places[next] ?? Infinity) <= end; next++)
        tryAt(places[next] as number, (pattern ??= standingAlone(anyOf(named))));
    };
    anybody(text, (start, index) => {
      tryNamed(start);
      tryAt(start, ANYBODY[index] as RegExp);
      return start >= from;
    });
    tryNamed(text.length);
    return found;
  };
}

/** The longest is tried first. */
function anyOf(phrases: readonly string[]): string {
  return phrases
    .map(escape)
    .sort((a, b) => b.length - a.length)
    .join("|");
}

function standingAlone(source: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${source})(?![\p{L}\p{N}])`, "uy");
}

/** The first person of the brief who is named in a piece of a reply. */
export function personIn(owners: OwnerFinder, reply: Reply, span: Span): ScenarioPerson | null {
  return owners.within(reply, span).find(({ person }) => person)?.person ?? null;
}

/** What an owner cell says when it names nobody (CODEBOOK AP2: "we/team" fails). */
export function isNobody(cell: string): boolean {
  return NOBODY.test(cell.trim());
}

const NOBODY =
  /^(?:(?:we|us|(?:the |our |your )?(?:whole |entire |sales |account |deal |core |project )?teams?|everyone|everybody|all|both|tb[dc]|to be (?:decided|confirmed|agreed)|n\/?a|none|someone|somebody|anyone|jointly?|various|stakeholders?|[-–—?.…\s]*)[\s,+&/]*(?:and\s)?)*$/iu;

/** Roles and pronouns. */
const ROLES = [
  "(?:our |your |their |the )?(?:AE|SE|SA|SC|CSM|PM|TAM|BDR|SDR|RVP|AVP|SVP|EVP|VP|GM|CEO|CFO|COO|CTO|CIO|CISO|CRO|CMO|CPO|HR)s?(?: of)?(?: [A-Z][a-z]+){0,2}",
  "(?:[Oo]ur |[Yy]our |[Tt]heir |[Tt]he |[Aa]n? )?(?:[Aa]ccount|[Ss]ales|[Ss]olutions?|[Vv]alue|[Bb]id|[Dd]elivery|[Pp]roject|[Pp]artner|[Aa]lliance|[Pp]roduct|[Rr]egional|[Ss]ecurity|[Ll]egal|[Cc]ommercial|[Ss]ector|[Pp]ublic sector|[Cc]ustomer success|[Pp]rocurement|[Pp]urchasing|[Ff]inance|[Dd]ata|[Ii]mplementation|[Dd]eployment|[Tt]echnical|[Pp]rogramme?|[Oo]nboarding|[Cc]ontracts?|[Ss]ervice|[Cc]ountry|[Aa]rea|[Gg]roup|[Rr]enewals|[Pp]lant|SE|SC) (?:executive|scientist|engineer|architect|consultant|manager|lead(?:er)?|director|desk|owner|officer|partner|head|specialist|counsel|contact|ops|operations|president|VP|analyst|appraiser)s?(?: \\d)?",
  "(?:[Oo]ur |[Yy]our |[Tt]heir |[Tt]he |[Aa]n? )?(?:[Ee]xec(?:utive)? sponsor|[Ss]ponsor|[Rr]eps?|[Mm]anager|[Cc]ontroller|[Ll]egal|[Pp]rocurement|[Pp]urchasing|[Ff]inance|[Mm]arketing|[Ee]ngineer(?:ing|s)?(?: \\d)?|[Pp]re-?sales|[Dd]eal desk|[Ll]awyers?|[Aa]rchitects?|[Cc]ounsel|[Cc]ompliance|[Dd]irector|[Cc]hampion|[Cc]oach|[Bb]oss|[Vv]alue team|[Ss]upport|[Ii]T|[Ii]nfo[Ss]ec|[Cc]ustomer|[Bb]id desk|[Cc]hairman|[Pp]resident|[Aa]nalyst|[Aa]uditors?|[Pp]artner|[Cc]ompany secretary|RSM|KAM|MD|BU head|[Dd]elivery)",
  "[Yy]ou(?:rself)?|YOU|[Mm]e|[Ss]?[Hh]e|I(?:'ll|’ll|'d|’d)?|[Mm]yself",
];

const ANYBODY = ROLES.map(standingAlone);
const anybody = openingsOf(ROLES);

/** A name's parts that people use alone: "Dr Achieng Were" → the whole, "Achieng Were", "Achieng", "Were". */
function nameParts(name: string): string[] {
  const bare = name.replace(/^(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+/, "");
  const single = bare.split(/\s+/).filter((part) => part.length >= 3 && /^\p{Lu}/u.test(part));
  const address = /^(?:Dr|Mr|Mrs|Ms|Prof)\b\.?/.exec(name)?.[0];
  const addressed = address === undefined ? [] : [`${address} ${single.at(-1) ?? ""}`];
  return [...new Set([name, bare, ...addressed, ...single])].filter((part) => part.length >= 3);
}

function titlesOf(people: readonly ScenarioPerson[]): string[] {
  return people
    .map((person) => person.title)
    .filter((title) => title.length >= 3 && title !== "not stated")
    .flatMap((title) => [title, title.toLowerCase()]);
}

function onlyOwners(reply: Reply, piece: Span, owners: readonly Owner[]): boolean {
  const known = [...owners, ...datesOf(reply, piece)].sort((a, b) => a.start - b.start);
  if (known.length === 0) return false;
  let rest = "";
  let from = piece.start;
  for (const { start, end } of known) {
    if (start > from) rest += reply.plain.slice(from, start);
    rest += " ";
    from = Math.max(from, end);
  }
  return CONNECTORS.test(rest + reply.plain.slice(from, piece.end));
}

const CONNECTORS =
  /^(?:\s|[,;+&/()[\]→>–—.*:-]|\b(?:and|with|to|by|on|before|until|until|from|after|via|plus|then|Owner|owner|the|our|your|their|for|at|in|mid|end|early|late|per|\d+|mins?|minutes|hours?|if needed|By|On|Before|Until|After|From|With|team|exec|Mr|Ms|Mrs|Dr)\b)*$/u;

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
