import type { Builder } from "junit-report-builder";
import type { Grade } from "../records/grade.ts";
import type { ItemSummary, Leaderboard, ModelSummary, UsageSummary } from "../records/summary.ts";
import { errorCause, type Transcript, transcriptOutcome } from "../records/transcript.ts";
import { causeWords } from "./causes.ts";
import type { GradedReply, ReportInput } from "./input.ts";
import { doubtMark, failedCritical, itemNamer, type ItemNamer, toneOf } from "./item.ts";
import { leadingRanking, measureName } from "./leaderboard.ts";
import { dollars, milliseconds, rank } from "./numbers.ts";
import { plainQuote } from "./quote.ts";
import { OUTCOME_WORDS } from "./words.ts";

/** Test cases by result. */
export interface JunitCounts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

/** The cases of one reply as XML, made when it is graded, and how they came out. */
export interface JunitCases {
  xml: string;
  counts: JunitCounts;
}

/** One model's cases, in the order of the transcripts. */
export interface JunitSuite {
  model: string;
  counts: JunitCounts;
  cases: Iterable<string>;
}

/** Stands for a reply's name in its cases; no text of XML holds it. */
const NAME = "\u0000";

/**
 * The cases of any reply that says this and is graded so, without its name: one a dimension (class name = dimension). A failure is
 * a critical failure or a verdict that is not acceptable; a failed call is an error; no score is skipped. `items` are the rubric
 * lines, with how far each is to be believed.
 */
export function namelessCases(
  { transcript, grades }: GradedReply,
  items: readonly ItemSummary[],
  nameOf: ItemNamer = itemNamer(items),
): JunitCases {
  const counts = { tests: grades.length, failures: 0, errors: 0, skipped: 0 };
  let xml = "";
  for (const grade of grades) {
    const result = resultOf(transcript, grade, nameOf, items);
    if (result.kind === "failure") counts.failures++;
    if (result.kind === "error") counts.errors++;
    if (result.kind === "skipped") counts.skipped++;
    xml += `    <testcase classname="${attribute(grade.dimension)}" name="${NAME}">\n${body(result)}    </testcase>\n`;
  }
  return { xml, counts };
}

/** The cases of this reply. */
export function namedCases(
  { xml, counts }: JunitCases,
  { scenario, repeat }: Pick<Transcript, "scenario" | "repeat">,
): JunitCases {
  return { xml: xml.replaceAll(NAME, () => attribute(`${scenario} #${repeat}`)), counts };
}

/** The run as JUnit XML, piece by piece: one suite a model, with what the model's replies took as properties. */
export function* renderJunit(
  { run, summary }: ReportInput,
  suites: readonly JunitSuite[],
): Generator<string> {
  const all = suites.map(({ counts }) => counts).reduce(plus, NO_CASES);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(`dealbench ${run.id}`)}" ${figures(all)}>\n`;
  for (const { model, counts, cases } of suites) {
    const began = run.provenance.startedAt.slice(0, 19);
    yield `  <testsuite name="${attribute(model)}" timestamp="${began}" ${figures(counts)}>\n    <properties>\n`;
    const own = summary.models.find((entry) => entry.model === model);
    const properties = {
      persona: `${run.identity.persona.name} ${run.identity.persona.version}`,
      identity: run.identity.sha256,
      replies: run.provenance.replies,
      status: run.status,
      ...(own ? usageProperties(own) : {}),
      ...rankProperty(model, summary.leaderboard),
    };
    for (const [name, value] of Object.entries(properties)) {
      yield `      <property name="${name}" value="${attribute(value)}"/>\n`;
    }
    yield "    </properties>\n";
    yield* cases;
    yield "  </testsuite>\n";
  }
  yield "</testsuites>\n";
}

export const NO_CASES: JunitCounts = { tests: 0, failures: 0, errors: 0, skipped: 0 };

/** The counts of two lots of cases together. */
export function plus(a: JunitCounts, b: JunitCounts): JunitCounts {
  return {
    tests: a.tests + b.tests,
    failures: a.failures + b.failures,
    errors: a.errors + b.errors,
    skipped: a.skipped + b.skipped,
  };
}

function figures({ tests, failures, errors, skipped }: JunitCounts): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}"`;
}

function usageProperties({ usage, outcomes }: ModelSummary): Record<string, string> {
  const { latencyMs, listUsd, perVerdictUsd }: UsageSummary = usage;
  return {
    "lost calls": `${outcomes.counts.error + outcomes.counts.missing} of ${outcomes.planned}`,
    ...(outcomes.causes ? { "failed calls": causeWords(outcomes.causes) } : {}),
    "list cost": dollars(listUsd),
    "cost per verdict": dollars(perVerdictUsd),
    ...(latencyMs
      ? { "latency p50": milliseconds(latencyMs.p50), "latency p95": milliseconds(latencyMs.p95) }
      : {}),
  };
}

function rankProperty(model: string, leaderboard: Leaderboard | undefined): Record<string, string> {
  const leading = leadingRanking(leaderboard);
  if (!leading) return {};
  const own = leading.ranks?.find((entry) => entry.model === model);
  return {
    rank: own ? `${rank(own)} of ${leading.ranks?.length ?? 0}` : "not ranked",
    "rank is by": measureName(leading.measure),
  };
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

function resultOf(
  transcript: Transcript,
  grade: Grade,
  nameOf: ItemNamer,
  items: readonly ItemSummary[],
): Result {
  const outcome = transcriptOutcome(transcript);
  if (outcome === "error") {
    const cause = errorCause(transcript);
    const message = cause === null ? OUTCOME_WORDS.error : `${OUTCOME_WORDS.error}: ${cause}`;
    return { kind: "error", message, text: reasonsOf(grade.items) };
  }
  const failed = grade.criticalFail ? failedCritical(grade) : wrongVerdict(grade);
  if (grade.criticalFail || failed.length > 0) {
    const message = failed
      .map((item) => `${item.id} ${nameOf(item)}${doubtMark(items, item.id)}: ${item.reason}`)
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
    .flatMap(({ evidence }) => evidence.map(({ turn, quote }) => `turn ${turn}: ${plainQuote(quote)}`))
    .join("\n");
}

function body({ kind, message, text }: Result): string {
  const content = `<![CDATA[${xmlText(text).replaceAll("]]>", "]] >")}]]>`;
  if (kind === "error" || kind === "failure") {
    return `      <${kind} message="${attribute(message)}" type="${kind}">${content}</${kind}>\n`;
  }
  const skipped = kind === "skipped" ? "      <skipped/>\n" : "";
  return `${skipped}      <system-out>${content}</system-out>\n`;
}

function attribute(text: string): string {
  return xmlText(text).replaceAll(/[&<>"\t\n\r]/g, (character) =>
    character === "&"
      ? "&amp;"
      : character === "<"
        ? "&lt;"
        : character === ">"
          ? "&gt;"
          : character === '"'
            ? "&quot;"
            : " ",
  );
}

/** What XML 1.0 cannot carry is taken out: control characters, lone surrogates, non-characters. */
export function xmlText(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}
