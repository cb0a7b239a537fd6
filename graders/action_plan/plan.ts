import type { Evidence, GradeInput } from "../../src/records/grade.ts";
import type { Action } from "../text/action.ts";
import { actionsOf } from "../text/actions.ts";
import { anchorFinder } from "../text/anchors.ts";
import { evidenceAt } from "../text/evidence.ts";
import { parseReply } from "../text/reply.ts";

/** An action and the 1-based turn it stands in. */
export interface PlannedAction extends Action {
  turn: number;
}

/**
 * The plan of a transcript. A laid-out plan (table rows, list items) stands for the whole reply; sentences are read as
 * actions only where too little is laid out.
 *
 * In a conversation the latest reply with a whole plan (enough actions with an owner or a date) replaces earlier ones: that is what the user walks away with. If no
 * reply has a whole plan, what all of them ask for together is the plan: a later "hold the line" does not cancel the steps
 * agreed before.
 */
export function planOf({ scenario, transcript }: GradeInput): PlannedAction[] {
  const enough = scenario.limits.minActions;
  const byTurn = transcript.turns.map((turn, index) =>
    laidOut(actionsOf(turn.assistant, scenario.people), enough).map((action) => ({
      ...action,
      turn: index + 1,
    })),
  );
  const isWhole = (actions: PlannedAction[]) =>
    actions.filter(({ owner, date }) => owner ?? date).length >= Math.max(1, enough);
  return byTurn.findLast(isWhole) ?? byTurn.flat();
}

function laidOut(actions: Action[], enough: number): Action[] {
  const structured = actions.filter((action) => action.source !== "prose");
  const steps = actions.filter(({ source, owner, date }) => source !== "prose" || (owner ?? date) !== null);
  // Remarks that nobody owns and no date bounds ("Don't quote his mails") are no steps beside steps that are.
  const told = steps.length >= Math.max(2, (actions.length - steps.length) / 2) ? steps : actions;
  const plan = structured.length >= Math.max(2, enough) ? structured : told;
  // A few dated events among instructions are checkpoints of the plan; where they are most of it, they are the plan.
  const instructed = plan.filter((action) => !action.milestone);
  return instructed.length >= Math.max(enough, plan.length / 2) ? instructed : plan;
}

/** Whether nothing in the plan, nor in the replies around it, is of this deal: the same text would do for any customer. */
export function isGeneric(actions: PlannedAction[], input: GradeInput): boolean {
  const finder = anchorFinder(input.scenario);
  const byTurn = input.transcript.turns.map((turn) =>
    finder.find(parseReply(turn.assistant)).filter(({ kind }) => kind !== "echo"),
  );
  const bound = actions.some(({ turn, start, end }) =>
    byTurn[turn - 1]?.some((anchor) => anchor.kind !== "date" && start <= anchor.start && anchor.end <= end),
  );
  const keys = byTurn
    .flat()
    .filter(({ kind }) => kind !== "title")
    .map(({ key }) => key);
  return new Set(keys).size < FEW_ANCHORS && !bound;
}

/** Distinct names, amounts, dates and phrases of the brief that a reply about the deal cannot do without. */
const FEW_ANCHORS = 2;

/** Evidence for a piece of an action (the whole action by default). */
export function evidenceOf(
  action: PlannedAction,
  input: GradeInput,
  span: { start: number; end: number } = action,
): Evidence {
  return evidenceAt(input.transcript.turns[action.turn - 1]?.assistant ?? "", action.turn, span);
}
