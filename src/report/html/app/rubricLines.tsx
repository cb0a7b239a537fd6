import type { ItemSummary, ModelSummary, Summary } from "../../../records/summary.ts";
import { doubtOf } from "../../item.ts";
import { DIMENSION_WORDS, DOUBT_MEANS } from "../../words.ts";
import { Plain } from "./plain.tsx";

interface Props {
  model: ModelSummary;
  calibration: Summary["calibration"];
}

/** Every rubric line with its counts by state, folded away: which lines cost the points. */
export function RubricLines({ model, calibration }: Props) {
  const groups = Map.groupBy(model.items, (item) => item.dimension);
  return (
    <details class="fold">
      <summary>Every rubric line and how often it was met</summary>
      <div class="scroll-x">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col" class="number">
                Points
              </th>
              <th scope="col" class="number">
                Met
              </th>
              <th scope="col" class="number">
                Not met
              </th>
              <th scope="col" class="number">
                Ungraded
              </th>
              <th scope="col" class="number">
                Not applicable
              </th>
            </tr>
          </thead>
          {[...groups].map(([dimension, items]) => (
            <tbody key={dimension}>
              <tr>
                <th scope="rowgroup" colSpan={6} class="group">
                  {DIMENSION_WORDS[dimension].name}
                </th>
              </tr>
              {items.map((item) => (
                <LineRow key={item.id} item={item} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <p class="small">
        Lines with negative points describe something unwanted: “met” there means that it happened.
      </p>
      {calibration && (
        <p class="small">
          {DOUBT_MEANS} {calibration.note} Calibrated on {calibration.measuredOn}
          {calibration.sameGraders ? "." : "; the graders were edited since."}
        </p>
      )}
    </details>
  );
}

function LineRow({ item }: { item: ItemSummary }) {
  const { states } = item;
  const doubt = doubtOf([item], { id: item.id });
  return (
    <tr>
      <th scope="row">
        <code>{item.id}</code> <Plain text={item.title} /> {item.critical && <abbr title="critical">★</abbr>}
        {doubt && (
          <span class="tag" title={doubt.why}>
            {doubt.state}
          </span>
        )}
      </th>
      <td class="number">{signed(item.points)}</td>
      <td class={`number ${item.points < 0 && states.met > 0 ? "bad" : ""}`}>{states.met}</td>
      <td class={`number ${item.points > 0 && states.not_met > 0 ? "bad" : ""}`}>{states.not_met}</td>
      <td class="number">{states.ungraded}</td>
      <td class="number">{states["n/a"]}</td>
    </tr>
  );
}

function signed(points: number): string {
  return points > 0 ? `+${points}` : String(points).replace("-", "−");
}
