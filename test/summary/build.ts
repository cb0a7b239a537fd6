import type { Decision, GoldVerdict } from "../../src/records/decision.ts";
import type { Grade, GradedItem, ReplyVerdict } from "../../src/records/grade.ts";
import type { Dimension, Rubric } from "../../src/records/rubric.ts";
import type { Scenario } from "../../src/records/scenario.ts";
import {
  type Outcome,
  type Transcript,
  TranscriptSchema,
  transcriptFromDisk,
} from "../../src/records/transcript.ts";
import { REPLY_OF_GOLD } from "../../src/records/verdict.ts";
import { scoreItems } from "../../src/grading/score.ts";
import { summarise } from "../../src/summary/summarise.ts";

/** One reply of a made-up run and its scenario, in a line. */
export interface Reply {
  id: string;
  gold: GoldVerdict;
  said?: ReplyVerdict;
  /** Verdicts of the turns before the last. */
  earlier?: ReplyVerdict[];
  family?: string;
  role?: "a" | "b";
  repeat?: number;
  model?: string;
  outcome?: Outcome;
  text?: string;
  acceptable?: Scenario["acceptableVerdicts"];
  provisional?: boolean;
  verdictExpected?: boolean;
  leak?: boolean;
  /** The deal's value in USD. */
  value?: number;
  /** Items of further dimensions; those of disqualification follow from the verdict. */
  items?: Partial<Record<Dimension, GradedItem[]>>;
}

export const RUBRICS: Rubric[] = [
  rubric("directness", [
    { id: "DR1", title: "Answer first", points: 2, kind: "checker", critical: false, met_when: "first" },
    { id: "DR4", title: "Names the bad news", points: 3, kind: "judge", critical: true, met_when: "plainly" },
  ]),
  rubric("disqualification", [
    {
      id: "DC1",
      title: "The verdict is acceptable",
      points: 6,
      kind: "hybrid",
      critical: true,
      met_when: "acceptable",
    },
    { id: "DC2", title: "The verdict is gold", points: 2, kind: "hybrid", critical: false, met_when: "gold" },
    {
      id: "DC9",
      title: "Leaks resources",
      points: -5,
      kind: "hybrid",
      critical: true,
      met_when: "granted (unwanted)",
    },
  ]),
];

/** The summary of one run's replies; `planned` above their number leaves the rest missing. */
export function summaryOf(replies: Reply[], planned = replies.length, rubrics = RUBRICS) {
  const scenarios = new Map(replies.map((reply) => [reply.id, scenarioOf(reply)]));
  const decisions = Object.fromEntries(replies.map((reply) => [reply.id, [decisionOf(reply)]]));
  return summarise({
    run: {
      id: "r1",
      counts: { planned },
      identity: { repeats: Math.max(...replies.map(({ repeat }) => repeat ?? 1)) },
    },
    scenarios: [...scenarios.values()],
    transcripts: replies.map(transcriptOf),
    grades: replies.flatMap(gradesOf),
    decisions,
    rubrics,
  });
}

/** The first (usually only) model's part of {@link summaryOf}. */
export function modelOf(replies: Reply[], planned?: number, rubrics?: Rubric[]) {
  const [model] = summaryOf(replies, planned, rubrics).models;
  if (!model) throw new Error("no model in the summary");
  return model;
}

/** `count` deals of one gold class, each a family of its own, all answered alike. */
export function deals(
  count: number,
  gold: GoldVerdict,
  said?: ReplyVerdict,
  prefix = `${gold}-${said}`,
): Reply[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`.replaceAll("_", "-"),
    gold,
    ...(said === undefined ? {} : { said }),
  }));
}

export function item(id: string, state: GradedItem["state"], points: number, critical = false): GradedItem {
  return { id, state, points, critical, by: "checker", evidence: [], reason: `${id} is ${state}` };
}

function rubric(dimension: Dimension, items: Rubric["items"]): Rubric {
  return { dimension, version: 1, definition: "as the tests need it", items };
}

/** The deal of a made-up reply. */
export function scenarioOf(reply: Reply): Scenario {
  const scenario: Partial<Scenario> = {
    id: reply.id,
    family: reply.family ?? reply.id,
    pairRole: reply.role ?? null,
    flipField: reply.role ? "eb" : null,
    factsByTurn: {},
    dealValueUsd: reply.value ?? 100_000,
    verdictExpected: reply.verdictExpected ?? true,
    turns: Array.from({ length: 1 + (reply.earlier?.length ?? 0) }, () => ({
      role: "user",
      kind: "brief",
      tactic: null,
      text: "A deal.",
    })),
    integrity: null,
    acceptableVerdicts: reply.acceptable ?? [reply.gold],
  };
  return scenario as Scenario;
}

function decisionOf({ gold, provisional = false }: Reply): Decision {
  const decision: Partial<Decision> = { verdict: gold, provisional };
  return decision as Decision;
}

function transcriptOf({
  id,
  model = "m",
  repeat = 1,
  outcome = "ok",
  text = "Walk away now.",
}: Reply): Transcript {
  const turns = [{ user: "Well?", assistant: outcome === "error" ? null : text, outcome }];
  return transcriptFromDisk(TranscriptSchema.parse({ scenario: id, model, repeat, turns }));
}

function gradesOf(reply: Reply): Grade[] {
  const whole = (reply.outcome ?? "ok") === "ok";
  const of = (dimension: Dimension, items: GradedItem[], details: Record<string, unknown>): Grade => ({
    scenario: reply.id,
    model: reply.model ?? "m",
    repeat: reply.repeat ?? 1,
    dimension,
    ...scoreItems(whole ? items : items.map((each) => ({ ...each, state: "ungraded" }))),
    items: whole ? items : items.map((each) => ({ ...each, state: "ungraded" })),
    details,
  });
  return [
    of(
      "disqualification",
      verdictItems(reply),
      whole && reply.said !== undefined ? { verdicts: [...(reply.earlier ?? []), reply.said] } : {},
    ),
    ...Object.entries(reply.items ?? {}).map(([dimension, items]) => of(dimension as Dimension, items, {})),
  ];
}

function verdictItems({ gold, said, acceptable, leak = false }: Reply): GradedItem[] {
  const unread = said === undefined || said === "needs_judge" || said === "conflict";
  const right = (acceptable ?? [gold]).some(
    (verdict) => (verdict === "no_verdict" ? verdict : REPLY_OF_GOLD[verdict]) === said,
  );
  const state = (met: boolean) => (unread ? "ungraded" : met ? "met" : "not_met");
  return [
    item("DC1", state(right), 6, true),
    item("DC2", state(said === REPLY_OF_GOLD[gold]), 2),
    item("DC9", said === "disqualify" ? (leak ? "met" : "not_met") : "n/a", -5, true),
  ];
}
