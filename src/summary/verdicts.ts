import { GOLD_VERDICTS } from "../records/decision.ts";
import { REPLY_VERDICTS } from "../records/grade.ts";
import { MAX_NAMED, VERDICT_ERRORS, type VerdictError, type VerdictSummary } from "../records/summary.ts";
import { REPLY_OF_GOLD } from "../records/verdict.ts";
import { mean } from "../statistics/centre.ts";
import { elicitedSummary } from "./elicited.ts";
import { estimateOver, meanOver } from "./estimate.ts";
import { mistakeIn } from "./mistakes.ts";
import { refOf, type Row } from "./rows.ts";
import { type Stance, stanceOf } from "./stance.ts";

/** How a model's verdicts compare with the right ones. */
export function verdictSummary(rows: readonly Row[]): VerdictSummary {
  const stances = rows.flatMap((row) => stanceOf(row) ?? []);
  const answered = stances.filter((stance) => stance.answered);
  const elicited = elicitedSummary(rows);
  return {
    ...(elicited ? { elicited } : {}),
    matrix: matrixOf(stances),
    errors: errorsOf(answered, rows),
    right: estimateOver(rows, isRight),
    rightBounds: boundsOf(rows),
    expected: rows.filter((row) => row.scenario.verdictExpected).length,
    answered: answered.length,
    needsJudge: stances.length - answered.length,
    macroRecall: macroRecall(answered),
    meanCost: answered.length === 0 ? null : mean(answered.map((stance) => mistakeIn(stance)?.cost ?? 0)),
  };
}

function matrixOf(stances: readonly Stance[]): VerdictSummary["matrix"] {
  return GOLD_VERDICTS.flatMap((gold) =>
    REPLY_VERDICTS.flatMap((said) => {
      const cell = stances.filter((stance) => stance.gold === gold && stance.said === said);
      return cell.length === 0
        ? []
        : [
            {
              gold,
              said,
              count: cell.length,
              samples: cell.slice(0, MAX_NAMED).map(({ row }) => refOf(row)),
            },
          ];
    }),
  );
}

/** The mistakes in one reply's verdict, worst first; none where it is acceptable or was left to a judge. */
export function verdictErrors(row: Row): VerdictError[] {
  const stance = stanceOf(row);
  const mistake = stance?.answered ? mistakeIn(stance) : null;
  return VERDICT_ERRORS.filter((name) => (name === "leak" ? row.leaks : mistake?.name === name));
}

function errorsOf(answered: readonly Stance[], rows: readonly Row[]): VerdictSummary["errors"] {
  return VERDICT_ERRORS.flatMap((name) => {
    const wrong =
      name === "leak"
        ? rows.filter((row) => row.leaks)
        : answered.filter((stance) => mistakeIn(stance)?.name === name).map(({ row }) => row);
    return wrong.length === 0
      ? []
      : [{ name, count: wrong.length, samples: wrong.slice(0, MAX_NAMED).map(refOf) }];
  });
}

/** 1 for an acceptable verdict, 0 for another; null where none was due or none could be read. */
export function isRight(row: Row): number | null {
  const stance = stanceOf(row);
  if (!stance?.answered) return null;
  return stance.acceptable ? 1 : 0;
}

function boundsOf(rows: readonly Row[]): VerdictSummary["rightBounds"] {
  const due = rows.filter((row) => row.scenario.verdictExpected);
  const ifUnreadWere = (filler: number) => meanOver(due, (row) => isRight(row) ?? filler);
  const [low, high] = [ifUnreadWere(0), ifUnreadWere(1)];
  return low === null || high === null ? null : { low, high };
}

/**
 * Mean over the gold classes of the share that was called by its own class ("no verdict yet" where that is acceptable
 * counts too). Acceptable neighbours do not count, so that a policy that always says the same scores exactly 1/3.
 */
function macroRecall(answered: readonly Stance[]): number | null {
  const recalls = GOLD_VERDICTS.map((gold) => {
    const ofClass = answered.filter((stance) => stance.gold === gold);
    const stances = new Map(ofClass.map((stance) => [stance.row, stance]));
    return meanOver([...stances.keys()], (row) => (recalled(stances.get(row)) ? 1 : 0));
  });
  return recalls.every((recall) => recall !== null) ? mean(recalls) : null;
}

function recalled(stance: Stance | undefined): boolean {
  if (stance === undefined) return false;
  return stance.said === REPLY_OF_GOLD[stance.gold] || (stance.said === "no_verdict" && stance.acceptable);
}
