import { contentHash } from "../files/hash.ts";
import { transcriptOutcome, type Transcript } from "../records/transcript.ts";
import type { Run } from "../records/run.ts";

/** What a run was made of; everything here that can change a score enters its identity. */
export interface RunParts {
  id: string;
  replies: Run["provenance"]["replies"];
  persona: { name: string; version: string; sha256: string | null; source: string };
  policy: { version: string; sha256: string };
  scenarios: { hashes: readonly { id: string; sha256: string }[]; source: string };
  gradersSha256: string;
  transcripts: readonly Transcript[];
  /** Scenarios × models × repeats asked for. */
  planned: number;
  responsesSource: string | null;
  gitCommit: string | null;
  startedAt: Date;
  finishedAt: Date;
  notes: string[];
}

/** The contents of run.json for a run made of `parts`. */
export function describeRun(parts: RunParts, dealbenchVersion: string): Run {
  const { persona, policy, transcripts } = parts;
  const models = [...new Set(transcripts.map(({ model }) => model))].sort();
  const identity = {
    persona: { name: persona.name, version: persona.version, sha256: persona.sha256 },
    policy,
    scenarios: {
      count: parts.scenarios.hashes.length,
      sha256: contentHash(parts.scenarios.hashes.map(({ sha256 }) => sha256).sort()),
      hashes: parts.scenarios.hashes.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    },
    graders: { sha256: parts.gradersSha256 },
    judge: null,
    models: models.map((id) => ({ id, parameters: {} })),
    repeats: Math.max(0, ...transcripts.map(({ repeat }) => repeat)),
  };
  const counts = countOutcomes(transcripts, parts.planned);
  return {
    id: parts.id,
    status: counts.transcripts < counts.planned ? "partial" : "complete",
    identity: { sha256: contentHash(identity), ...identity },
    provenance: {
      replies: parts.replies,
      dealbenchVersion,
      gitCommit: parts.gitCommit,
      nodeVersion: process.versions.node,
      personaSource: persona.source,
      scenariosSource: parts.scenarios.source,
      responsesSource: parts.responsesSource,
      startedAt: parts.startedAt.toISOString(),
      finishedAt: parts.finishedAt.toISOString(),
      notes: parts.notes,
    },
    counts,
    cost: costOf(transcripts, parts.replies),
  };
}

function countOutcomes(transcripts: readonly Transcript[], planned: number): Run["counts"] {
  const counts = { ok: 0, refused: 0, truncated: 0, empty: 0, error: 0 };
  for (const transcript of transcripts) counts[transcriptOutcome(transcript)]++;
  return { planned, transcripts: transcripts.length, ...counts };
}

/** A replay costs nothing now; what a foreign transcript cost is known only if every one of them says so. */
function costOf(transcripts: readonly Transcript[], replies: Run["provenance"]["replies"]): Run["cost"] {
  const usages = transcripts.flatMap(({ turns }) => turns.map(({ usage }) => usage));
  return {
    incurredUsd: replies === "recorded" ? 0 : total(transcripts.map(({ costUsd }) => costUsd)),
    inputTokens: total(usages.map((usage) => usage?.inputTokens ?? null)),
    outputTokens: total(usages.map((usage) => usage?.outputTokens ?? null)),
  };
}

/** The sum, or null as soon as one part is unknown. */
function total(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum: number | null, part) => (sum === null || part === null ? null : sum + part), 0);
}
