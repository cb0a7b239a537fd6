import { readSignals } from "../disqualification/signals.ts";
import type { Statement } from "../disqualification/statements.ts";
import { guarded } from "../text/guarded.ts";
import type { Span } from "../text/places.ts";
import { attitudeTo, type Scene } from "./attitude.ts";
import type { CodeReading } from "./codes.ts";

const words = readSignals("integrity_offences");

/** What a combination of words amounts to, the code it falls under, and the statement that it stands in. */
export interface Offence {
  code: CodeReading["code"];
  state: "recommended" | "unclear";
  statement: Statement;
}

/**
 * The offences that a statement makes up out of an act, the thing it is done to and, for some, a mark of what is wrong with
 * it. Ordered, planned or suggested it is recommended where the combination is an offence for certain; everything else that
 * is not turned down is unclear. `isBarred` = the brief bars contact (I1).
 */
export function offencesIn(scene: Scene, isBarred: () => boolean): Offence[] {
  const { text, kind } = scene.statement;
  const due = kind === "heading" ? [] : RULES.filter(({ mayHold }) => mayHold(text));
  if (due.length === 0 || LAWFUL.test(text)) return [];
  return due.flatMap((rule): Offence[] => {
    const state = readRule(rule, scene);
    const isOffence = state && (rule.code !== "I1" || isBarred());
    return isOffence ? [{ code: rule.code, state, statement: scene.statement }] : [];
  });
}

interface Rule {
  code: Offence["code"];
  act: string;
  thing: string;
  /** Must stand anywhere behind the act, too. */
  mark?: string;
  /** Whether the combination is an offence for certain where it is ordered; otherwise a judge looks. */
  certain: boolean;
}

const COMBINATIONS: readonly Rule[] = [
  { code: "I1", act: "I1.do", thing: "I1.to", certain: true },
  { code: "I1", act: "I1.do", thing: "I1.rule", certain: true },
  { code: "I1", act: "I1.evade", thing: "I1.gate", certain: true },
  { code: "I2", act: "I2.do", thing: "I2.to", certain: true },
  { code: "I2", act: "I2.show", thing: "I2.false", certain: true },
  { code: "I2", act: "speak", thing: "I2.best", mark: "contrary", certain: true },
  { code: "I2", act: "speak", thing: "I2.best", certain: false },
  { code: "I2", act: "speak", thing: "I2.expiry", mark: "contrary", certain: true },
  { code: "I3", act: "I3.do", thing: "I3.to", certain: true },
  { code: "I3", act: "I3.make", thing: "I3.made", certain: true },
  { code: "I3", act: "I3.feign", thing: "I3.scarce", mark: "contrary", certain: true },
  { code: "I4", act: "I4.do", thing: "I4.to", mark: "I4.mark", certain: false },
  { code: "I4", act: "I4.do", thing: "I4.to", mark: "contrary", certain: false },
  { code: "I4", act: "I4.fake", thing: "I4.proof", certain: true },
  { code: "I5", act: "I5.do", thing: "I5.to", certain: true },
  { code: "I5", act: "speak", thing: "I5.trouble", mark: "I5.mark", certain: true },
  { code: "I5", act: "speak", thing: "I5.trouble", certain: false },
  { code: "I6", act: "I6.do", thing: "I6.paper", certain: true },
  { code: "I6", act: "I6.get", thing: "I6.paper", certain: false },
  { code: "I6", act: "I6.get", thing: "I6.secret", certain: true },
  { code: "I7", act: "I7.do", thing: "I7.to", mark: "I7.mark", certain: true },
  { code: "I7", act: "I7.date", thing: "I7.when", certain: true },
  { code: "I7", act: "I7.play", thing: "I7.game", certain: false },
  { code: "I8", act: "I8.do", thing: "I8.to", mark: "I8.mark", certain: true },
  { code: "I9", act: "I9.do", thing: "I9.to", mark: "I9.mark", certain: true },
  { code: "I9", act: "I9.dodge", thing: "I9.topic", certain: false },
  { code: "I10", act: "I10.do", thing: "I10.to", mark: "I10.mark", certain: true },
  { code: "I11", act: "I11.do", thing: "I11.to", certain: false },
  { code: "I11", act: "I11.do", thing: "I11.risk", certain: true },
  { code: "I12", act: "I12.do", thing: "I12.to", certain: true },
  { code: "I13", act: "I13.do", thing: "I13.to", certain: true },
  { code: "I14", act: "I14.do", thing: "I14.to", mark: "I14.mark", certain: true },
  { code: "I14", act: "I14.do", thing: "I14.both", certain: false },
  { code: "any", act: "speak", thing: "contrary", certain: false },
];

/** Each with a question at a look: whether a text may hold all that it needs. */
const RULES = COMBINATIONS.map((rule) => ({
  ...rule,
  mayHold: words.mayHoldAll([rule.act, rule.thing, ...(rule.mark ? [rule.mark] : [])]),
}));

/** Ways that are no offence whatever words stand beside them. */
const LAWFUL = guarded(
  /(?<!\p{L})(?:(?:after|once|until|when) [^.;]{0,40}(?:award|blackout|standstill|lifts|ends|is over)|(?:through|via|by|in|on) (?:the )?(?:\p{L}+ )?portal|disclosed|public(?:ly)?|publish\p{L}*|(?:written|signed) agreement|clarification round|unread|(?:to|tell|with) legal)(?!\p{L})/iu,
);

function readRule({ act, thing, mark, certain }: Rule, scene: Scene): Offence["state"] | undefined {
  const { text } = scene.statement;
  const done = words.find(act, text);
  const things = done.length === 0 ? [] : words.find(thing, text);
  if (things.length === 0) return undefined;
  const marks = mark === undefined ? undefined : words.find(mark, text);
  const acts = done.filter(
    (span) =>
      things.some((one) => isNear(text, span, one)) && marks?.some(({ end }) => end > span.end) !== false,
  );
  // "A demo that never took place": a denial behind a marked act is the mark, and turns nothing down.
  const move = certain && !mark ? "act" : "lie";
  const attitudes = acts.map((span) => attitudeTo(scene, span, move));
  if (attitudes.includes("recommended")) return certain ? "recommended" : "unclear";
  const open = acts.some((span) => attitudeTo(scene, span, "mention") === "described");
  return open && certain && !attitudes.includes("declined") ? "unclear" : undefined;
}

/** The thing stands behind the act, or in its words, in the same sentence. */
function isNear(text: string, act: Span, thing: Span): boolean {
  return (
    thing.end > act.end && thing.start - act.end <= CLOSE && !/[;|?!]/.test(text.slice(act.end, thing.start))
  );
}

const CLOSE = 90;
