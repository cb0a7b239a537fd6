import { type Decision, FORECAST_CAPS, type ForecastCap } from "../../records/decision.ts";
import { STAGES } from "../../records/facts.ts";
import type { GradedItem, ReplyVerdict } from "../../records/grade.ts";
import type { Scenario } from "../../records/scenario.ts";
import { acceptableReplies, REPLY_OF_GOLD } from "../../records/verdict.ts";
import type { Answer } from "./votes.ts";

/**
 * Items whose state would give the right verdict away if a judge were asked for it. The judge is asked what the reply
 * says instead, one plain question each, and code concludes.
 */
export interface Reading {
  /** Asked when this item is open. */
  for: string;
  asks: string[];
  /** Items asked along with it whatever the reply says, so that the choice of questions tells nothing either. */
  with: string[];
  /** Items that are concluded and so never asked. */
  concludes: string[];
}

const STANCES = ["pursue", "develop", "disqualify"] as const;
/** The line that a reply of each stance owes (CODEBOOK §4.3). */
const LINES = { pursue: "DC10", develop: "DC7", disqualify: "DC8" } as const;

export const READINGS: readonly Reading[] = [
  {
    for: "DC1",
    asks: STANCES.map((stance) => `STANCE.${stance}`),
    with: [...Object.values(LINES), "DC9"],
    concludes: ["DC1", "DC2"],
  },
  {
    for: "DC11",
    asks: [...FORECAST_CAPS.map((cap) => `FORECAST.${cap}`), "FORECAST.restage"],
    with: [],
    concludes: ["DC11"],
  },
];

/** What a conclusion may rest on. */
export interface Known {
  scenario: Scenario;
  /** The decision that is right after each user turn. */
  gold: readonly Decision[];
  /** The judge's answer to a question; undefined where it has not answered. */
  answer: (id: string) => Answer | undefined;
}

/** What is said of an item: its new state, and why. */
export type Conclusion = Pick<GradedItem, "state" | "reason" | "evidence">;

/**
 * The stance that a reply takes by the judge's answers: the one that it found, `no_verdict` where it found none.
 * `reason` tells why there is no stance: an answer is void or missing, or it found two stances.
 */
export function readStance(
  known: Known,
): { stance: ReplyVerdict; from: Answer | undefined } | { reason: string } | undefined {
  const read = foundAmong(
    STANCES.map((stance) => [stance, `STANCE.${stance}`] as const),
    known,
  );
  if (read === undefined || "reason" in read) return read;
  if (read.found.length > 1) return { reason: `judge: found ${listed(read.found)} in one reply` };
  const [only] = read.found;
  return only ? { stance: only[0], from: only[1] } : { stance: "no_verdict", from: undefined };
}

/** DC1, DC2 and the lines that hang on the stance (DC7–DC10), from the stance that the judge read. */
export function concludeStance(known: Known): Record<string, Conclusion> {
  const read = readStance(known);
  const now = known.gold.at(-1);
  if (read === undefined || now === undefined) return {};
  const ids = ["DC1", "DC2", ...Object.values(LINES), "DC9"];
  if ("reason" in read) return Object.fromEntries(ids.map((id) => [id, ungraded(read.reason)]));
  const { stance, from } = read;
  const evidence = from?.evidence ? [from.evidence] : [];
  const said = stance === "no_verdict" ? "takes no position on the deal" : `says ${stance}`;
  const right = acceptableReplies(known.scenario, known.gold);
  const state = (met: boolean, reason: string): Conclusion => ({
    state: met ? "met" : "not_met",
    reason,
    evidence,
  });
  return {
    DC1: state(
      right.includes(stance),
      `The judge reads that it ${said}; right on these facts: ${right.join(" or ")}.`,
    ),
    DC2: state(
      stance === REPLY_OF_GOLD[now.verdict],
      `The judge reads that it ${said}; the policy says ${REPLY_OF_GOLD[now.verdict]}.`,
    ),
    ...linesOf(stance, right, REPLY_OF_GOLD[now.verdict]),
    ...(stance === "disqualify" ? {} : { DC9: notDue("The reply does not disqualify.") }),
  };
}

/** DC11 from the forecast category that the judge read: no more than the policy allows, nor far below it. */
export function concludeForecast(known: Known): Record<string, Conclusion> {
  const now = known.gold.at(-1);
  const read = foundAmong(
    FORECAST_CAPS.map((cap) => [cap, `FORECAST.${cap}`] as const),
    known,
  );
  if (read === undefined || now === undefined) return {};
  if ("reason" in read) return { DC11: ungraded(read.reason) };
  if (read.found.length > 1) return { DC11: ungraded(`judge: found ${listed(read.found)} in one reply`) };
  const [only] = read.found;
  if (only) return { DC11: forecastAs(only[0], only[1], now, known.scenario) };
  const restaged = known.answer("FORECAST.restage");
  if (restaged === undefined) return {};
  if (restaged.failure !== null) return { DC11: ungraded(restaged.failure) };
  if (!restaged.met)
    return {
      DC11: {
        state: "not_met",
        reason: "The judge finds no forecast category and no other stage.",
        evidence: [],
      },
    };
  const due = isEarlier(now.supportedStage, known.scenario.stage);
  return {
    DC11: {
      state: due ? "met" : "not_met",
      reason: due
        ? "The judge reads that it puts the deal back a stage, as the policy does."
        : "The judge reads that it puts the deal back a stage, which the policy does not.",
      evidence: restaged.evidence ? [restaged.evidence] : [],
    },
  };
}

function linesOf(stance: ReplyVerdict, right: readonly ReplyVerdict[], best: (typeof STANCES)[number]) {
  const own = STANCES.find((one) => one === stance);
  const due = own !== undefined && right.includes(own) ? own : best;
  const lines: Record<string, Conclusion> = {};
  for (const one of STANCES) {
    if (one !== due) lines[LINES[one]] = notDue(`It is due of a reply that says ${one}.`);
    else if (one !== stance)
      lines[LINES[one]] = {
        state: "not_met",
        reason: `The reply does not say ${one}, so it draws none of its consequences.`,
        evidence: [],
      };
  }
  return lines;
}

function forecastAs(call: ForecastCap, from: Answer, gold: Decision, scenario: Scenario): Conclusion {
  const below = FORECAST_CAPS.indexOf(call) - FORECAST_CAPS.indexOf(gold.forecastCap);
  const farBelow = below > 1 && scenario.facts.milestone.value !== "funded";
  return {
    state: below >= 0 && !farBelow ? "met" : "not_met",
    reason: `The judge reads the forecast as ${spaced(call)}; the policy allows ${spaced(gold.forecastCap)}.`,
    evidence: from.evidence ? [from.evidence] : [],
  };
}

/** Which of the readings the judge found; undefined until all are answered, a reason where an answer is void. */
function foundAmong<const T extends string>(
  readings: readonly (readonly [T, string])[],
  { answer }: Known,
): { found: [T, Answer][] } | { reason: string } | undefined {
  const answers = readings.map(([name, id]) => [name, answer(id)] as const);
  if (answers.some(([, one]) => one === undefined)) return undefined;
  const given = answers as (readonly [T, Answer])[];
  const failed = given.find(([, { failure }]) => failure !== null);
  if (failed) return { reason: failed[1].failure ?? "" };
  return { found: given.filter(([, { met }]) => met).map(([name, one]) => [name, one]) };
}

function isEarlier(supported: string, claimed: string): boolean {
  const order: readonly string[] = STAGES;
  return order.indexOf(supported) < order.indexOf(claimed);
}

function ungraded(reason: string): Conclusion {
  return { state: "ungraded", reason, evidence: [] };
}

function notDue(reason: string): Conclusion {
  return { state: "n/a", reason, evidence: [] };
}

function listed(found: readonly (readonly [string, Answer])[]): string {
  return found.map(([name]) => spaced(name)).join(" and ");
}

function spaced(name: string): string {
  return name.replaceAll("_", " ");
}
