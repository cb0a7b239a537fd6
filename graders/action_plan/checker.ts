import type { Checker, Finding, GradeInput } from "../../src/records/grade.ts";
import { readRubric } from "../data.ts";
import { evidenceAt } from "../text/evidence.ts";
import { allUngraded, finding, needsJudge, NOT_ENGLISH } from "../text/finding.ts";
import { guarded } from "../text/guarded.ts";
import { isEnglish } from "../text/language.ts";
import { parseReply } from "../text/reply.ts";
import { killCriterion } from "./killCriterion.ts";
import { isGoal, toDoLists } from "./laundry.ts";
import { evidenceOf, isGeneric, type PlannedAction, planOf } from "./plan.ts";

/**
 * Share of actions that must have an owner (a date, a success criterion) for "every action" to hold. (Nearly) every one: in
 * a plan of four to seven actions one may lack it (a review with everybody, a standing item), in a plan of three none.
 */
const NEARLY_ALL = 0.75;
const PARTLY = 0.4;
/** Characters at the head of a text that must be English too: English appended to a foreign text does not make it one. */
const HEAD = 600;
const MANY = 9;
const LIST = 5;
const HARDLY_ANY = 0.2;

/** Grades the plan of a transcript (CODEBOOK §4.5); `planOf` says which turns it is read from. */
export const checkActionPlan: Checker = (input) => {
  const text = input.transcript.turns.map((turn) => turn.assistant).join("\n\n");
  if (!isEnglish(text) || !isEnglish(text.slice(0, HEAD)))
    return { findings: allUngraded(readRubric(import.meta.url), NOT_ENGLISH) };
  const actions = planOf(input);
  const details = { actions: actions.map((action) => describe(action, input)) };
  if (actions.length === 0) return { findings: withoutPlan(text, input), details };
  if (isGeneric(actions, input)) return { findings: withGenericPlan(actions, input), details };
  return {
    findings: [
      enough(actions, input),
      owners(actions, input),
      dates(actions, input),
      customerCommitment(actions, input),
      share("AP5", "success criterion", "success", actions, input),
      checkpoint(input),
      needsJudge("AP7", "whether the first actions address the gap that decides the deal", [
        evidenceOf(actions[0] as PlannedAction, input),
      ]),
      laundryList(actions, input),
      needsJudge("AP9", "whether an action contradicts the stance on the deal"),
    ],
    details,
  };
};

function withoutPlan(text: string, input: GradeInput): Finding[] {
  const none = "The reply gives nobody anything to do, so there is no plan to credit.";
  const judged =
    text.trim() === ""
      ? finding("AP7", "not_met", none)
      : needsJudge("AP7", "whether the reply addresses the gap that decides the deal");
  return [
    ...["AP1", "AP2", "AP3", "AP4", "AP5", "AP6"].map((id) => finding(id, "not_met", none)),
    judged,
    laundryList([], input),
    finding("AP9", "n/a", "There is no action that could contradict the verdict."),
  ];
}

function withGenericPlan(actions: PlannedAction[], input: GradeInput): Finding[] {
  const generic = `The ${count(actions.length, "step")} would read the same for any other deal: no person, amount or phrase of this one is in them.`;
  const evidence = actions.slice(0, 3).map((action) => evidenceOf(action, input));
  return [
    ...["AP1", "AP2", "AP3", "AP4", "AP5", "AP6", "AP7"].map((id) =>
      finding(id, "not_met", generic, evidence),
    ),
    laundryList(actions, input),
    needsJudge("AP9", "whether an action contradicts the stance on the deal"),
  ];
}

/** Advice that nobody owns and no date bounds is not counted: padding a plan with it must not make it one. */
function enough(actions: PlannedAction[], input: GradeInput): Finding {
  const wanted = input.scenario.limits.minActions;
  const counted = actions.filter((action) => action.owner ?? action.date);
  const reason = `The plan has ${count(counted.length, "action")} with an owner or a date; this deal needs at least ${wanted}.`;
  return finding(
    "AP1",
    counted.length >= wanted ? "met" : "not_met",
    reason,
    counted.map((action) => evidenceOf(action, input)),
  );
}

function owners(actions: PlannedAction[], input: GradeInput): Finding {
  const owned = actions.filter((action) => action.owner);
  const implied = actions.filter((action) => !action.owner && action.ownerImplied);
  const evidence = actions.filter((action) => !action.owner).map((action) => evidenceOf(action, input));
  if (isNearlyAll(owned, actions)) {
    const named = owned.map((action) => evidenceOf(action, input, action.owner ?? action));
    return finding(
      "AP2",
      "met",
      `${owned.length} of ${count(actions.length, "action")} name who does it.`,
      named,
    );
  }
  if (
    isNearlyAll([...owned, ...implied], actions) ||
    isPartly([...owned, ...implied], actions) ||
    (isLoose(actions) && (owned.length + implied.length > 0 || isCallPlan(input)))
  ) {
    return needsJudge("AP2", `whether "you" is plainly meant where an instruction names no owner`, evidence);
  }
  return finding(
    "AP2",
    "not_met",
    `Only ${owned.length} of ${count(actions.length, "action")} name who does it.`,
    evidence,
  );
}

/**
 * "Soon" beside a date makes it none, and the day by which the deal is to be won dates no step. Where too few steps are found, or
 * a heading of weeks dates them all, it takes a judge to say that each has a date.
 */
function dates(planned: PlannedAction[], input: GradeInput): Finding {
  const actions = planned.map((action) => (isDated(action, input) ? action : { ...action, date: null }));
  const found = share("AP3", "date or bounded period", "date", actions, input);
  if (found.state !== "met") return found;
  const few = actions.length < Math.min(FEW, input.scenario.limits.minActions);
  const own = actions.filter(
    ({ date, start, source }) => date && (date.start >= start || source === "prose"),
  );
  const wide = actions.filter(
    ({ date, start, ...action }) =>
      date && date.start < start && WIDE.test(evidenceOf({ date, start, ...action }, input, date).quote),
  );
  if (few || (wide.length > 0 && own.length * 2 < actions.length))
    return needsJudge(
      "AP3",
      "whether every action of the plan has a date, or only what code reads as one",
      found.evidence,
    );
  return found;
}

/** Of a plan of two steps code cannot tell whether it has seen all. */
const FEW = 3;
const WIDE = /(?:two|three|four|six|few|coming|\d+) (?:weeks|months)|month|quarter|summer|autumn|year/i;

function isDated(action: PlannedAction, { transcript }: GradeInput): boolean {
  if (!action.date) return false;
  const text = transcript.turns[action.turn - 1]?.assistant ?? "";
  if (action.date.start < action.start) return !isGoal(parseReply(text), action.date);
  return !VAGUE.test(text.slice(action.start, action.end));
}

const VAGUE = guarded(
  /\b(?:when (?:a|the) (?:suitable|right|good) (?:moment|time|occasion)|when (?:it|that) (?:suits|fits|feels right)|at some point|sometime|some time|in due course|over time|as (?:and )?when|no rush|whenever)\b/i,
);

function share(
  id: string,
  what: string,
  field: "date" | "success",
  actions: PlannedAction[],
  input: GradeInput,
): Finding {
  const having = actions.filter((action) => action[field]);
  const reason = `${having.length} of ${count(actions.length, "action")} have a ${what}.`;
  if (isNearlyAll(having, actions)) {
    return finding(
      id,
      "met",
      reason,
      having.map((action) => evidenceOf(action, input, action[field] ?? action)),
    );
  }
  const lacking = actions.filter((action) => !action[field]).map((action) => evidenceOf(action, input));
  if (isPartly(having, actions) || (isLoose(actions) && (having.length > 0 || isCallPlan(input))))
    return needsJudge(
      id,
      `whether the plan, where it is told in running text, gives every action a ${what}`,
      lacking,
    );
  return finding(id, "not_met", reason, lacking);
}

function isNearlyAll(some: readonly PlannedAction[], all: readonly PlannedAction[]): boolean {
  return some.length / all.length >= NEARLY_ALL;
}

/** Half of a plan that is no table may be said of all of it by what stands around it; a table has a cell for each. */
function isPartly(some: readonly PlannedAction[], all: readonly PlannedAction[]): boolean {
  return some.length / all.length >= PARTLY && all.some((action) => action.source !== "table");
}

/**
 * In running text one sentence may date or own what the next one asks for, and in a call plan the call does it for all: a
 * missing word there proves less.
 */
function isLoose(actions: readonly PlannedAction[]): boolean {
  return actions.every((action) => action.source === "prose");
}

function isCallPlan({ scenario }: GradeInput): boolean {
  return scenario.taskType === "discovery_prep";
}

/** Sure only where somebody on the customer's side owns a dated action; whether another step is theirs is for a judge. */
function customerCommitment(actions: PlannedAction[], input: GradeInput): Finding {
  const theirs = actions.filter((action) => action.owner?.person?.side === "customer" && action.date);
  if (theirs.length === 0)
    return needsJudge(
      "AP4",
      "whether a step of the plan is a commitment by the customer, not just another meeting",
    );
  const names = [...new Set(theirs.map((action) => action.owner?.person?.name ?? ""))].join(", ");
  return finding(
    "AP4",
    "met",
    `${names} has a dated step of their own.`,
    theirs.map((action) => evidenceOf(action, input)),
  );
}

function checkpoint({ transcript }: GradeInput): Finding {
  for (const [index, turn] of [...transcript.turns.entries()].toReversed()) {
    const span = killCriterion(turn.assistant);
    if (span)
      return finding("AP6", "met", "The plan has a dated checkpoint and says what ends the effort.", [
        evidenceAt(turn.assistant, index + 1, span),
      ]);
  }
  return needsJudge("AP6", "whether the plan has a dated checkpoint and says what ends the effort");
}

function laundryList(actions: PlannedAction[], input: GradeInput): Finding {
  const dated = actions.filter((action) => isDated(action, input));
  // In a plan by dates what has none is a remark.
  const steps = dated.length * 2 >= actions.length ? dated : actions;
  if (steps.length > MANY)
    return finding(
      "AP8",
      "met",
      `${count(steps.length, "action")} are more than anyone will carry out.`,
      steps.map((action) => evidenceOf(action, input)),
    );
  const list = undatedList(input);
  if (list && dated.length < ENOUGH_DATED)
    return finding(
      "AP8",
      "met",
      `A list of ${count(list.items.length, "thing")} to do, ${list.dated} with a date: no plan.`,
      list.items.map((item) => evidenceAt(list.text, list.turn, item)),
    );
  return finding(
    "AP8",
    "not_met",
    actions.length === 0
      ? "There is no list of actions."
      : `The plan is short enough to carry out: ${count(actions.length, "action")}.`,
  );
}

/** So many dated actions make a plan, whatever list stands beside it. */
const ENOUGH_DATED = 3;

/** The last list of at least five things to do of which hardly any has a date. */
function undatedList({ scenario, transcript }: GradeInput) {
  for (const [index, { assistant: text }] of [...transcript.turns.entries()].toReversed()) {
    const list = toDoLists(text, scenario.people).find(
      ({ items, dated }) => items.length >= LIST && dated / items.length <= HARDLY_ANY,
    );
    if (list) return { ...list, text, turn: index + 1 };
  }
  return undefined;
}

function describe(action: PlannedAction, input: GradeInput) {
  const quote = (span: { start: number; end: number } | null) =>
    span ? evidenceOf(action, input, span).quote.trim() : null;
  return {
    turn: action.turn,
    text: action.text,
    owner: quote(action.owner) ?? (action.ownerImplied ? "(you)" : null),
    date: quote(action.date),
    success: quote(action.success),
    source: action.source,
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
