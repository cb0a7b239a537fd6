import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Decision } from "../../src/records/decision.ts";
import type { Evidence, Grade, GradedItem, ReplyVerdict } from "../../src/records/grade.ts";
import { DIMENSIONS, type Dimension } from "../../src/records/rubric.ts";
import type { Run } from "../../src/records/run.ts";
import { type Scenario, ScenarioSchema, scenarioFromDisk } from "../../src/records/scenario.ts";
import type { Transcript } from "../../src/records/transcript.ts";
import { acceptableReplies } from "../../src/records/verdict.ts";
import { summarise } from "./fixtureSummary.ts";
import { type Records } from "./inMemory.ts";

/** One recorded reply with what a reader found in it. */
interface Reply {
  scenario: string;
  model: string;
  replies: string[];
  verdicts: (ReplyVerdict | "not_applicable")[];
  verdictQuote: string;
  reasonsNamed: string[];
  answerFirst: boolean;
  hedging: "low" | "medium" | "high";
  planOwner: boolean | null;
  planDate: boolean | null;
}

const HASH = "3f9c2a".padEnd(64, "0123456789abcdef");

/** Six scenarios under two models: a contrast pair, an attachment, a task without verdict, two conversations. */
export function fixture(): Records {
  const scenarios = readScenarios();
  const decisions = Object.fromEntries(scenarios.map((scenario) => [scenario.id, decisionsOf(scenario)]));
  const replies = readReplies();
  const transcripts = replies.map((reply) => transcriptOf(reply, scenarios));
  const grades = replies.flatMap((reply) => gradesOf(reply, scenarios, decisions));
  const run = runOf(scenarios.length, transcripts);
  return {
    run,
    scenarios,
    transcripts,
    grades,
    decisions,
    summary: summarise({ run, scenarios, transcripts, grades, decisions }),
  };
}

/** A run of many rows: the fixture's scenarios under ever new ids, each with ten repeats of a short reply. */
export function largeFixture(rows: number): Records {
  const small = fixture();
  const input: Records = { ...small, scenarios: [], transcripts: [], grades: [], decisions: {} };
  const replies = small.transcripts.filter(({ model }) => model === "recorded:llm");
  for (let index = 0; index < rows / 10; index++) {
    const transcript = replies[index % replies.length];
    const scenario = small.scenarios.find(({ id }) => id === transcript?.scenario);
    if (!transcript || !scenario) throw new Error("the fixture is empty");
    const id = `${scenario.id}-${index}`;
    input.scenarios.push({ ...scenario, id, title: `${scenario.title} (${index})` });
    input.decisions[id] = small.decisions[scenario.id] ?? [];
    const grades = small.grades
      .filter((grade) => grade.scenario === scenario.id && grade.model === transcript.model)
      .map((grade) => ({
        ...grade,
        items: grade.items.slice(0, 1).map((graded) => ({ ...graded, evidence: [] })),
      }));
    for (let repeat = 1; repeat <= 10; repeat++) {
      const turns = transcript.turns.map((turn) => ({ ...turn, assistant: turn.assistant.slice(0, 200) }));
      input.transcripts.push({ ...transcript, turns, scenario: id, repeat });
      input.grades.push(...grades.map((grade) => ({ ...grade, scenario: id, repeat })));
    }
  }
  return { ...input, summary: summarise(input) };
}

function readScenarios(): Scenario[] {
  const text = readFileSync(new URL("fixtures/scenarios.json", import.meta.url), "utf8");
  return z.array(ScenarioSchema).parse(JSON.parse(text)).map(scenarioFromDisk);
}

function readReplies(): Reply[] {
  const text = readFileSync(new URL("fixtures/replies.jsonl", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Reply);
}

function decisionsOf(scenario: Scenario): Decision[] {
  const codes = scenario.requiredReasons.map(({ code }) => code);
  const red = codes.filter((code) => /^[DP]/.test(code));
  const killed: Decision = {
    verdict: "disqualify",
    disposition: red.length > 1 ? "close" : "deprioritize",
    provisional: false,
    red,
    amber: [],
    ask: [],
    flags: ["R_NO_EVENT", "G1.budget"],
    forecastCap: "omit",
    supportedStage: "discovery",
    askFacts: [],
  };
  const alive: Decision = {
    ...killed,
    disposition: null,
    red: [],
    flags: ["R_THREAD"],
    supportedStage: "proof",
  };
  const developed: Decision = { ...alive, verdict: "develop_medium", amber: ["M2"], forecastCap: "pipeline" };
  const pursued: Decision = { ...alive, verdict: "pursue_high", forecastCap: "best_case" };
  return scenario.turns.map((_, index) => {
    const overtaken = Object.keys(scenario.factsByTurn).some((turn) => Number(turn) <= index + 1);
    if (overtaken) return pursued;
    return scenario.acceptableVerdicts.includes("disqualify") ? killed : developed;
  });
}

function transcriptOf(reply: Reply, scenarios: readonly Scenario[]): Transcript {
  const scenario = scenarios.find(({ id }) => id === reply.scenario);
  return {
    scenario: reply.scenario,
    model: reply.model,
    persona: { name: "enterprise-sales-director", version: "1.0.0", sha256: HASH },
    repeat: 1,
    attempts: 1,
    costUsd: null,
    turns: reply.replies.map((assistant, index) => ({
      user: scenario?.turns[index]?.text ?? "",
      assistant,
      outcome: "ok",
      stopReason: "end_turn",
      usage: null,
      latencyMs: null,
      requestId: null,
    })),
  };
}

function gradesOf(reply: Reply, scenarios: readonly Scenario[], decisions: Records["decisions"]): Grade[] {
  const scenario = scenarios.find(({ id }) => id === reply.scenario);
  if (!scenario) throw new Error(`no scenario ${reply.scenario}`);
  const said = reply.verdicts.at(-1) ?? "needs_judge";
  const right =
    said !== "not_applicable" && acceptableReplies(scenario, decisions[scenario.id] ?? []).includes(said);
  // As an earlier version graded it: a run without the later dimensions must still be shown.
  const items: Partial<Record<Dimension, GradedItem[]>> = {
    disqualification: [
      ...(scenario.verdictExpected
        ? [item("DC1", right, 6, `the final stance reads as ${said}`, cite(reply, reply.verdictQuote), true)]
        : [
            { ...item("DC1", false, 6, "no verdict is expected", []), state: "n/a" as const, critical: true },
          ]),
      ...scenario.requiredReasons.map(({ code }) =>
        item(
          `DC3.${code}`,
          reply.reasonsNamed.includes(code),
          2,
          `its substance is ${reply.reasonsNamed.includes(code) ? "stated" : "nowhere stated"}`,
          [],
        ),
      ),
      { ...item("DC6", false, -4, "needs judge: code cannot tell", []), state: "ungraded", critical: true },
    ],
    framework_use: [
      item(
        "FU1",
        true,
        2,
        "MEDDPICC is named",
        cite(reply, /MEDDPICC/.exec(reply.replies.at(-1) ?? "")?.[0] ?? ""),
      ),
      { ...item("FU4", false, 2, "needs judge: code cannot tell", []), state: "ungraded" },
    ],
    directness: [
      item(
        "DR1",
        reply.answerFirst,
        3,
        "the recommendation begins within the first 60 words",
        cite(reply, firstLine(reply)),
      ),
      item("DR3", reply.hedging === "low", 2, `the hedge rate is ${reply.hedging}`, hedges(reply)),
      item("DR8", false, -5, "a position is taken", []),
    ],
    groundedness: [{ ...item("GR1", true, 4, "needs judge: 3 names are in no fact", []), state: "ungraded" }],
    action_plan: [
      item("AP2", reply.planOwner === true, 3, "every action has an owner", []),
      item("AP3", reply.planDate === true, 3, "every action has a date", []),
    ],
  };
  return DIMENSIONS.flatMap((dimension) => {
    const all = items[dimension];
    if (!all) return [];
    const graded = all.filter(({ state }) => state === "met" || state === "not_met");
    const available = graded.reduce((sum, { points }) => sum + Math.max(0, points), 0);
    const earned = graded.reduce((sum, { points, state }) => sum + (state === "met" ? points : 0), 0);
    const rawScore = available === 0 ? null : earned / available;
    return {
      scenario: reply.scenario,
      model: reply.model,
      repeat: 1,
      dimension,
      score: rawScore === null ? null : Math.min(1, Math.max(0, rawScore)),
      rawScore,
      criticalFail: graded.some((entry) => entry.critical && entry.points > 0 && entry.state === "not_met"),
      items: all,
      details: dimension === "disqualification" ? { verdicts: reply.verdicts } : {},
    };
  });
}

function item(
  id: string,
  met: boolean,
  points: number,
  reason: string,
  evidence: Evidence[],
  critical = false,
): GradedItem {
  return { id, state: met ? "met" : "not_met", points, critical, by: "checker", evidence, reason };
}

function cite({ replies }: Reply, quote: string): Evidence[] {
  const start = quote === "" ? -1 : (replies.at(-1)?.indexOf(quote) ?? -1);
  return start < 0 ? [] : [{ turn: replies.length, start, end: start + quote.length, quote }];
}

function firstLine(reply: Reply): string {
  const lines = (reply.replies.at(-1) ?? "").split("\n");
  return lines.find((line) => line.length > 40) ?? "";
}

function hedges({ replies }: Reply): Evidence[] {
  const matches = [
    ...(replies.at(-1) ?? "").matchAll(/\b(?:might|perhaps|possibly|could|may|lean towards)\b/g),
  ];
  return matches.map(({ 0: quote, index }) => ({
    turn: replies.length,
    start: index,
    end: index + quote.length,
    quote,
  }));
}

function runOf(scenarios: number, transcripts: readonly Transcript[]): Run {
  const ok = transcripts.length;
  const models = [...new Set(transcripts.map(({ model }) => model))].map((id) => ({ id, parameters: {} }));
  return {
    id: "20261126T110501Z-1.0.0-3f9c",
    status: "complete",
    identity: {
      sha256: HASH,
      persona: { name: "enterprise-sales-director", version: "1.0.0", sha256: HASH },
      policy: { version: "1.0.0", sha256: HASH },
      scenarios: { count: scenarios, sha256: HASH, hashes: [] },
      graders: { sha256: HASH },
      judge: null,
      models,
      repeats: 1,
    },
    provenance: {
      replies: "recorded",
      dealbenchVersion: "0.1.0",
      gitCommit: null,
      nodeVersion: "24.21.0",
      personaSource: "persona/enterprise-sales-director.md",
      scenariosSource: "scenarios/core.csv",
      responsesSource: "recordings/v1.0.0.jsonl",
      startedAt: "2026-11-26T11:05:01Z",
      finishedAt: "2026-11-26T11:05:04Z",
      notes: ["The recordings were made under persona 1.0.0; an edited persona has no recording."],
    },
    counts: { planned: ok, transcripts: ok, ok, refused: 0, truncated: 0, empty: 0, error: 0 },
    cost: { incurredUsd: null, inputTokens: null, outputTokens: null },
  };
}
