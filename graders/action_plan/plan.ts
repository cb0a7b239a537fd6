import type { Evidence, GradeInput } from "../../src/records/grade.ts";
import { type Action, actionsOf } from "../text/actions.ts";
import { anchorFinder } from "../text/anchors.ts";
import { evidenceAt } from "../text/evidence.ts";

/** An action and the 1-based turn it stands in. */
export interface PlannedAction extends Action {
  turn: number;
}

/**
 * The plan of a transcript. A laid-out plan (table rows, list items) stands for the whole reply; sentences are read as
 * actions only where too little is laid out.
 *
 * In a conversation the latest reply with a whole plan replaces earlier ones: that is what the user walks away with. If no
 * reply has a whole plan, what all of them ask for together is the plan: a later "hold the line" does not cancel the steps
 * agreed before.
 */
export function planOf({ scenario, transcript }: GradeInput): PlannedAction[] {
  const enough = scenario.limits.minActions;
  const byTurn = transcript.turns.map((turn, index) =>
    laidOut(actionsOf(turn.assistant, scenario.people), enough).map((action) => ({ ...action, turn: index + 1 })),
  );
  return byTurn.findLast((actions) => actions.length >= Math.max(1, enough)) ?? byTurn.flat();
}

function laidOut(actions: Action[], enough: number): Action[] {
  const structured = actions.filter((action) => action.source !== "prose");
  return structured.length >= Math.max(2, enough) ? structured : actions;
}

/** Whether an action names something of this deal: a person, a title, an amount, a date or a phrase of the brief. */
export function isBound(action: PlannedAction, input: GradeInput): boolean {
  const text = textOf(action, input);
  return anchorFinder(input.scenario).find(text).some((anchor) => anchor.kind !== "date");
}

/** Evidence for a piece of an action (the whole action by default). */
export function evidenceOf(action: PlannedAction, input: GradeInput, span: { start: number; end: number } = action): Evidence {
  return evidenceAt(input.transcript.turns[action.turn - 1]?.assistant ?? "", action.turn, span);
}

function textOf(action: PlannedAction, input: GradeInput): string {
  return input.transcript.turns[action.turn - 1]?.assistant.slice(action.start, action.end) ?? "";
}
