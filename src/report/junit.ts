import type { Builder, TestCase } from "junit-report-builder";
import type { Grade } from "../records/grade.ts";
import { type Transcript, transcriptOutcome } from "../records/transcript.ts";
import type { ItemSummary } from "../records/summary.ts";
import type { ReportInput } from "./input.ts";
import { doubtMark, failedCritical, titleFinder, toneOf } from "./item.ts";
import { OUTCOME_WORDS } from "./words.ts";

/**
 * The run as JUnit XML: one suite a model, one case for each scenario × repeat × dimension (class name = dimension).
 * A failure is a critical failure or a verdict that is not acceptable; a failed call is an error; no score is skipped.
 */
export async function renderJunit({ run, summary, transcripts, grades }: ReportInput): Promise<string> {
  const builder = (await newBuilder()).name(xmlText(`dealbench ${run.id}`));
  const titleOf = titleFinder(summary);
  const gradesOf = Map.groupBy(grades, sampleKey);
  for (const [model, samples] of Map.groupBy(transcripts, (transcript) => transcript.model)) {
    const items = summary.models.find((entry) => entry.model === model)?.items ?? [];
    const suite = builder.testSuite().name(xmlText(model)).timestamp(new Date(run.provenance.startedAt));
    suite.property("persona", xmlText(`${run.identity.persona.name} ${run.identity.persona.version}`));
    suite.property("identity", run.identity.sha256);
    suite.property("replies", run.provenance.replies);
    for (const transcript of samples) {
      for (const grade of gradesOf.get(sampleKey(transcript)) ?? []) {
        const testCase = suite.testCase();
        testCase.className(grade.dimension).name(xmlText(`${transcript.scenario} #${transcript.repeat}`));
        record(testCase, resultOf(transcript, grade, titleOf, items));
      }
    }
  }
  return builder.build();
}

interface Result {
  kind: "passed" | "skipped" | "failure" | "error";
  message: string;
  text: string;
}

/** The package's types describe an ES module, but what Node loads is CommonJS: its default export is the builder itself. */
export async function newBuilder(): Promise<Builder> {
  const { default: loaded } = await import("junit-report-builder");
  return (loaded as unknown as Builder).newBuilder();
}

function sampleKey({ scenario, model, repeat }: Transcript | Grade): string {
  return JSON.stringify([scenario, model, repeat]);
}

function resultOf(
  transcript: Transcript,
  grade: Grade,
  titleOf: (id: string) => string,
  items: readonly ItemSummary[],
): Result {
  const outcome = transcriptOutcome(transcript);
  if (outcome === "error")
    return { kind: "error", message: OUTCOME_WORDS.error, text: reasonsOf(grade.items) };
  const failed = grade.criticalFail ? failedCritical(grade) : wrongVerdict(grade);
  if (grade.criticalFail || failed.length > 0) {
    const message = failed
      .map(({ id, reason }) => `${id} ${titleOf(id)}${doubtMark(items, id)}: ${reason}`)
      .join("; ");
    return { kind: "failure", message, text: quotesOf(failed) };
  }
  if (grade.score === null) {
    const open = reasonsOf(grade.items);
    const graded = open === "" ? "nothing in this scenario calls for it" : "nothing could be graded";
    return {
      kind: "skipped",
      message: "",
      text: outcome === "ok" ? `${graded}\n${open}`.trim() : `${OUTCOME_WORDS[outcome]}\n${open}`,
    };
  }
  return { kind: "passed", message: "", text: `score ${grade.score.toFixed(2)}` };
}

/** DC1 is the item "verdict in the acceptable set" (CODEBOOK §4.3). */
function wrongVerdict(grade: Grade): Grade["items"] {
  return grade.items.filter((item) => item.id === "DC1" && toneOf(item) === "bad");
}

function reasonsOf(items: Grade["items"]): string {
  return [...new Set(items.filter(({ state }) => state === "ungraded").map(({ reason }) => reason))].join(
    "\n",
  );
}

function quotesOf(items: Grade["items"]): string {
  return items
    .flatMap(({ evidence }) => evidence.map(({ turn, quote }) => `turn ${turn}: ${quote}`))
    .join("\n");
}

function record(testCase: TestCase, { kind, message, text }: Result): void {
  // The writer splits only the first "]]>" of a CDATA section.
  const content = xmlText(text).replaceAll("]]>", "]] >");
  if (kind === "error") testCase.error(xmlText(message), kind, content);
  if (kind === "failure") testCase.failure(xmlText(message), kind).stacktrace(content);
  if (kind === "skipped") testCase.skipped();
  if (kind === "skipped" || kind === "passed") testCase.standardOutput(content);
}

/** What XML 1.0 cannot carry is taken out: control characters, lone surrogates, non-characters. */
export function xmlText(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}
