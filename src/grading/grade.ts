import type { Decision } from "../records/decision.ts";
import type { CheckResult, Finding, Grade, GradedItem, GradeInput, Grader } from "../records/grade.ts";
import type { Rubric, RubricItem } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { type Transcript, transcriptOutcome } from "../records/transcript.ts";
import { scoreItems } from "./score.ts";

/**
 * Grades one transcript on every dimension. `gold[i]` is the decision that is right after user turn i+1.
 * A reply that is not whole (`error`, `refused`, `truncated`) is graded by nobody: every item is ungraded and says why.
 * A checker that throws leaves its own items ungraded and no other's.
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
    return allUngraded(grader.rubric, `outcome ${outcome}: the reply is not a whole answer`);
  }
  try {
    return grader.check(input);
  } catch (error) {
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
  const lines = new Map(rubric.items.map((item) => [item.id, item]));
  const found = new Set(findings.map(lineId));
  const unread = rubric.items.filter((item) => !found.has(item.id) && item.per === undefined);
  const all = [...findings, ...unread.map((item) => ungraded(item, "needs judge: code cannot tell"))];
  return all.map((finding) => {
    const line = lines.get(lineId(finding));
    if (!line)
      throw new Error(`${rubric.dimension}: checker returned ${finding.id}, which its rubric does not have`);
    const { id, state, evidence, reason } = finding;
    const critical = finding.critical ?? line.critical;
    return { id, state, points: line.points, critical, by: "checker", evidence, reason };
  });
}

function ungraded(item: RubricItem, reason: string): Finding {
  return { id: item.id, state: "ungraded", evidence: [], reason };
}

function lineId(finding: Finding): string {
  return finding.id.split(".", 1)[0] ?? finding.id;
}
