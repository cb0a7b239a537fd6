import { gradeTranscript } from "../../grading/grade.ts";
import { strictJson } from "../../files/jsonl.ts";
import type { Decision } from "../../records/decision.ts";
import { type Grade, type Grader, gradeToDisk } from "../../records/grade.ts";
import type { Rubric } from "../../records/rubric.ts";
import type { Scenario } from "../../records/scenario.ts";
import type { ItemSummary } from "../../records/summary.ts";
import type { Transcript } from "../../records/transcript.ts";
import { itemNamer } from "../../report/item.ts";
import { type JunitCases, namedCases, namelessCases } from "../../report/junit.ts";
import { type Digest, digestWith, type GradedPart, gradedPart } from "../../summary/digest.ts";
import { linesOf } from "../../summary/lines.ts";
import { namedLines, namelessLine } from "./namelessLines.ts";

/** All that grading one reply leaves behind: its lines of grades.jsonl and junit.xml, and what the summary needs of it. */
export interface GradedPiece {
  digest: Digest;
  /** Lines of grades.jsonl, as pieces that follow each other; null where the grades came from there. */
  grades: readonly (string | Uint8Array)[] | null;
  junit: JunitCases;
}

/** A piece without the reply's name and cost: the same for every reply to a scenario that says the same. */
export interface NamelessPiece {
  part: GradedPart;
  /** Lines of grades.jsonl, each without what names its reply: text where they were just made, bytes where they were kept. */
  grades: string | Uint8Array | null;
  junit: JunitCases;
}

/** What replies are graded with. Everything but the graders is plain data. */
export interface GradingContext {
  scenarios: readonly Scenario[];
  /** By scenario id; the i-th is right after user turn i+1. */
  decisions: Record<string, Decision[]>;
  rubrics: readonly Rubric[];
  /** Rubric lines with how far each is to be believed. */
  items: readonly ItemSummary[];
}

/** Makes pieces of transcripts. A transcript of a scenario that is not in the context makes none (null). */
export interface PieceMaker {
  /** Of grades that are there already; `write` says whether they go into grades.jsonl. */
  take: (transcript: Transcript, grades: readonly Grade[], write: boolean) => GradedPiece | null;
  /** The same without the reply's name. */
  nameless: (transcript: Transcript, grades: readonly Grade[], write: boolean) => NamelessPiece | null;
}

/** Prepares the making of pieces. */
export function pieceMaker({ scenarios, decisions, rubrics, items }: GradingContext): PieceMaker {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const lines = linesOf(rubrics);
  const nameOf = itemNamer(items);
  const nameless: PieceMaker["nameless"] = (transcript, grades, write) => {
    const scenario = byId.get(transcript.scenario);
    if (!scenario) return null;
    const gold = decisions[scenario.id] ?? [];
    return {
      part: gradedPart({ scenario, transcript, grades, gold }, rubrics, lines),
      grades: write
        ? grades.map((grade) => namelessLine(strictJson(gradeToDisk(grade)), transcript)).join("")
        : null,
      junit: namelessCases({ transcript, grades }, items, nameOf),
    };
  };
  return {
    nameless,
    take: (transcript, grades, write) => {
      const piece = nameless(transcript, grades, write);
      return piece && namedPiece(piece, transcript);
    },
  };
}

/** The piece of this reply. */
export function namedPiece({ part, grades, junit }: NamelessPiece, transcript: Transcript): GradedPiece {
  return {
    digest: digestWith(transcript, part),
    grades: grades === null ? null : namedLines(grades, transcript),
    junit: namedCases(junit, transcript),
  };
}

/** Grades transcripts by these graders; a transcript of a scenario that is not in the context has no grades. */
export function checkerOf(
  { scenarios, decisions }: Pick<GradingContext, "scenarios" | "decisions">,
  graders: readonly Grader[],
): (transcript: Transcript) => Grade[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return (transcript) => {
    const scenario = byId.get(transcript.scenario);
    return scenario ? gradeTranscript(scenario, transcript, decisions[scenario.id] ?? [], graders) : [];
  };
}
