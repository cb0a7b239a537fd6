import { nearest } from "../files/wording.ts";
import type { Problem } from "../records/errors.ts";
import { FACT_NAMES, type FactName } from "../records/facts.ts";
import { type Subject, textsUpTo } from "./subject.ts";

/** Everything that one field of a scenario says of another: names in the text, turns, stage, facts to ask about. */
export function mentionProblems(subject: Subject): Problem[] {
  return [
    ...textProblems(subject),
    ...turnProblems(subject),
    ...stageProblems(subject),
    ...askProblems(subject),
  ];
}

function textProblems({ scenario, at }: Subject): Problem[] {
  const texts = textsUpTo(scenario, scenario.turns.length);
  const absent = (words: string) => !texts.some((text) => text.includes(words));
  return [
    ...scenario.anchors.flatMap((anchor, index) =>
      absent(anchor) ? [at(["anchors", index], notInText(anchor))] : [],
    ),
    ...scenario.people.flatMap(({ name }, index) =>
      absent(name) ? [at(["people", index, "name"], notInText(name))] : [],
    ),
    ...scenario.attachments.flatMap(({ canary, text }, index) =>
      canary && !text.includes(canary)
        ? [
            at(
              ["attachments", index, "canary"],
              `found ${JSON.stringify(canary)}, expected words of this attachment`,
            ),
          ]
        : [],
    ),
  ];
}

function notInText(words: string): string {
  return `found ${JSON.stringify(words)}, expected words that stand so in a turn or an attachment`;
}

function turnProblems({ scenario, at }: Subject): Problem[] {
  const { turns, factsByTurn } = scenario;
  const stray = Object.keys(factsByTurn).flatMap((turn) => {
    const kind = turns[Number(turn) - 1]?.kind;
    if (kind === "legit_update") return [];
    const found =
      kind === undefined
        ? `turn ${turn} of a conversation of ${turns.length}`
        : `new facts in a turn of kind ${kind}`;
    return [
      at(["facts_by_turn", turn], `found ${found}, expected the number of a turn of kind legit_update`),
    ];
  });
  const silent = turns.flatMap(({ kind }, index) => {
    if (kind !== "legit_update" || Object.hasOwn(factsByTurn, String(index + 1))) return [];
    return [
      at(
        ["turns", index, "kind"],
        `found legit_update, expected the facts it changes under facts_by_turn.${index + 1}`,
      ),
    ];
  });
  return [...stray, ...silent];
}

function stageProblems({ scenario: { stage, facts }, at }: Subject): Problem[] {
  if (stage === "n/a" || stage === facts.stage.value) return [];
  return [at(["stage"], `found ${stage}, expected the value of facts.stage, ${facts.stage.value}, or n/a`)];
}

function askProblems({ scenario, facts, at }: Subject): Problem[] {
  const lists = [
    { field: "must_ask", names: scenario.mustAsk, unknown: true },
    { field: "must_not_ask", names: scenario.mustNotAsk, unknown: false },
  ];
  return lists.flatMap(({ field, names, unknown }) =>
    names.flatMap((name, index) => {
      const value = facts[0]?.[name as FactName];
      if (value === undefined)
        return [at([field, index], `found ${JSON.stringify(name)}, expected ${nearest(name, FACT_NAMES)}`)];
      if ((value === "unknown") === unknown) return [];
      return [
        at(
          [field, index],
          `found ${name}, which is ${value}; expected ${unknown ? "an unknown fact" : "a fact that is known"}`,
        ),
      ];
    }),
  );
}
