import { contentHash } from "../files/hash.ts";
import { listed } from "../files/wording.ts";
import type { Run } from "../records/run.ts";

type Identity = Run["identity"];

/** What of a run's identity another one differs in, in words for the user; nothing where they are the same. A judge is left out: it comes later. */
export function identityChanges(before: Identity, now: Identity): string[] {
  return [
    ...(before.persona.sha256 === now.persona.sha256 ? [] : [`persona (${personasOf(before, now)})`]),
    ...scenarioChanges(before, now),
    ...(before.policy.sha256 === now.policy.sha256 ? [] : ["policy"]),
    ...(before.graders.sha256 === now.graders.sha256 ? [] : ["graders"]),
    ...modelChanges(before, now),
    ...(before.repeats === now.repeats ? [] : [`repeats (${before.repeats}, now ${now.repeats})`]),
  ];
}

/** The models of a run whose parameters are those of another one: what they said there still answers what is asked here. */
export function sameModels(before: Identity, now: Identity): Set<string> {
  const then = parametersOf(before);
  return new Set([...parametersOf(now)].flatMap(([id, text]) => (then.get(id) === text ? [id] : [])));
}

function personasOf(before: Identity, now: Identity): string {
  const name = ({ version, sha256 }: Identity["persona"]): string =>
    `${version} ${sha256?.slice(0, 12) ?? "unknown"}`;
  return `${name(before.persona)}, now ${name(now.persona)}`;
}

function scenarioChanges(before: Identity, now: Identity): string[] {
  const then = new Map(before.scenarios.hashes.map(({ id, sha256 }) => [id, sha256]));
  const today = new Map(now.scenarios.hashes.map(({ id, sha256 }) => [id, sha256]));
  const edited = [...today.keys()].filter((id) => then.has(id) && then.get(id) !== today.get(id));
  const added = [...today.keys()].filter((id) => !then.has(id));
  const gone = [...then.keys()].filter((id) => !today.has(id));
  return [
    named("scenarios edited", edited),
    named("scenarios added", added),
    named("scenarios left out", gone),
  ].flat();
}

function modelChanges(before: Identity, now: Identity): string[] {
  const then = parametersOf(before);
  const today = parametersOf(now);
  const same = sameModels(before, now);
  const edited = [...today.keys()].filter((id) => then.has(id) && !same.has(id));
  const added = [...today.keys()].filter((id) => !then.has(id));
  const gone = [...then.keys()].filter((id) => !today.has(id));
  return [named("parameters", edited), named("models added", added), named("models left out", gone)].flat();
}

function parametersOf({ models }: Identity): Map<string, string> {
  return new Map(models.map(({ id, parameters }) => [id, contentHash(parameters)]));
}

function named(what: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`${what} (${listed(ids)})`];
}
