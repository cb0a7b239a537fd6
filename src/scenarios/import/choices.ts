import { listed, nearest } from "../../files/wording.ts";
import type { Place, Problem } from "../../records/errors.ts";

/** Tells what the names in a column mean, and keeps those that nobody has told it. */
export interface Chooser<T extends string> {
  /** The meaning of a cell; undefined where it has none, which is then a problem of {@link Chooser.problems}. */
  choose: (text: string, place: Place) => T | undefined;
  /** All names without a meaning in one problem, with the option that gives it. */
  problems: () => Problem[];
}

/** What a chooser goes by. */
export interface Choices<T extends string> {
  option: string;
  /** What is chosen, for people: "stage". */
  subject: string;
  values: readonly T[];
  /** Usual names in plain words. */
  usual: ReadonlyMap<string, T>;
  /** What the option was given: `Name=value`, and, where `hasDefault`, one `value` for all other names and empty cells. */
  given: readonly string[];
  hasDefault: boolean;
}

/** A chooser by usual names and by what the option says, which comes first. Wrong options are added to `problems`. */
export function chooserOf<T extends string>(choices: Choices<T>, problems: Problem[]): Chooser<T> {
  const { option, values, usual } = choices;
  const { named, rest } = readGiven(choices, problems);
  const open = new Map<string, { text: string; count: number; place: Place }>();
  return {
    choose: (text, place) => {
      const name = plainName(text);
      const chosen = named.get(text.toLowerCase()) ?? named.get(name) ?? usual.get(name) ?? rest;
      if (chosen !== undefined) return chosen;
      const known = open.get(text) ?? { text, count: 0, place };
      known.count++;
      open.set(text, known);
      return undefined;
    },
    problems: () => {
      const found = [...open.values()];
      const [first] = found;
      if (!first) return [];
      const names = found.map(
        ({ text, count }) =>
          `${text === "" ? `no ${choices.subject}` : JSON.stringify(text)} (${deals(count)})`,
      );
      const each = found
        .filter(({ text }) => text !== "")
        .map(({ text }) => `${option} ${JSON.stringify(`${text}=…`)}`);
      const ways = [
        ...(choices.hasDefault ? [`${option} … for all of them`] : []),
        ...(each.length > 0 ? [each.slice(0, LISTED).join(" ")] : []),
      ];
      const message = `found ${listed(names, LISTED)}, expected one of: ${values.join(", ")}; say which with ${ways.join(", or ")}`;
      return [{ place: first.place, field: "", message }];
    },
  };
}

/** Names that are listed before the rest is only counted: a CRM has no more stages. */
const LISTED = 40;

/** A name in lower case, without numbering ("3 - "), what stands in brackets, and signs: "2. Proposal/Price Quote (60%)" is "proposal price quote". */
export function plainName(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/^\s*(?:stage\s*)?\d+\s*[-.:)–]?\s*/u, "")
    .replaceAll(/\([^)]*\)|\[[^\]]*\]|\d+\s*%/g, " ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return plain === "" ? text.trim().toLowerCase() : plain;
}

/** Names that mean the same, by their meaning. */
export function meanings<T extends string>(lists: Partial<Record<T, string>>): ReadonlyMap<string, T> {
  return new Map(
    Object.entries<string | undefined>(lists).flatMap(([value, names = ""]) =>
      names.split(", ").map((name): [string, T] => [name, value as T]),
    ),
  );
}

function readGiven<T extends string>(
  { option, values, given, hasDefault }: Choices<T>,
  problems: Problem[],
): { named: Map<string, T>; rest: T | undefined } {
  const named = new Map<string, T>();
  let rest: T | undefined;
  for (const text of given) {
    const at = text.lastIndexOf("=");
    const value = values.find(
      (one) =>
        one ===
        text
          .slice(at + 1)
          .trim()
          .toLowerCase(),
    );
    const isWhole = at === -1;
    if (value === undefined || (isWhole && !hasDefault) || at === 0) {
      const shape = hasDefault ? `"Name=${values[0]}" or ${values[0]}` : `"Name=${values[0]}"`;
      const hint = value === undefined ? nearest(text.slice(at + 1).trim(), values) : `the name before it`;
      const message = `found ${JSON.stringify(text)}, expected ${shape}: ${hint}`;
      problems.push({ place: { file: option }, field: "", message });
    } else if (isWhole) rest = value;
    else {
      const name = text.slice(0, at).trim();
      named.set(name.toLowerCase(), value);
      named.set(plainName(name), value);
    }
  }
  return { named, rest };
}

function deals(count: number): string {
  return `${count} ${count === 1 ? "deal" : "deals"}`;
}
