import { contentHash } from "../files/hash.ts";
import type { Run } from "../records/run.ts";
import { emptyTally, sum, type Tally } from "./tally.ts";

/** Everything that can change a score, known before the first call; it becomes the run's identity. */
export interface IdentityParts {
  persona: { name: string; version: string; sha256: string | null };
  policy: { version: string; sha256: string };
  /** Content hash of each scenario, gold and facts included. */
  scenarios: readonly { id: string; sha256: string }[];
  /** Checkers, rubrics, lexicons and the scoring rule. */
  gradersSha256: string;
  models: readonly { id: string; parameters: Record<string, unknown> }[];
  repeats: number;
}

/** What else run.json says of a run that begins: none of it can change a score. */
export interface RunParts extends IdentityParts {
  id: string;
  replies: Run["provenance"]["replies"];
  personaSource: string;
  scenariosSource: string;
  responsesSource: string | null;
  dealbenchVersion: string;
  gitCommit: string | null;
  startedAt: Date;
  notes: string[];
  /** Samples to be had: scenarios × models × repeats, or those of the shard. */
  planned: number;
  shard: Run["shard"] | null;
}

/** The identity of a run; `sha256` is over all the rest of it. A judge adds itself when it has judged. */
export function identityOf(parts: IdentityParts): Run["identity"] {
  const { persona, policy } = parts;
  const identity = {
    persona: { name: persona.name, version: persona.version, sha256: persona.sha256 },
    policy: { version: policy.version, sha256: policy.sha256 },
    scenarios: {
      count: parts.scenarios.length,
      sha256: contentHash(parts.scenarios.map(({ sha256 }) => sha256).sort()),
      hashes: parts.scenarios.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    },
    graders: { sha256: parts.gradersSha256 },
    judge: null,
    models: parts.models.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    repeats: parts.repeats,
  };
  return { sha256: contentHash(identity), ...identity };
}

/** The contents of run.json for a run that begins. */
export function beginRun(parts: RunParts): Run {
  const { startedAt, shard } = parts;
  const run: Run = {
    id: parts.id,
    status: "unfinished",
    identity: identityOf(parts),
    provenance: {
      replies: parts.replies,
      dealbenchVersion: parts.dealbenchVersion,
      gitCommit: parts.gitCommit,
      nodeVersion: process.versions.node,
      personaSource: parts.personaSource,
      scenariosSource: parts.scenariosSource,
      responsesSource: parts.responsesSource,
      startedAt: startedAt.toISOString(),
      finishedAt: startedAt.toISOString(),
      notes: parts.notes,
    },
    counts: countsOf(emptyTally(), parts.planned),
    cost: { incurredUsd: 0, inputTokens: 0, outputTokens: 0, attempts: 0 },
    ...(shard ? { shard } : {}),
  };
  return run;
}

/** The run with an identity of today's policy, scenarios and graders: what it is about to be graded by. A judge adds itself again. */
export function regradedBy(
  run: Run,
  today: Pick<IdentityParts, "policy" | "scenarios" | "gradersSha256">,
): Run {
  const { persona, models, repeats } = run.identity;
  return { ...run, identity: identityOf({ persona, models, repeats, ...today }) };
}

/** The run as it ended: `tally` is over its transcripts, each sample once. */
export function endRun(run: Run, tally: Tally, finishedAt: Date): Run {
  const counts = countsOf(tally, run.counts.planned);
  return {
    ...run,
    status: counts.transcripts < counts.planned ? "partial" : "complete",
    provenance: { ...run.provenance, finishedAt: finishedAt.toISOString() },
    counts,
    cost: costOf(run, tally),
  };
}

function countsOf({ transcripts, outcomes }: Tally, planned: number): Run["counts"] {
  return { planned, transcripts, ...outcomes };
}

/** A replay or a stand-in costs nothing; what a foreign transcript cost is known only if every one of them says so. */
function costOf(run: Run, tally: Tally): Run["cost"] {
  const earlier = run.superseded ?? emptyTally();
  const { replies } = run.provenance;
  const isFree = replies === "recorded" || replies === "simulated";
  const { seconds } = run.cost;
  return {
    incurredUsd: isFree ? 0 : sum(earlier.incurredUsd, tally.incurredUsd),
    inputTokens: sum(earlier.inputTokens, tally.inputTokens),
    outputTokens: sum(earlier.outputTokens, tally.outputTokens),
    attempts: isFree ? 0 : sum(earlier.attempts, tally.attempts),
    ...(seconds === undefined ? {} : { seconds }),
  };
}
