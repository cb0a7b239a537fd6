import type { Run } from "../../../records/run.ts";
import type { Summary } from "../../../records/summary.ts";
import { dollars } from "../../numbers.ts";
import { Plain } from "./plain.tsx";

/** What was run, exactly: enough to tell two runs alike or apart. */
export function Provenance({ run, summary }: { run: Run; summary: Summary }) {
  const { identity, provenance, counts, cost } = run;
  const rows: [string, string][] = [
    ["Identity", identity.sha256],
    ["Persona", `${identity.persona.name} ${identity.persona.version}`],
    ["Persona, SHA-256 of the system prompt", identity.persona.sha256 ?? "unknown"],
    ["Persona read from", provenance.personaSource],
    ["Policy", `${identity.policy.version} · ${identity.policy.sha256}`],
    ["Scenarios", `${identity.scenarios.count} · ${identity.scenarios.sha256}`],
    ["Scenarios read from", provenance.scenariosSource],
    ["Replies read from", provenance.responsesSource ?? "not from a file"],
    ["Graders", identity.graders.sha256],
    ["Judge", identity.judge ? `${identity.judge.model} · ${identity.judge.sha256}` : "none ran"],
    ...identity.models.map(({ id, parameters }): [string, string] => [
      "Model",
      Object.keys(parameters).length === 0 ? id : `${id} ${JSON.stringify(parameters)}`,
    ]),
    ["Repeats", String(identity.repeats)],
    ["Replies planned", counts.planned.toLocaleString("en-GB")],
    ["Replies by outcome", outcomes(counts)],
    ["Cost", dollars(cost.incurredUsd)],
    ["Tokens in / out", `${tokens(cost.inputTokens)} / ${tokens(cost.outputTokens)}`],
    ["Intervals speak of", `${summary.estimand}: deals like these, by family`],
    ["dealbench", `${provenance.dealbenchVersion}, commit ${provenance.gitCommit ?? "unknown"}`],
    ["Node", provenance.nodeVersion],
    ["Started", provenance.startedAt],
    ["Finished", provenance.finishedAt],
  ];
  return (
    <section aria-labelledby="provenance-title">
      <h2 id="provenance-title">Provenance</h2>
      <dl class="provenance">
        {rows.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{name}</dt>
            <dd>
              <Plain text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function outcomes(counts: Run["counts"]): string {
  return (["ok", "refused", "truncated", "empty", "error"] as const)
    .map((outcome) => `${counts[outcome].toLocaleString("en-GB")} ${outcome}`)
    .join(" · ");
}

function tokens(count: number | null): string {
  return count === null ? "unknown" : count.toLocaleString("en-GB");
}
