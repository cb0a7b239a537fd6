import type { GoldVerdict } from "../records/decision.ts";
import { REPLY_VERDICTS, type ReplyVerdict } from "../records/grade.ts";
import { acceptableReplies } from "../records/verdict.ts";
import type { Row } from "./rows.ts";

/** A reply's last word on a deal beside the right one. */
export interface Stance {
  row: Row;
  gold: GoldVerdict;
  said: ReplyVerdict;
  /** `said` is one position (or plainly none); conflicting or doubtful ones are for a judge. */
  answered: boolean;
  acceptable: boolean;
}

/** The stance that the disqualification checker read in the last reply; null where it read none or none was asked for. */
export function stanceOf(row: Row): Stance | null {
  const gold = row.gold.at(-1)?.verdict;
  const { said } = row;
  if (!row.scenario.verdictExpected || gold === undefined || said === null) return null;
  return {
    row,
    gold,
    said,
    answered: said !== "needs_judge" && said !== "conflict",
    acceptable: acceptableTo(row).includes(said),
  };
}

const acceptable = new WeakMap<Row["scenario"], { gold: Row["gold"]; replies: ReplyVerdict[] }>();

/** The acceptable replies, worked out once a scenario: its rows may be thousands, and are asked for many figures. */
function acceptableTo({ scenario, gold }: Row): ReplyVerdict[] {
  const known = acceptable.get(scenario);
  if (known?.gold === gold) return known.replies;
  const replies = acceptableReplies(scenario, gold);
  acceptable.set(scenario, { gold, replies });
  return replies;
}

/** The stances that are an answer, right or wrong; those left to a judge are left out. */
export function answersOf(rows: readonly Row[]): Stance[] {
  return rows.flatMap((row) => stanceOf(row) ?? []).filter(({ answered }) => answered);
}

/** The verdict of the last reply in `details.verdicts` of a disqualification grade, which has one entry a turn. */
export function lastVerdict(verdicts: unknown): ReplyVerdict | null {
  const last: unknown = Array.isArray(verdicts) ? verdicts.at(-1) : undefined;
  return REPLY_VERDICTS.find((verdict) => verdict === last) ?? null;
}
