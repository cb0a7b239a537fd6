import type { ArmSample } from "../records/arm.ts";
import type { GradedReply, Sides } from "./sides.ts";
import { baselineRepeats, type Visit } from "./visits.ts";

/** Calls that a visit took, the bank's left out: the candidate's, the baseline's fresh ones, and those of both that were kept from before. */
export interface CallTally {
  candidate: number;
  baseline: number;
  kept: number;
}

/** Both sides' replies to one scenario. */
export interface AnsweredPair {
  scenario: string;
  a: ArmSample[];
  b: ArmSample[];
}

/** What a visit brought; a scenario that one side could not answer is in no pair. */
export interface VisitReplies {
  visit: Visit;
  pairs: AnsweredPair[];
  tally: CallTally;
}

/** Repeats of either side from here on are asked only where a critical item newly failed, and are in no mean. */
const AGAIN_FROM = 1000;

/** The most calls that a visit can take. */
export function costOf({ scenarios, pass }: Visit, sides: Sides): number {
  const cost = (scenario: string) => {
    const fresh = freshOnly(sides, scenario, baselineRepeats(bankedOf(sides, scenario), pass));
    return sides.callsFor(scenario) * (1 + fresh.length);
  };
  return scenarios.reduce((sum, scenario) => sum + cost(scenario), 0);
}

/** Asks both sides all that a visit needs, at once. Throws what asking throws. */
export async function askVisit(visit: Visit, sides: Sides): Promise<VisitReplies> {
  const answered = await Promise.all(
    visit.scenarios.map((scenario) => {
      const repeats = baselineRepeats(bankedOf(sides, scenario), visit.pass);
      return askBoth(scenario, { baseline: repeats, candidate: [visit.pass + 1] }, sides);
    }),
  );
  return {
    visit,
    pairs: answered.flatMap(({ pair }) => (pair.a.length > 0 && pair.b.length > 0 ? [pair] : [])),
    tally: sumOf(answered.map(({ tally }) => tally)),
  };
}

/** Asks a scenario once more on the sides that need it, for the `again`-th time (1-based); null where nobody can answer. */
export async function askAgain(
  scenario: string,
  again: number,
  needed: { baseline: boolean; candidate: boolean },
  sides: Sides,
): Promise<{ pair: AnsweredPair; tally: CallTally } | null> {
  const repeats = (wanted: boolean) => (wanted ? [AGAIN_FROM + again] : []);
  const wanted = { baseline: repeats(needed.baseline), candidate: repeats(needed.candidate) };
  const answered = await askBoth(scenario, wanted, sides);
  return answered.pair.a.length + answered.pair.b.length === 0 ? null : answered;
}

async function askBoth(
  scenario: string,
  repeats: { baseline: readonly number[]; candidate: readonly number[] },
  sides: Sides,
): Promise<{ pair: AnsweredPair; tally: CallTally }> {
  const [before, after] = await Promise.all([
    Promise.all(repeats.baseline.map((repeat) => sides.askBaseline(scenario, repeat))),
    Promise.all(repeats.candidate.map((repeat) => sides.askCandidate(scenario, repeat))),
  ]);
  const paid = freshOnly(sides, scenario, repeats.baseline);
  const fresh = before.filter((_, index) => paid.includes(repeats.baseline[index] ?? 0));
  return {
    pair: { scenario, a: samplesOf(before), b: samplesOf(after) },
    tally: { candidate: callsOf(after), baseline: callsOf(fresh), kept: keptOf([...after, ...fresh]) },
  };
}

function bankedOf({ banked }: Sides, scenario: string): number {
  return banked.get(scenario) ?? 0;
}

function freshOnly(sides: Sides, scenario: string, repeats: readonly number[]): number[] {
  return repeats.filter((repeat) => repeat > bankedOf(sides, scenario));
}

function samplesOf(replies: readonly (GradedReply | null)[]): ArmSample[] {
  return replies.flatMap((reply) => reply?.sample ?? []);
}

function callsOf(replies: readonly (GradedReply | null)[]): number {
  return replies.reduce((sum, reply) => sum + (reply?.calls ?? 0), 0);
}

function keptOf(replies: readonly (GradedReply | null)[]): number {
  return replies.reduce((sum, reply) => sum + (reply?.kept ?? 0), 0);
}

function sumOf(tallies: readonly CallTally[]): CallTally {
  const total = (part: keyof CallTally) => tallies.reduce((sum, tally) => sum + tally[part], 0);
  return { candidate: total("candidate"), baseline: total("baseline"), kept: total("kept") };
}
