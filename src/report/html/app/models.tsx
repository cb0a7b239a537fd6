import type { ModelSummary } from "../../../records/summary.ts";
import { estimate } from "../../numbers.ts";
import { DIMENSION_WORDS } from "../../words.ts";
import { Plain } from "./plain.tsx";
import { DIMENSION_COLUMNS } from "./sort.ts";

interface Props {
  models: readonly ModelSummary[];
  chosen: string;
  onChoose: (model: string) => void;
}

/** Several models side by side, each a button that turns the rest of the page to it; nothing for a single model. */
export function ModelChoice({ models, chosen, onChoose }: Props) {
  if (models.length < 2) return null;
  return (
    <section aria-labelledby="models-title">
      <h2 id="models-title">Models side by side</h2>
      <p class="lead">
        Choose a model: the headline, and everything from here to “Every reply”, is about that one.
      </p>
      <div class="scroll-x">
        <table class="models">
          <thead>
            <tr>
              <th scope="col">Model</th>
              {DIMENSION_COLUMNS.map((dimension) => (
                <th key={dimension} scope="col">
                  {DIMENSION_WORDS[dimension].name}
                </th>
              ))}
              <th scope="col">Passed</th>
              <th scope="col" class="number">
                ★ Critical
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <ModelRow key={model.model} model={model} chosen={model.model === chosen} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ModelRow({
  model,
  chosen,
  onChoose,
}: {
  model: ModelSummary;
  chosen: boolean;
  onChoose: (model: string) => void;
}) {
  return (
    <tr class={chosen ? "chosen" : ""}>
      <th scope="row">
        <button type="button" aria-pressed={chosen} onClick={() => onChoose(model.model)}>
          <Plain text={model.model} />
        </button>
      </th>
      {DIMENSION_COLUMNS.map((dimension) => {
        const found = model.dimensions.find((entry) => entry.dimension === dimension);
        return (
          <td key={dimension} class="figure">
            {found && "low" in found.score ? estimate(found.score) : "none"}
          </td>
        );
      })}
      <td class="figure">{estimate(model.passRate)}</td>
      <td class="number">{model.criticalFailures.length}</td>
    </tr>
  );
}
