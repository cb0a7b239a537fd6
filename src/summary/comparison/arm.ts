import type { Arm, ArmRun, ArmSample, ArmScenario } from "../../records/arm.ts";
import type { Decision } from "../../records/decision.ts";
import type { GradedItem } from "../../records/grade.ts";
import { DIMENSIONS, type Rubric } from "../../records/rubric.ts";
import type { Run } from "../../records/run.ts";
import type { Scenario } from "../../records/scenario.ts";
import { transcriptOutcome } from "../../records/transcript.ts";
import { isUnscored, scoreOf } from "../dimensions.ts";
import { failsCritically } from "../items.ts";
import { type Graded, type Sample, samplesOf } from "../samples.ts";
import { lastVerdict } from "../stance.ts";
import { countWords } from "../words.ts";

/** The item that says whether a reply's verdict is acceptable (CODEBOOK §4.3). */
export const VERDICT_ITEM = "DC1";

/**
 * Reduces one model's part of a run to what a comparison needs. `hashes` names each scenario's content hash as the run
 * recorded it; scenarios without one are left out.
 */
export function armOf(
  graded: Graded & { run: Run },
  model: string,
  hashes: ReadonlyMap<string, string>,
  rubrics: readonly Rubric[],
): Arm {
  const samples = samplesOf(graded, model).filter(({ scenario }) => hashes.has(scenario.id));
  const scenarios = new Set(samples.map(({ scenario }) => scenario));
  return {
    run: armRun(graded.run, model),
    lines: linesOf(samples, rubrics),
    scenarios: [...scenarios].map((scenario) =>
      armScenario(scenario, hashes.get(scenario.id) ?? "", graded.decisions[scenario.id] ?? []),
    ),
    samples: samples.map(armSample),
  };
}

function armRun({ id, status, identity, provenance }: Run, model: string): ArmRun {
  const { name, version, sha256 } = identity.persona;
  return {
    id,
    status,
    identitySha256: identity.sha256,
    persona: { name, version, sha256 },
    policy: { version: identity.policy.version, sha256: identity.policy.sha256 },
    graders: { sha256: identity.graders.sha256 },
    judge: identity.judge && { model: identity.judge.model, sha256: identity.judge.sha256 },
    model,
    replies: provenance.replies,
    finishedAt: provenance.finishedAt,
    gitCommit: provenance.gitCommit,
    personaSource: provenance.personaSource,
  };
}

/** Every item id in the samples, with its points as graded and what its rubric line calls it. */
export function linesOf(samples: readonly Sample[], rubrics: readonly Rubric[]): Arm["lines"] {
  const known = new Map(rubrics.flatMap(({ items }) => items.map((item) => [item.id, item])));
  const lines = new Map<string, Arm["lines"][number]>();
  for (const { dimension, items } of samples.flatMap(({ grades }) => [...grades.values()])) {
    for (const { id, points } of items) {
      const [line = id, ...subject] = id.split(".");
      const { title = line, failed } = known.get(line) ?? {};
      const named = (words: string): string => [words, ...subject].join(": ").replaceAll("_", " ");
      lines.set(id, {
        id,
        dimension,
        title: named(title),
        ...(failed === undefined ? {} : { failed: named(failed) }),
        points,
      });
    }
  }
  return [...lines.values()].toSorted((one, other) => BY_NUMBER.compare(one.id, other.id));
}

/** DC2 before DC10. Made once: a locale that each comparison of two ids names anew takes most of the sorting. */
const BY_NUMBER = new Intl.Collator("en", { numeric: true });

/** What a comparison needs of a scenario whose content has this hash; `gold[i]` is the decision that is right after user turn i+1. */
export function armScenario(scenario: Scenario, sha256: string, gold: readonly Decision[]): ArmScenario {
  const { id, title, family, pairRole, verdictExpected } = scenario;
  return {
    id,
    sha256,
    title,
    family,
    pairRole,
    gold: verdictExpected ? (gold.at(-1)?.verdict ?? null) : null,
  };
}

/** What a comparison needs of one graded reply. */
export function armSample(sample: Sample): ArmSample {
  const { scenario, transcript, grades } = sample;
  const items = [...grades.values()].flatMap((grade) => grade.items);
  const idsWhere = (test: (item: GradedItem) => boolean) => items.filter(test).map(({ id }) => id);
  const unread = idsWhere(({ state }) => state === "ungraded");
  return {
    scenario: scenario.id,
    repeat: sample.repeat,
    outcome: transcript ? transcriptOutcome(transcript) : "missing",
    said: lastVerdict(grades.get("disqualification")?.details["verdicts"]),
    scores: Object.fromEntries(
      [...grades.keys()].map((dimension) => [dimension, scoreOf(sample, dimension)]),
    ),
    unscored: DIMENSIONS.filter((dimension) => isUnscored(sample, dimension)),
    good: idsWhere(({ state, points }) => isGraded(state) && (state === "met") === points > 0),
    bad: idsWhere(({ state, points }) => isGraded(state) && (state === "met") !== points > 0),
    judged: items.filter(({ by, state }) => by === "judge" && isGraded(state)).map(({ id }) => id),
    ungraded: items.length === 0 && scenario.verdictExpected ? [VERDICT_ITEM] : unread,
    critical: items.filter(failsCritically).map(({ id, reason }) => ({ id, reason })),
    words:
      transcript && transcriptOutcome(transcript) === "ok"
        ? countWords(transcript.turns.at(-1)?.assistant ?? "")
        : null,
    calls: transcript ? transcript.turns.length + (transcript.elicited ? 1 : 0) : 0,
    costUsd: transcript?.costUsd ?? null,
  };
}

function isGraded(state: GradedItem["state"]): boolean {
  return state === "met" || state === "not_met";
}
