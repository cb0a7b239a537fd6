import { contentHash } from "../../files/hash.ts";
import type { ArmSample } from "../../records/arm.ts";
import type { BankSnapshot } from "../../records/bank.ts";
import type { Transcript } from "../../records/transcript.ts";
import type { Sides } from "../../regression/sides.ts";
import { VERSION } from "../../version.ts";
import { askedAnswers, recordedAnswers } from "./answers.ts";
import {
  bankedRepeats,
  bankFiles,
  readBankState,
  readSnapshot,
  writeBankState,
  writeSnapshot,
} from "./bank.ts";
import { checkBank, freshRepeat, staleness } from "./check.ts";
import type { ReplyJudge } from "./judging.ts";
import { openRegressionLane, type RegressionLane, type SidesSettings } from "./lane.ts";
import { openJudgeOf } from "./openJudge.ts";
import type { PreparedRegression } from "./prepare.ts";
import { baselineRepeat, callsFor, type GradedAnswers, gradedAnswers } from "./sides.ts";

/** Both sides, ready to be asked. */
export interface OpenSides {
  sides: Sides;
  transcripts: {
    a: (samples: readonly ArmSample[]) => Transcript[];
    b: (samples: readonly ArmSample[]) => Transcript[];
  };
  costUsd: () => number | null;
  /** Sentences on what the sides rest on. */
  notes: string[];
  /** Calls that checking the bank took. */
  canary: { calls: number; kept: number };
  /** Null where code alone grades. */
  judge: ReplyJudge | null;
  close: () => Promise<void>;
}

/** A stand-in's replies cost nothing: so many of its baseline's count as banked, for each scenario. */
const FREE = 900;

/**
 * Opens both sides: recordings, a stand-in, or a model with its bank of cached baseline replies, which is checked first where it is stale;
 * and the judge, where there is one.
 * @throws DealbenchError for a model or a judge that cannot be called.
 */
export async function openSides(prepared: PreparedRegression, settings: SidesSettings): Promise<OpenSides> {
  const { kind, target } = prepared;
  const judges = kind === "live" && settings.isAsking && prepared.judge ? [prepared.judge.model] : [];
  const models = [...new Set([target.model, ...judges])];
  const lane = kind === "recorded" ? null : await openRegressionLane({ ...settings, models });
  const opened: Pick<RegressionLane, "close">[] = lane ? [lane, prepared.grader] : [prepared.grader];
  const close = async (): Promise<void> => {
    for (const one of opened) await one.close();
  };
  try {
    const judging = await openJudgeOf(prepared, lane, settings);
    if (judging.lane) opened.push(judging.lane);
    const { judge } = judging;
    const sides = lane
      ? await askedSides(prepared, lane, { judge, isAsking: settings.isAsking })
      : await recordedSides(prepared, settings.recordings, judge);
    return { ...sides, notes: [...sides.notes, ...judging.notes], judge, close };
  } catch (error) {
    await close();
    throw error;
  }
}

type SidesAlone = Omit<OpenSides, "judge" | "close">;

async function recordedSides(
  prepared: PreparedRegression,
  folder: string,
  judge: ReplyJudge | null,
): Promise<SidesAlone> {
  const { target, base, blessed, candidate, grader } = prepared;
  const before = blessed || !base ? null : await recordedAnswers(target.model, base, folder);
  const after = await recordedAnswers(target.model, candidate, folder);
  const [a, b] = [
    gradedAnswers(before?.answer ?? null, grader, judge),
    gradedAnswers(after?.answer ?? null, grader, judge),
  ];
  const repeats: BankSnapshot["repeats"] = {};
  for (const scenario of grader.byId.values()) {
    const held = Array.from({ length: before?.replay.repeats ?? 0 }, (_, index) => index + 1).filter(
      (repeat) =>
        before?.replay.models.some((model) => before.replay.find({ scenario, model, repeat }) !== undefined),
    );
    if (held.length > 0) repeats[scenario.id] = held;
  }
  const missing = [
    ...(blessed || before ? [] : [`Nothing was recorded for the baseline (${prepared.baseSource}).`]),
    ...(after ? [] : [`Nothing was recorded for the candidate (${candidate.source}): its text is new.`]),
  ];
  const notes =
    missing.length === 0
      ? []
      : [
          `${missing.join(" ")} Nothing could be checked. Name a model that can be called: --model anthropic:<model> (dealbench models lists them). simulated:director, a stand-in, needs no key, and can show a drop but clear no edit.`,
        ];
  return { ...sidesOf(prepared, { a, b, repeats, from: 1 }), notes };
}

async function askedSides(
  prepared: PreparedRegression,
  lane: RegressionLane,
  { judge, isAsking }: { judge: ReplyJudge | null; isAsking: boolean },
): Promise<SidesAlone> {
  const { target, base, candidate, grader } = prepared;
  const { model, parameters } = target;
  const b = gradedAnswers(askedAnswers(lane.executor, model, candidate, parameters), grader, judge);
  const a = gradedAnswers(base && askedAnswers(lane.executor, model, base, parameters), grader, judge);
  if (prepared.blessed) return { ...sidesOf(prepared, { a, b, repeats: {}, from: 1 }), notes: [] };
  if (!lane.store || !base) {
    const free = Array.from({ length: FREE }, (_, index) => index + 1);
    const repeats = Object.fromEntries(grader.scenarios.map(({ id }) => [id, free]));
    return { ...sidesOf(prepared, { a, b, repeats, from: 1 }), notes: [] };
  }
  const bank = await openBank(prepared, { ...lane, store: lane.store }, { a, isAsking });
  return { ...sidesOf(prepared, { a, b, ...bank }), ...bank };
}

/** The bank as this regression first saw it; checked, and refused where the model drifted, when it begins. */
async function openBank(
  prepared: PreparedRegression,
  { store, storeFile }: RegressionLane & { store: NonNullable<RegressionLane["store"]> },
  { a, isAsking }: { a: GradedAnswers; isAsking: boolean },
): Promise<{ repeats: BankSnapshot["repeats"]; from: number; notes: string[]; canary: OpenSides["canary"] }> {
  const { target, base, candidate, grader, gate, believed, seed, trusted } = prepared;
  if (!base) throw new Error("a bank belongs to a persona");
  const owner = { model: target.model, persona: base, parameters: target.parameters };
  const scenarios = grader.scenarios.map((scenario) => scenario.sha256);
  const regression = {
    candidate: candidate.sha256,
    scenarios,
    gate: gate.sha256,
    graders: grader.gradersSha256,
    ...(prepared.judge ? { judge: prepared.judge } : {}),
    seed,
  };
  const files = bankFiles(storeFile, owner, regression);
  const code = contentHash([VERSION, grader.gradersSha256]).slice(0, 16);
  const none = { notes: [] as string[], canary: { calls: 0, kept: 0 } };
  const begun = readSnapshot(files.snapshot);
  if (begun) return { repeats: begun.repeats, from: freshRepeat({}), ...none };
  const now = new Date();
  const kept = store.stats().models.find((one) => one.model === target.model);
  const state = readBankState(files.state) ?? {
    model: target.model,
    personaSha256: base.sha256,
    checkedAt: kept?.oldest ?? now.toISOString(),
    code,
    fromRepeat: 1,
  };
  let repeats = await bankedRepeats(store, owner, [...grader.byId.values()], state.fromRepeat);
  const why = Object.keys(repeats).length === 0 ? null : staleness(state, { at: now, code });
  if (!isAsking)
    return {
      repeats,
      from: state.fromRepeat,
      ...none,
      notes: why ? [`The bank is to be checked first, since ${why}.`] : [],
    };
  if (why === null) {
    if (Object.keys(repeats).length > 0) writeBankState(files.state, state);
    writeSnapshot(files.snapshot, { begunAt: now.toISOString(), repeats });
    return { repeats, from: state.fromRepeat, ...none };
  }
  const ask = { scenarios: grader.scenarios, seed, answer: a.ask, trusted };
  const found = await checkBank(why, { repeats }, believed, ask);
  const fromRepeat = found.verdict === "drifted" ? freshRepeat(repeats) : state.fromRepeat;
  repeats = await bankedRepeats(store, owner, [...grader.byId.values()], fromRepeat);
  if (found.verdict !== "unread")
    writeBankState(files.state, { ...state, checkedAt: now.toISOString(), code, fromRepeat });
  writeSnapshot(files.snapshot, { begunAt: now.toISOString(), repeats });
  return { repeats, from: fromRepeat, notes: [found.note], canary: { calls: found.calls, kept: found.kept } };
}

/** Sides over what is banked: the baseline's own samples first where it is a blessed run. */
function sidesOf(
  { blessed, grader }: PreparedRegression,
  {
    a,
    b,
    repeats,
    from,
  }: { a: GradedAnswers; b: GradedAnswers; repeats: BankSnapshot["repeats"]; from: number },
): Pick<OpenSides, "sides" | "transcripts" | "costUsd" | "canary"> {
  const samples = Map.groupBy(blessed?.samples ?? [], ({ scenario }) => scenario);
  const banked = new Map(
    grader.scenarios.map(({ id }) => [
      id,
      blessed ? (samples.get(id)?.length ?? 0) : (repeats[id]?.length ?? 0),
    ]),
  );
  return {
    sides: {
      banked,
      callsFor: callsFor(grader),
      askBaseline: async (scenario, nth) => {
        const blessedSample = samples.get(scenario)?.[nth - 1];
        if (blessedSample) return { sample: blessedSample, calls: 0, kept: 0 };
        return a.ask(scenario, blessed ? nth : baselineRepeat(repeats[scenario] ?? [], nth, from));
      },
      askCandidate: (scenario, nth) => b.ask(scenario, nth),
    },
    transcripts: { a: a.transcriptsOf, b: b.transcriptsOf },
    costUsd: () => {
      const [before, after] = [a.costUsd(), b.costUsd()];
      return before === null || after === null ? null : before + after;
    },
    canary: { calls: 0, kept: 0 },
  };
}
