import { GOLD_VERDICTS } from "../records/decision.ts";
import { REPLY_VERDICTS } from "../records/grade.ts";
import { VERDICT_ERRORS, type VerdictSummary } from "../records/summary.ts";
import { REPLY_OF_GOLD } from "../records/verdict.ts";
import { mean } from "../statistics/centre.ts";
import { estimateOver, meanOver } from "./estimate.ts";
import { leaks, mistakeIn } from "./mistakes.ts";
import { refOf, type Sample } from "./samples.ts";
import { type Stance, stanceOf } from "./stance.ts";

/** How a model's verdicts compare with the right ones. */
export function verdictSummary(samples: readonly Sample[]): VerdictSummary {
  const stances = samples.flatMap((sample) => stanceOf(sample) ?? []);
  const answered = stances.filter((stance) => stance.answered);
  return {
    matrix: matrixOf(stances),
    errors: errorsOf(answered, samples),
    right: estimateOver(samples, isRight),
    expected: samples.filter((sample) => sample.scenario.verdictExpected).length,
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
        : [{ gold, said, count: cell.length, samples: cell.map(({ sample }) => refOf(sample)) }];
    }),
  );
}

function errorsOf(answered: readonly Stance[], samples: readonly Sample[]): VerdictSummary["errors"] {
  return VERDICT_ERRORS.flatMap((name) => {
    const wrong =
      name === "leak"
        ? samples.filter(leaks)
        : answered.filter((stance) => mistakeIn(stance)?.name === name).map(({ sample }) => sample);
    return wrong.length === 0 ? [] : [{ name, samples: wrong.map(refOf) }];
  });
}

function isRight(sample: Sample): number | null {
  const stance = stanceOf(sample);
  if (!stance?.answered) return null;
  return stance.acceptable ? 1 : 0;
}

/**
 * Mean over the gold classes of the share that was called by its own class ("no verdict yet" where that is acceptable
 * counts too). Acceptable neighbours do not count, so that a policy that always says the same scores exactly 1/3.
 */
function macroRecall(answered: readonly Stance[]): number | null {
  const recalls = GOLD_VERDICTS.map((gold) => {
    const ofClass = answered.filter((stance) => stance.gold === gold);
    const stances = new Map(ofClass.map((stance) => [stance.sample, stance]));
    return meanOver([...stances.keys()], (sample) => (recalled(stances.get(sample)) ? 1 : 0));
  });
  return recalls.every((recall) => recall !== null) ? mean(recalls) : null;
}

function recalled(stance: Stance | undefined): boolean {
  if (stance === undefined) return false;
  return stance.said === REPLY_OF_GOLD[stance.gold] || (stance.said === "no_verdict" && stance.acceptable);
}
