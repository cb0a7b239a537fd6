import { DealbenchError } from "../records/errors.ts";
import type { Decision } from "../records/decision.ts";
import type { CheckResult, Finding, Grade, GradedItem, GradeInput, Grader } from "../records/grade.ts";
import type { Rubric, RubricItem } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { errorCause, type Transcript, transcriptOutcome } from "../records/transcript.ts";
import { scoreItems } from "./score.ts";

/**
 * Grades one transcript on every dimension. `gold[i]` is the decision that is right after user turn i+1.
 * A reply that is not whole (`error`, `refused`, `truncated`) is graded by nobody: every item is ungraded and says why.
 * A checker that throws leaves its own items ungraded and no other's.
 * @throws InputError where a grader's own file (a lexicon, a rubric) cannot be read: that is nothing of the reply's.
 */
export function gradeTranscript(
  scenario: Scenario,
  transcript: Transcript,
  gold: Decision[],
  graders: readonly Grader[],
): Grade[] {
  return graders.map((grader) => {
    const { findings, details } = checkSafely(grader, { scenario, transcript, gold });
    const items = gradedItems(grader.rubric, findings);
    return {
      scenario: transcript.scenario,
      model: transcript.model,
      repeat: transcript.repeat,
      dimension: grader.rubric.dimension,
      ...scoreItems(items),
      items,
      details: details ?? {},
    };
  });
}

function checkSafely(grader: Grader, input: GradeInput): CheckResult {
  const outcome = transcriptOutcome(input.transcript);
  if (outcome === "error" || outcome === "refused" || outcome === "truncated") {
    const cause = errorCause(input.transcript);
    const why = cause === null ? "" : ` (${cause})`;
    return allUngraded(grader.rubric, `outcome ${outcome}: the reply is not a whole answer${why}`);
  }
  try {
    return grader.check(input);
  } catch (error) {
    if (error instanceof DealbenchError) throw error;
    return allUngraded(
      grader.rubric,
      `checker failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function allUngraded(rubric: Rubric, reason: string): CheckResult {
  return { findings: rubric.items.map((item) => ungraded(item, reason)) };
}

/** Findings with what the rubric says of their items; rubric lines that no checker reads are left to a judge. */
function gradedItems(rubric: Rubric, findings: readonly Finding[]): GradedItem[] {
  const lines = linesOf(rubric);
  const read: RubricItem[] = [];
  const items = findings.map((finding) => {
    const line = lines.get(lineId(finding.id));
    if (!line)
      throw new Error(`${rubric.dimension}: checker returned ${finding.id}, which its rubric does not have`);
    read.push(line);
    return gradedItem(line, finding);
  });
  for (const line of rubric.items)
    if (line.per === undefined && !read.includes(line))
      items.push(gradedItem(line, ungraded(line, "needs judge: code cannot tell")));
  return items;
}

function linesOf(rubric: Rubric): ReadonlyMap<string, RubricItem> {
  const known = byRubric.get(rubric) ?? new Map(rubric.items.map((item) => [item.id, item]));
  byRubric.set(rubric, known);
  return known;
}

const byRubric = new WeakMap<Rubric, ReadonlyMap<string, RubricItem>>();

function lineId(id: string): string {
  const dot = id.indexOf(".");
  return dot === -1 ? id : id.slice(0, dot);
}

function gradedItem(line: RubricItem, { id, state, evidence, reason, critical }: Finding): GradedItem {
  return {
    id,
    state,
    points: line.points,
    critical: critical ?? line.critical,
    by: "checker",
    evidence,
    reason,
  };
}

function ungraded(item: RubricItem, reason: string): Finding {
  return { id: item.id, state: "ungraded", evidence: [], reason };
}
