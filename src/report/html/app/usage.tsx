import type { Transcript } from "../../../records/transcript.ts";
import { counted, dollars } from "../../numbers.ts";
import { OUTCOME_WORDS } from "../../words.ts";
import { Plain } from "./plain.tsx";

/** What it took to get the reply: outcome, tokens, time and cost; unknown is said to be unknown. */
export function Usage({ transcript }: { transcript: Transcript }) {
  return (
    <details class="usage">
      <summary>
        <h3>Outcome and usage</h3>
      </summary>
      <p>
        Persona <Plain text={`${transcript.persona.name} ${transcript.persona.version}`} /> ·{" "}
        {counted(transcript.attempts, "attempt")} · cost {dollars(transcript.costUsd)}
      </p>
      <div class="scroll-x">
        <table>
          <thead>
            <tr>
              <th scope="col">Turn</th>
              <th scope="col">Outcome</th>
              <th scope="col">Stopped by</th>
              <th scope="col" class="number">
                Tokens in
              </th>
              <th scope="col" class="number">
                Tokens out
              </th>
              <th scope="col" class="number">
                From cache
              </th>
              <th scope="col" class="number">
                Time
              </th>
              <th scope="col">Request</th>
            </tr>
          </thead>
          <tbody>
            {transcript.turns.map((turn, index) => (
              <tr key={index}>
                <th scope="row">{index + 1}</th>
                <td>{OUTCOME_WORDS[turn.outcome]}</td>
                <td>
                  <Plain text={turn.stopReason ?? "unknown"} />
                </td>
                <td class="number">{tokens(turn.usage?.inputTokens)}</td>
                <td class="number">{tokens(turn.usage?.outputTokens)}</td>
                <td class="number">{tokens(turn.usage?.cacheReadInputTokens)}</td>
                <td class="number">
                  {turn.latencyMs === null ? "unknown" : `${(turn.latencyMs / 1000).toFixed(1)} s`}
                </td>
                <td>
                  <Plain text={turn.requestId ?? "unknown"} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function tokens(count: number | null | undefined): string {
  return count === null || count === undefined ? "unknown" : count.toLocaleString("en-GB");
}
