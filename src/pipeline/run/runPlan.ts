import { loadElicitation } from "../../executor/elicit.ts";
import { countSamples, type Plan, planSamples, type Shard } from "../../executor/plan.ts";
import type { Replay } from "../../executor/replay.ts";
import { gradersHash } from "../../grading/identity.ts";
import { loadPersona } from "../../persona/load.ts";
import { loadPolicy } from "../../policy/load.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Persona } from "../../records/persona.ts";
import type { ModelParameters } from "../../records/request.ts";
import type { Run } from "../../records/run.ts";
import { type Transcript, transcriptOutcome } from "../../records/transcript.ts";
import { identityOf } from "../../runs/describe.ts";
import { loadScenarios, selectScenarios } from "../../scenarios/load.ts";
import { userTurns } from "../../scenarios/render.ts";
import { chooseModels, type ReplyKind } from "./runModels.ts";

/** What is asked of whom: the part of a run's options that its identity is made of, and the shard. */
export interface PlanOptions {
  persona: string;
  scenarios: string;
  suite?: string | undefined;
  filter?: string | undefined;
  /** Only scenarios of these ids; absent = all of the above. */
  only?: readonly string[] | undefined;
  policy: string;
  models: readonly string[];
  recordings: string;
  /** null = once for models that are asked, as often as was recorded for recordings. */
  repeats: number | null;
  parameters: ModelParameters;
  shard: Shard | null;
  /** Whether each conversation ends with a turn that asks for the verdict in one word. */
  elicit?: boolean | undefined;
}

/** A run that could begin: everything is read and checked, nothing is written and nobody was called. */
export interface PreparedRun {
  persona: Persona;
  plan: Plan;
  planned: number;
  kind: ReplyKind;
  parameters: ModelParameters;
  /** The turn that asks for the verdict; undefined where it is not asked. */
  elicit: string | undefined;
  replay: Replay | null;
  identity: Run["identity"];
  /** What a reader must know beforehand: scenarios without a recording. */
  notes: string[];
}

/**
 * Reads and checks persona, scenarios, policy, recordings and model ids, and makes the plan.
 * @throws InputError / DealbenchError for every mistake in them.
 */
export async function prepareRun(options: PlanOptions): Promise<PreparedRun> {
  const persona = await loadPersona(options.persona);
  const { only } = options;
  const loaded = selectScenarios(loadScenarios(options.scenarios), options).filter(
    ({ scenario }) => only === undefined || only.includes(scenario.id),
  );
  const policy = loadPolicy(options.policy);
  const elicitation = options.elicit ? loadElicitation() : undefined;
  const { kind, models, replay } = await chooseModels(options.models, persona, { ...options, elicitation });
  const plan: Plan = {
    scenarios: loaded.map(({ scenario }) => scenario),
    models: models.map(({ id }) => id),
    repeats: options.repeats ?? replay?.repeats ?? 1,
    shard: options.shard,
  };
  refuseTooManyShards(plan);
  const identity = identityOf({
    persona,
    policy,
    scenarios: loaded.map(({ scenario, contentHash }) => ({ id: scenario.id, sha256: contentHash })),
    gradersSha256: gradersHash(),
    models,
    repeats: plan.repeats,
  });
  const { parameters } = options;
  const elicit = elicitation?.ask;
  const notes = replay?.missing(plan) ?? [];
  if (replay && ![...planSamples(plan)].some((sample) => replay.find(sample)) && notes.length > 0) {
    throw new DealbenchError(
      ["None of the chosen scenarios has a recording that fits:", ...notes].join("\n  "),
    );
  }
  return {
    persona,
    plan,
    planned: countSamples(plan),
    kind,
    parameters,
    elicit,
    replay,
    identity,
    notes,
  };
}

/** @throws DealbenchError where some part would be empty in any case. */
function refuseTooManyShards(plan: Plan): void {
  const { shard } = plan;
  const whole = countSamples({ ...plan, shard: null });
  if (shard === null || shard.of <= whole) return;
  throw new DealbenchError(
    `--shard ${shard.index}/${shard.of}: found more parts than there are replies, expected at most ${whole}`,
  );
}

/**
 * Tells whether a transcript answers a planned sample: same persona, a scenario that asks what was asked then, and one of
 * `models`, those whose parameters are as they were.
 */
export function answersPlanned(
  { persona, plan }: Pick<PreparedRun, "persona" | "plan">,
  models: ReadonlySet<string>,
): (transcript: Transcript) => boolean {
  const sent = new Map(plan.scenarios.map((scenario) => [scenario.id, userTurns(scenario)]));
  return (transcript) => {
    const { scenario, model, repeat } = transcript;
    const turns = sent.get(scenario);
    return (
      turns !== undefined &&
      transcript.persona.sha256 === persona.sha256 &&
      models.has(model) &&
      repeat <= plan.repeats &&
      hasAsked(transcript, turns)
    );
  };
}

/** Whether a conversation asked these turns, all of them unless it broke off. */
function hasAsked(transcript: Transcript, turns: readonly string[]): boolean {
  const asked = transcript.turns.map(({ user }) => user);
  const isWhole = asked.length === turns.length || transcriptOutcome(transcript) !== "ok";
  return isWhole && asked.length <= turns.length && asked.every((text, index) => text === turns[index]);
}
