import { type Condition, conditionIn, isCounterfactual } from "./conditional.ts";
import { cuesOf } from "./cues.ts";
import type { Hit } from "./lexicon.ts";
import { isForNow, isNegated } from "./polarity.ts";
import type { Said, Standing } from "./reading.ts";
import type { Parts, Scene } from "./scene.ts";
import { stanceSaid } from "./stances.ts";

/** `standing` is set where the expression turns out to be no stance after all. */
export interface Saying {
  said: Said;
  standing?: Standing;
  conditional: boolean;
  conditionText: string | null;
  softened: boolean;
}

/** What an asserted expression says once negation, conditions and gates are applied. */
export function saidOf(scene: Scene, { stance, kind, clause, before, rest, untilNext }: Parts): Saying {
  const plain = { conditional: false, conditionText: null, softened: false };
  const base = stanceSaid(stance);
  const negated =
    kind !== "whole" || base === "pursue" || base === "disqualify" || base === "commit"
      ? isNegated(clause, rest) || isNegated(before, "")
      : false;
  if (
    base === "commit" ||
    base === "below" ||
    base === "out" ||
    base === "stop" ||
    base === "reopen" ||
    base === "no_call"
  ) {
    if (negated && base === "commit") return { ...plain, said: "below" };
    const waits = base === "stop" && /\b(?:until|unless|before)\b/i.test(untilNext);
    const limited =
      scene.cues.some((cue) => cue.class === "gate") ||
      /\b(?:if|once|when|after|until|unless)\b/i.test(untilNext);
    return { ...plain, said: base, conditional: limited, ...(waits ? { standing: "branch" as const } : {}) };
  }
  if (negated) return negatedSaying(base, kind, clause, rest, isAfterDevelop(scene, before));
  const condition = conditionIn(untilNext) ?? leadingUnless(before);
  if (base === "develop")
    return {
      ...plain,
      said: "develop",
      conditional: Boolean(condition),
      conditionText: condition?.text ?? null,
    };
  if (base === "disqualify") return disqualifySaying(scene, condition, before, rest);
  const saying = pursueSaying(scene, base, condition, untilNext);
  if (stance === "onward" && saying.said !== "develop") return { ...saying, standing: "discounted" };
  return saying;
}

function negatedSaying(
  base: Said,
  kind: string,
  clause: string,
  rest: string,
  afterDevelop: boolean,
): Saying {
  const plain = { conditional: false, conditionText: null, softened: false };
  const forNow = isForNow(`${clause.slice(-40)} ${rest.slice(0, 60)}`);
  if (base === "disqualify") return { ...plain, said: forNow ? "develop" : "not_disqualify" };
  // "Advise against pursuing" leaves the deal; "not a high priority", "not at full strength" or "develop, not pursue" need not.
  const leaves = kind === "act" && !afterDevelop && !IN_FULL.test(rest);
  if (base === "pursue") return { ...plain, said: forNow ? "develop" : leaves ? "disqualify" : "not_pursue" };
  return { ...plain, said: base, standing: "discounted" };
}

/** "Don't pursue it at full strength" says how hard, not whether. */
const IN_FULL =
  /^[^.;:]{0,30}\b(?:(?:at|with|in) full\b|full(?:[- ](?:on|out|bore|speed|tilt|effort|throttle|steam))|flat out|all[- ]in|at pace)/i;

/** Whether the same sentence has said to develop it: what it is set against then is the other go, not the exit. */
function isAfterDevelop({ hits }: Scene, before: string): boolean {
  return hits.some((hit) => hit.class.startsWith("develop.") && hit.end <= before.length);
}

function leadingUnless(before: string): Condition | undefined {
  const match = /^[^A-Za-z\u00c0-\u024f]*(?:so\s+)?unless\b([^,]{3,120}),/i.exec(before);
  return match ? { kind: "unless", text: match[0].replace(/[,\s]+$/, "").trim() } : undefined;
}

function disqualifySaying(
  scene: Scene,
  condition: Condition | undefined,
  before: string,
  rest: string,
): Saying {
  const plain = { conditional: Boolean(condition), conditionText: condition?.text ?? null, softened: false };
  const { text } = scene.unit;
  const words = text.slice(before.length, text.length - rest.length);
  if (/\b(?:not|never)\b|n't\b/i.test(words) && /\b(?:pursue|pursuing|chas\w+)\b/i.test(words)) {
    if (isForNow(rest.slice(0, 40))) return { ...plain, said: "develop" };
    if (IN_FULL.test(rest) || isAfterDevelop(scene, before)) return { ...plain, said: "not_pursue" };
  }
  if (condition?.kind === "if")
    return {
      ...plain,
      said: "disqualify",
      standing: isCounterfactual(scene.unit.text) ? "counterfactual" : "branch",
    };
  if (/^\s*(?:it |this )?(?:for now|yet|today)\b/i.test(rest) && /no-?go/i.test(scene.unit.text))
    return { ...plain, said: "develop" };
  return { ...plain, said: "disqualify" };
}

function pursueSaying(scene: Scene, base: Said, condition: Condition | undefined, untilNext: string): Saying {
  const { unit, next, cues } = scene;
  const plain = { conditional: false, conditionText: null, softened: false };
  if (condition?.kind === "if" && isCounterfactual(unit.text))
    return { ...plain, said: base, standing: "counterfactual" };
  if (condition && condition.kind !== "unless")
    return { said: "develop", conditional: true, conditionText: condition.text, softened: false };
  const following =
    next &&
    next.block === unit.block &&
    /^[^A-Za-z\u00c0-\u024f]*(?:but|however|only|though|that said|still|with one|on one)\b/i.test(next.text)
      ? next.text
      : "";
  const gates = cues.filter((cue) => cue.class === "gate" && !isForecastGate(unit.text, cue));
  const gate = gates[0] ?? cuesOf(following).find((cue) => cue.class === "gate");
  if (gate) {
    const text = gates[0] ? unit.text.slice(gate.start).trim() : following.trim();
    return {
      said: "develop",
      conditional: true,
      conditionText: text.replace(/[\s.]+$/, ""),
      softened: false,
    };
  }
  const but = /,?\s(?:but|though|although|however|yet)\b(.*)/is.exec(untilNext)?.[1] ?? following;
  const softened = but !== "" && !BENIGN.test(but);
  return {
    said: base,
    conditional: condition?.kind === "unless",
    conditionText: condition?.text ?? null,
    softened,
  };
}

const BENIGN =
  /\b(?:watch|keep an eye|protect|don't forget|risk|security|paper|forecast|commit|best[- ]case|widen|thread|date|contract|legal|procurement|slip)/i;

/** "Best case until the board votes" limits the forecast, not the effort. */
function isForecastGate(text: string, cue: Hit): boolean {
  return (
    /\b(?:best[- ]case|forecast|pipeline|commit(?! (?:the|a|an|your|our|any|more|two|both|engineers?|resources?|people)\b))\b[^.;]{0,60}$/i.test(
      text.slice(0, cue.start),
    ) ||
    /^[^.;]{0,30}\b(?:best case|commit(?! (?:the|a|an|your|our|any|more|two|both|engineers?|resources?|people)\b))\b/i.test(
      text.slice(cue.start, cue.end + 20),
    )
  );
}
