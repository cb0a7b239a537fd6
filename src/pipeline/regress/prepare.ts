import { refuseDifferentGrading, refuseOtherJudge } from "../../comparison/compare.ts";
import { type LoadedGate, loadGate } from "../../comparison/loadGate.ts";
import { contentHash } from "../../files/hash.ts";
import { commitAtStart } from "../../files/git.ts";
import { readCalibration } from "../../grading/calibrationFile.ts";
import { judgeHash } from "../../grading/judge/identity.ts";
import { findPersona } from "../../persona/find.ts";
import { loadPersona } from "../../persona/load.ts";
import type { Arm, ArmRun, ArmSample } from "../../records/arm.ts";
import { type CalibrationRecord, GRADED_BY } from "../../records/calibration.ts";
import { DealbenchError } from "../../records/errors.ts";
import type { Estimand, GatePolicy } from "../../records/gate.ts";
import type { Persona } from "../../records/persona.ts";
import type { ModelParameters } from "../../records/request.ts";
import { readBaseline } from "../../runs/baseline.ts";
import { loadScenarios, selectScenarios } from "../../scenarios/load.ts";
import { withoutWeak } from "../../summary/comparison/compare.ts";
import { gateable, samplesWithoutLines, weakRubricLines } from "../../summary/comparison/weak.ts";
import { openGrader, type ReplyGrader } from "./grading.ts";
import { rulesReadOf } from "./standIn.ts";

/** What a regression compares, on which scenarios, by which gate; paths as the user gave them. */
export interface RegressionTarget {
  /** The candidate. */
  persona: string;
  /** The baseline: a persona file or git ref, or a blessed run's name. */
  base: { persona: string } | { baseline: string };
  model: string;
  parameters: ModelParameters;
  scenarios: string;
  suite?: string | undefined;
  filter?: string | undefined;
  policy: string;
  gate: string;
  estimand?: Estimand | undefined;
  reports: string;
  includeWeak: boolean;
  /** Who grades what code cannot tell; null = nobody. */
  judge: { model: string; votes: number } | null;
  /** null = made of what is compared, so that the same edit is looked at in the same order. */
  seed: number | null;
  /** Regressions that are read together: they share the gate's alpha and beta, each an equal part (Bonferroni). */
  readTogether?: number | undefined;
}

type ReplyKind = "recorded" | "live" | "simulated";

/** A regression that could begin: everything is read and checked, nobody was asked. */
export interface PreparedRegression {
  target: RegressionTarget;
  kind: ReplyKind;
  candidate: Persona;
  /** Null where a blessed run's persona is nowhere to be found: then its own replies are all there is. */
  base: Persona | null;
  blessed: Arm | null;
  baseSource: string;
  gate: LoadedGate;
  /** The gate with what is believed alone. */
  believed: GatePolicy;
  calibration: CalibrationRecord | null;
  trusted: (sample: ArmSample) => ArmSample;
  grader: ReplyGrader;
  /** With the hash of its prompts and settings. */
  judge: { model: string; votes: number; sha256: string } | null;
  seed: number;
  /** The same prompt to the same model: nothing can differ. */
  identical: boolean;
  /** The rules in which a stand-in tells the two texts apart, in words; null where none answers, or the baseline's text is not at hand. */
  readByStandIn: readonly string[] | null;
  /** A stand-in takes both texts for one: its replies could show nothing of the edit. */
  unread: boolean;
  /** What stands on disk of either side, but for what only its replies tell. */
  runOf: (persona: Persona, side: string) => ArmRun;
}

/**
 * Reads and checks everything that a regression is made of.
 * @throws InputError / DealbenchError for every mistake, and for a baseline of other graders, policy or judge.
 */
export async function prepareRegression(
  target: RegressionTarget,
  { onWarning }: { onWarning: (warning: string) => void },
): Promise<PreparedRegression> {
  const kind = kindOf(target.model);
  const gate = gateOf(target);
  const candidate = await loadPersona(target.persona);
  const { base, blessed, source } = await openBase(target);
  const loaded = selectScenarios(loadScenarios(target.scenarios), target);
  const shared = blessed ? loaded.filter((one) => isIn(blessed, one.scenario.id, one.contentHash)) : loaded;
  const calibration = readCalibration();
  const grader = openGrader(shared, { policyFile: target.policy, calibration, onWarning });
  for (const line of blessed?.lines ?? []) grader.lines.set(line.id, line);
  const judge = target.judge && { ...target.judge, sha256: judgeHash(target.judge.votes) };
  const gitCommit = await commitAtStart(process.cwd());
  const runOf = (persona: Persona, side: string) =>
    armRun(persona, side, { target, kind, grader, judge, gitCommit });
  if (blessed) {
    refuseOtherJudge({ arm: blessed, source }, judge);
    const now = { arm: { ...blessed, run: runOf(candidate, "candidate") }, source: candidate.source };
    refuseDifferentGrading({ arm: blessed, source }, now);
  }
  // What is left out is settled before the first reply, whoever will come to grade it.
  const hands = GRADED_BY.filter((by) => by === "checker" || judge !== null);
  const weak = target.includeWeak ? [] : weakRubricLines(grader.rubrics, calibration, hands);
  const baseSha256 = base?.sha256 ?? blessed?.run.persona.sha256 ?? null;
  const sameModel = blessed === null || blessed.run.model === target.model;
  const identical = candidate.sha256 === baseSha256 && sameModel;
  const readByStandIn = rulesReadOf({ kind, base, candidate });
  return {
    target,
    kind,
    candidate,
    base,
    blessed,
    baseSource: source,
    gate,
    believed: {
      ...gate,
      gating: gateable(gate.gating, grader.rubrics, weak),
      critical: withoutWeak(gate.critical, weak),
    },
    calibration,
    trusted: (sample) => samplesWithoutLines([sample], grader.lines, weak)[0] ?? sample,
    grader,
    judge,
    seed: target.seed ?? seedOf([candidate.sha256, baseSha256, target.model]),
    identical,
    readByStandIn,
    unread: readByStandIn?.length === 0 && sameModel && !identical,
    runOf,
  };
}

/** The gate that decides a regression: the file's, with what the command line says otherwise. */
export function gateOf({
  gate,
  estimand,
  readTogether = 1,
}: Pick<RegressionTarget, "gate" | "estimand" | "readTogether">): LoadedGate {
  const loaded = loadGate(gate);
  const { alpha, beta } = loaded;
  return {
    ...loaded,
    estimand: estimand ?? loaded.estimand,
    alpha: alpha / readTogether,
    beta: beta / readTogether,
  };
}

/** Whose replies a model's are. @throws DealbenchError (exit 2) for a name that is none. */
export function kindOf(model: string): ReplyKind {
  const [provider = "", ...name] = model.split(":");
  if (provider === "" || name.join(":") === "") {
    throw new DealbenchError(
      `--model: found "${model}", expected recorded:llm, recorded:<arm>, simulated:director, or <provider>:<model> such as anthropic:claude-sonnet-5`,
    );
  }
  return provider === "recorded" || provider === "simulated" ? provider : "live";
}

async function openBase({
  base,
  reports,
}: RegressionTarget): Promise<{ base: Persona | null; blessed: Arm | null; source: string }> {
  if ("persona" in base)
    return { base: await loadPersona(base.persona), blessed: null, source: base.persona };
  const blessed = readBaseline(reports, base.baseline);
  const { persona, personaSource, gitCommit } = blessed.run;
  const found = await findPersona({ sha256: persona.sha256, source: personaSource, gitCommit });
  return { base: found, blessed, source: `baseline ${base.baseline}` };
}

function isIn({ scenarios }: Arm, id: string, sha256: string): boolean {
  return scenarios.some((scenario) => scenario.id === id && scenario.sha256 === sha256);
}

function armRun(
  { name, version, sha256, source }: Persona,
  side: string,
  how: Pick<PreparedRegression, "target" | "kind" | "grader" | "judge"> & { gitCommit: string | null },
): ArmRun {
  const { target, kind, grader, judge, gitCommit } = how;
  const { model, parameters } = target;
  const scenarios = grader.scenarios.map((scenario) => scenario.sha256);
  const judged = judge && { model: judge.model, sha256: judge.sha256 };
  const graded = {
    graders: grader.gradersSha256,
    policy: grader.policy,
    ...(judged ? { judge: judged } : {}),
  };
  const made = { sha256, model, parameters, scenarios, ...graded };
  const identitySha256 = contentHash(made);
  return {
    id: `regress-${side}-${identitySha256.slice(0, 12)}`,
    status: "complete",
    identitySha256,
    persona: { name, version, sha256 },
    policy: grader.policy,
    graders: { sha256: grader.gradersSha256 },
    judge: judged,
    model,
    replies: kind,
    finishedAt: new Date().toISOString(),
    gitCommit,
    personaSource: source,
  };
}

function seedOf(parts: readonly unknown[]): number {
  return Number.parseInt(contentHash(parts).slice(0, 7), 16);
}
