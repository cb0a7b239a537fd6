import type { Scenario } from "../../src/records/scenario.ts";
import { keptWith } from "../text/kept.ts";
import type { ReasonRule } from "./reasonRules.ts";
import { readWording, sharedWords, type Wording, wordsShared } from "./restates.ts";
import { readSignals } from "./signals.ts";
import type { Statement } from "./statements.ts";

const signals = readSignals("reasons");
const topics = readSignals("reason_topics");

/** A reason of a scenario. */
type Reason = Scenario["requiredReasons"][number];

/** Shares of a reason's telling words below which two sentences side by side, and a whole conversation, are not about it. */
const LITTLE_BESIDE = 0.4;
const LITTLE_IN_ALL = 0.45;
/** Below this share two sentences that lack a figure and a signal of one half do not state that half in other words. */
const HALF_BESIDE = 0.5;

/** What is known of a reason that is looked for in vain. */
export interface Sought {
  reason: Reason;
  wording: Wording;
  rule: ReasonRule;
  /** The groups of signals that state it; none where it is stated by marking a fact as unknown. */
  needs: ReasonRule["needs"];
  /** Keys of the people, figures and dates that it names. */
  own: ReadonlySet<string>;
}

/**
 * Why nothing in a conversation comes near a reason, null if something may. A half of the reason must be missing: no word for it
 * stands in any sentence on its subject, asked, denied and quoted ones included. And little else of the reason may come back:
 * few of its words, or not all figures of a reason of two halves, or nothing of the half that its text sets apart with "AND".
 */
export function absenceOf(sought: Sought, statements: readonly Statement[]): string | null {
  const { reason, wording, needs, own } = sought;
  const missing = needs.map((group) => !statements.some((one) => speaks(one, group, sought)));
  if (needs.length > 0 && !missing.includes(true)) return null;
  const shared = statements.map(({ text }) => wordsShared(text, wording));
  const beside = Math.max(
    0,
    ...shared.map((words, index) => share([words, nextOf(shared, statements, index)], wording)),
  );
  const inAll = share(shared, wording);
  if (beside < LITTLE_BESIDE && inAll < LITTLE_IN_ALL) return "nothing in the reply comes near it";
  if (needs.length < 2 || !needs.every((group) => holdsAny(reason.text, group))) return null;
  if (beside < HALF_BESIDE && own.size > 1 && !givesAll(own, statements))
    return "the reply gives only one half of it";
  const halves = halvesOf(reason);
  const isHalf =
    halves.length === needs.length &&
    halves.some((half, index) => missing[index] && !touched(half, statements));
  return isHalf ? "the reply gives only one half of it" : null;
}

function speaks({ text, anchors }: Statement, group: readonly string[], { rule, own }: Sought): boolean {
  if (!holdsAny(text, group)) return false;
  return topics.has(rule.topic, text) || anchors.some(({ key }) => own.has(key));
}

function holdsAny(text: string, group: readonly string[]): boolean {
  return group.some((signal) => signals.has(signal, text));
}

/** What the sentence after one shares, if it is of the same turn. */
function nextOf(
  shared: readonly (readonly string[])[],
  statements: readonly Statement[],
  index: number,
): readonly string[] {
  return statements[index + 1]?.turn === statements[index]?.turn ? (shared[index + 1] ?? []) : [];
}

/** The share of a reason's telling words that some passages have between them, 0 to 1. */
function share(passages: readonly (readonly string[])[], { words }: Wording): number {
  return words.size === 0 ? 0 : new Set(passages.flat()).size / words.size;
}

/** Whether every figure and date of a reason comes back in what a conversation states. */
export function givesAll(own: ReadonlySet<string>, statements: readonly Statement[]): boolean {
  const given = new Set(
    statements.filter(({ question }) => !question).flatMap(({ anchors }) => anchors.map(({ key }) => key)),
  );
  return [...own].every((key) => given.has(key));
}

/** The halves of a reason whose text joins them with "AND", as words that the other half has not. */
const halvesOf = keptWith(({ text }: Reason): Wording[] => {
  const halves = text.split(" AND ").map(readWording);
  return halves.length < 2
    ? []
    : halves.map((half, index) => ({
        ...half,
        words: new Set(
          [...half.words].filter((word) =>
            halves.every(({ words }, other) => other === index || !words.has(word)),
          ),
        ),
      }));
});

/** Whether two words of a half, or the only one, come back in one sentence. */
function touched(half: Wording, statements: readonly Statement[]): boolean {
  const least = Math.min(2, half.words.size);
  return statements.some(({ text }) => sharedWords(text, half) >= least);
}
