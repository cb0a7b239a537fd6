import type { GradedBy } from "../records/calibration.ts";
import type { Grade } from "../records/grade.ts";
import { type Confusion, confusion, ratio, type ReadingPair } from "../statistics/agreement.ts";
import { type Comparison, compare, type Share, withInterval } from "./calibrateCompare.ts";

/** What each annotator read in one reply, one entry a turn, beside its grades by checkers and those of its run. */
export interface VerdictReply {
  grades: readonly Grade[];
  judged: readonly Grade[] | null;
  verdicts: ReadonlyMap<string, readonly string[]>;
}

/** A reader against one annotator. */
export interface Against extends Comparison {
  annotator: string;
  /** Of the readings that the annotator gave, those that the reader gave too; the rest it left open. */
  answered: Share;
}

/** Two annotators with each other; the second is the reference. */
export interface Between extends Comparison {
  first: string;
  second: string;
}

/** The verdict reader against the labels, on last replies or on all. */
export interface VerdictRow {
  turns: "last" | "all";
  by: GradedBy;
  against: Against[];
  between: Between[];
  /** `unanswered[read][labelled]` by the first annotator: what the reader said where it gave no verdict. */
  unanswered: Confusion;
}

export interface VerdictCalibration {
  rows: VerdictRow[];
  /**
   * Turns that give no verdict because none is asked for (label `not_applicable` by the first annotator): the reader is
   * right when it reads `no_verdict` or leaves them to a judge.
   */
  notApplicable: Share;
}

const POSITIVE = "disqualify";
const NO_ANSWER = new Set(["needs_judge"]);

/**
 * Compares the verdicts that were read with those of the labels; sensitivity, specificity and precision are for
 * "disqualify". What a judge read is compared apart, on last turns.
 */
export function calibrateVerdicts(
  replies: readonly VerdictReply[],
  annotators: readonly string[],
): VerdictCalibration {
  const [first = ""] = annotators;
  const silent = replies
    .flatMap((reply) => turnsOf(reply, "all", "checker"))
    .filter(({ said }) => said.get(first) === "not_applicable");
  const right = silent.filter(({ read }) => read === "no_verdict" || read === "needs_judge").length;
  const judged = rowOf(replies, annotators, "last", "judge");
  return {
    rows: [
      rowOf(replies, annotators, "last", "checker"),
      rowOf(replies, annotators, "all", "checker"),
      ...(judged.against.some(({ n }) => n > 0) ? [judged] : []),
    ],
    notApplicable: withInterval(ratio(right, silent.length)),
  };
}

function rowOf(
  replies: readonly VerdictReply[],
  annotators: readonly string[],
  turns: VerdictRow["turns"],
  by: GradedBy,
): VerdictRow {
  const all = replies.flatMap((reply) => turnsOf(reply, turns, by));
  const [first = ""] = annotators;
  const open = all.filter(({ read, said }) => !isVerdict(read) && isVerdict(said.get(first)));
  return {
    turns,
    by,
    against: annotators.map((annotator): Against => {
      const asked = all.filter(({ said }) => isVerdict(said.get(annotator)));
      const pairs = answered(asked.map(({ read, said }) => [read, said.get(annotator)]));
      return {
        annotator,
        answered: withInterval(ratio(pairs.length, asked.length)),
        ...compare(pairs, POSITIVE),
      };
    }),
    between: pairsOf(annotators).map(([one, other]): Between => ({
      first: one,
      second: other,
      ...compare(answered(all.map(({ said }) => [said.get(one), said.get(other)])), POSITIVE),
    })),
    unanswered: confusion(open.map(({ read, said }) => [read ?? "unread", said.get(first) ?? ""])),
  };
}

/** Every two of them, in their order. */
export function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]));
}

function answered(pairs: readonly (readonly [string | undefined, string | undefined])[]): ReadingPair[] {
  return pairs.filter((pair): pair is ReadingPair => pair.every(isVerdict));
}

function isVerdict(verdict: string | undefined): verdict is string {
  return verdict !== undefined && verdict !== "not_applicable" && !NO_ANSWER.has(verdict);
}

interface Turn {
  read: string | undefined;
  said: ReadonlyMap<string, string | undefined>;
}

function turnsOf(reply: VerdictReply, turns: VerdictRow["turns"], by: GradedBy): Turn[] {
  const { verdicts } = reply;
  const read = verdictsOf((by === "checker" ? reply.grades : reply.judged) ?? [], by);
  const length = Math.max(read.length, ...[...verdicts.values()].map((said) => said.length));
  const all = Array.from({ length }, (_, index) => ({
    read: read[index],
    said: new Map([...verdicts].map(([annotator, said]) => [annotator, said[index]])),
  }));
  return turns === "all" ? all : all.slice(-1);
}

/**
 * `details.verdicts` of the disqualification grade, one entry a turn; the last is the judge's where `details.verdict_by`
 * says so, and only that one is.
 */
export function verdictsOf(grades: readonly Grade[], by: GradedBy): (string | undefined)[] {
  const details = grades.find(({ dimension }) => dimension === "disqualification")?.details;
  const verdicts = Array.isArray(details?.["verdicts"]) ? details["verdicts"].map(String) : [];
  const judged = details?.["verdict_by"] === "judge";
  if (by === "checker") return judged ? [...verdicts.slice(0, -1), "needs_judge"] : verdicts;
  return verdicts.map((verdict, index) => (judged && index === verdicts.length - 1 ? verdict : undefined));
}
