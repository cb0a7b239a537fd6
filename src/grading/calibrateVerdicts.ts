import type { Grade } from "../records/grade.ts";
import type { Label } from "../records/label.ts";
import { type Confusion, confusion, ratio, type Ratio, type ReadingPair } from "../statistics/agreement.ts";
import { type Comparison, compare, type LabelledReply } from "./calibrateCompare.ts";

/** The verdict reader against the labels, on last replies or on all. */
export interface VerdictRow {
  turns: "last" | "all";
  /** Of the turns that annotator A read a verdict from, those that the reader answered ("needs_judge" is no answer). */
  answered: Ratio;
  withA: Comparison;
  withB: Comparison;
  annotators: Comparison;
  /** `confusion[read][labelled by A]`, unanswered turns included. */
  confusion: Confusion;
}

export interface VerdictCalibration {
  rows: VerdictRow[];
  /**
   * Turns that give no verdict because none is asked for (label `not_applicable`): the reader is right when it reads
   * `no_verdict` or leaves them to a judge.
   */
  notApplicable: Ratio;
}

const POSITIVE = "disqualify";
const NO_ANSWER = new Set(["needs_judge"]);

/** Compares the verdicts that the checker read with those of the labels; precision and recall are for "disqualify". */
export function calibrateVerdicts(replies: readonly LabelledReply[]): VerdictCalibration {
  const silent = replies.flatMap((reply) => turnsOf(reply, "all")).filter(({ a }) => a === "not_applicable");
  const right = silent.filter(({ read }) => read === "no_verdict" || read === "needs_judge").length;
  return {
    rows: [rowOf(replies, "last"), rowOf(replies, "all")],
    notApplicable: ratio(right, silent.length),
  };
}

function rowOf(replies: readonly LabelledReply[], turns: VerdictRow["turns"]): VerdictRow {
  const read = replies.flatMap((reply) => turnsOf(reply, turns));
  const asked = read.filter(({ a }) => isVerdict(a));
  return {
    turns,
    answered: ratio(asked.filter(({ read: said }) => isVerdict(said)).length, asked.length),
    withA: compare(answered(read.map((turn) => [turn.read, turn.a])), POSITIVE),
    withB: compare(answered(read.map((turn) => [turn.read, turn.b])), POSITIVE),
    annotators: compare(answered(read.map((turn) => [turn.a, turn.b])), POSITIVE),
    confusion: confusion(asked.map((turn) => [turn.read ?? "unread", turn.a ?? ""])),
  };
}

function answered(pairs: readonly (readonly [string | undefined, string | undefined])[]): ReadingPair[] {
  return pairs.filter((pair): pair is ReadingPair => pair.every(isVerdict));
}

function isVerdict(verdict: string | undefined): verdict is string {
  return verdict !== undefined && verdict !== "not_applicable" && !NO_ANSWER.has(verdict);
}

interface Turn {
  read: string | undefined;
  a: string | undefined;
  b: string | undefined;
}

function turnsOf({ grades, a, b }: LabelledReply, turns: VerdictRow["turns"]): Turn[] {
  const read = verdictsOf(grades);
  const all = Array.from({ length: Math.max(read.length, turnCount(a), turnCount(b)) }, (_, index) => ({
    read: read[index],
    a: a?.verdicts[index],
    b: b?.verdicts[index],
  }));
  return turns === "all" ? all : all.slice(-1);
}

function turnCount(label: Label | undefined): number {
  return label?.verdicts.length ?? 0;
}

function verdictsOf(grades: readonly Grade[]): string[] {
  const verdicts = grades.find(({ dimension }) => dimension === "disqualification")?.details["verdicts"];
  return Array.isArray(verdicts) ? verdicts.map(String) : [];
}
