import type { ModelSummary, Summary } from "../../../records/summary.ts";
import { leaderboardLines, leadingRank, ranked, ranksMean } from "../../leaderboard.ts";
import { Plain } from "./plain.tsx";

interface Props {
  summary: Summary;
  chosen: string;
  onChoose: (model: string) => void;
}

/** Several models side by side, best first, each a button that turns the rest of the page to it; nothing for a single model. */
export function ModelChoice({ summary, chosen, onChoose }: Props) {
  if (summary.models.length < 2) return null;
  const models = ranked(summary);
  return (
    <section aria-labelledby="models-title">
      <h2 id="models-title">Models side by side</h2>
      <p class="lead">
        {ranksMean(summary)} Choose a model: the headline, and everything from “Scores” to “Critical
        failures”, is about that one.
      </p>
      {summary.leaderboard?.cautions.map((caution) => (
        <p key={caution} class="caution">
          <Plain text={caution} />
        </p>
      ))}
      <div class="scroll-x">
        <table class="models">
          <thead>
            <tr>
              <td />
              {models.map(({ model }) => (
                <ModelHeading
                  key={model}
                  model={model}
                  rank={leadingRank(summary.leaderboard, model)}
                  chosen={model === chosen}
                  onChoose={onChoose}
                />
              ))}
            </tr>
          </thead>
          <Lines summary={summary} models={models} />
        </table>
      </div>
    </section>
  );
}

function ModelHeading({
  model,
  rank,
  chosen,
  onChoose,
}: {
  model: string;
  rank: string | null;
  chosen: boolean;
  onChoose: (model: string) => void;
}) {
  return (
    <th scope="col" class={chosen ? "chosen" : ""}>
      <span class="rank">{rank === null ? "not ranked" : `rank ${rank}`}</span>
      <button type="button" aria-pressed={chosen} onClick={() => onChoose(model)}>
        <Plain text={model} />
      </button>
    </th>
  );
}

function Lines({ summary, models }: { summary: Summary; models: readonly ModelSummary[] }) {
  return (
    <tbody>
      {leaderboardLines(summary, models).map(({ name, means, cells }) => (
        <tr key={name}>
          <th scope="row">
            {name}
            {means !== "" && <span class="small block">{means}</span>}
          </th>
          {cells.map(({ figure, note, rank }, index) => (
            <td key={models[index]?.model} class="figure">
              {figure}
              {rank !== null && <span class="rank"> rank {rank}</span>}
              {note !== "" && <span class="small block">{note}</span>}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
