import type { Run } from "../../../records/run.ts";
import type { ModelSummary } from "../../../records/summary.ts";
import { latencyCell, tokensCell } from "../../leaderboard.ts";
import { counted, dollars, percent } from "../../numbers.ts";

const PAID: Record<Run["provenance"]["replies"], string> = {
  recorded: "nobody was called",
  live: "paid by this run",
  simulated: "nobody was called",
  foreign: "as the transcripts tell it",
};

/** What the chosen model's replies took: money, time, tokens and lost calls. Unknown is said to be unknown. */
export function Money({ run, model }: { run: Run; model: ModelSummary }) {
  const { usage, outcomes, verdicts } = model;
  const lost = outcomes.counts.error + outcomes.counts.missing;
  return (
    <section aria-labelledby="money-title">
      <h2 id="money-title">What it took</h2>
      <dl class="figures">
        <div>
          <dt>Cost per verdict</dt>
          <dd>{dollars(usage.perVerdictUsd)}</dd>
          <dd class="small">
            list cost of all replies by the {counted(verdicts.answered, "verdict")} that could be read
            {run.judge && "; the judge’s calls are not in it"}
          </dd>
        </div>
        <div>
          <dt>Incurred cost</dt>
          <dd>{dollars(usage.incurredUsd)}</dd>
          <dd class="small">
            {PAID[run.provenance.replies]}; list cost {dollars(usage.listUsd)}
            {usage.listUsd === null &&
              usage.priced > 0 &&
              ` (known for ${usage.priced} of ${outcomes.planned} replies)`}
          </dd>
        </div>
        <div>
          <dt>Latency, p50 / p95</dt>
          <dd>{latencyCell(usage)}</dd>
          <dd class="small">
            at the HTTP call, waiting in our queue left out
            {usage.latencyMs && `; ${counted(usage.latencyMs.n, "call")}`}
          </dd>
        </div>
        <div>
          <dt>Tokens, in / out</dt>
          <dd>{tokensCell(usage)}</dd>
          <dd class="small">
            {usage.tokens.cacheShare === null
              ? "share from the provider’s cache unknown"
              : `${percent(usage.tokens.cacheShare)} of the input from the provider’s cache`}
          </dd>
        </div>
        <div>
          <dt>Calls lost</dt>
          <dd>{outcomes.errorRate === null ? "unknown" : `${lost} of ${outcomes.planned}`}</dd>
          <dd class="small">
            failed or left no record; in no score
            {lost > 0 && outcomes.errorRate !== null && ` (${percent(outcomes.errorRate)})`}
          </dd>
        </div>
      </dl>
    </section>
  );
}
