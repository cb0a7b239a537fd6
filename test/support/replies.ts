import { join } from "node:path";
import { z } from "zod";
import { readRubric } from "../../graders/data.ts";
import { readText } from "../../src/files/read.ts";
import { readYaml } from "../../src/files/yaml.ts";
import { gradeTranscript } from "../../src/grading/grade.ts";
import type { Checker, Grade } from "../../src/records/grade.ts";
import type { Dimension } from "../../src/records/rubric.ts";
import { ScenarioSchema, scenarioFromDisk, type Scenario } from "../../src/records/scenario.ts";
import { type Transcript, TranscriptSchema, transcriptFromDisk } from "../../src/records/transcript.ts";
import { ROOT } from "./cli.ts";

/** A scenario of test/fixtures/graders. */
export function fixtureScenario(name: string): Scenario {
  return scenarioFromDisk(
    readYaml(join(ROOT, "test", "fixtures", "graders", `${name}.json`), ScenarioSchema),
  );
}

/** A transcript of a scenario with these assistant turns. */
export function transcriptOf(scenario: Scenario, ...replies: string[]): Transcript {
  const turns = replies.map((assistant, index) => ({ user: scenario.turns[index]?.text ?? "", assistant }));
  return transcriptFromDisk(TranscriptSchema.parse({ scenario: scenario.id, turns }));
}

/** Grades a reply by one checker as a run would, rubric points included. */
export function gradeReply(
  dimension: Dimension,
  check: Checker,
  scenario: Scenario,
  ...replies: string[]
): Grade {
  const rubric = readRubric(new URL(`file://${join(ROOT, "graders", dimension, "rubric.yaml")}`).href);
  const [grade] = gradeTranscript(scenario, transcriptOf(scenario, ...replies), [], [{ rubric, check }]);
  if (!grade) throw new Error("no grade");
  return grade;
}

/** The hand-written replies of graders/<dimension>/replies.yaml; an empty `persona-echo` stands for the persona's own text. */
export function handWritten(dimension: Dimension): Record<string, string> {
  const replies = readYaml(
    join(ROOT, "graders", dimension, "replies.yaml"),
    z.record(z.string(), z.string()),
  );
  return { ...replies, "persona-echo": readText(join(ROOT, "persona", "enterprise-sales-director.md")) };
}

/** The three replies at the top of the required order (CODEBOOK §6), best first; all others stand below them. */
const TOP = ["ideal-terse", "ideal-verbose", "right-verdict-wrong-reason"] as const;

/**
 * What breaks the required order among fourteen hand-written replies: terse ≥ verbose > right verdict for a wrong reason >
 * everything else. Empty when the order holds. A reply without a score counts as 0.
 */
export function orderFaults(names: readonly string[], score: (name: string) => number | null): string[] {
  const [terse, verbose, wrongReason] = TOP.map((name) => score(name) ?? 0) as [number, number, number];
  const rest = names.filter((name) => !TOP.some((top) => top === name));
  return [
    ...(names.length === 14 ? [] : [`${names.length} replies, not fourteen`]),
    ...(terse >= verbose ? [] : ["terse is below verbose"]),
    ...(verbose > wrongReason ? [] : ["verbose is not above the wrong reason"]),
    ...rest.filter((name) => (score(name) ?? 0) >= wrongReason).map((name) => `${name} is not below it`),
  ];
}
