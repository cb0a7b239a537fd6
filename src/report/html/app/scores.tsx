import type { Reliability } from "../../../records/calibration.ts";
import type { DimensionSummary, ModelSummary } from "../../../records/summary.ts";
import { counted, estimate, noInterval, score, shortEstimate, sum } from "../../numbers.ts";
import { dimensionDoubt } from "../../scoreDoubt.ts";
import {
  CRITICAL_MEANS,
  DIMENSION_WORDS,
  DOUBT_MEANS,
  SCORE_DOUBT_MEANS,
  UNGRADED_MEANS,
  UNREAD_MEANS,
} from "../../words.ts";
import { isUnread } from "./filter.ts";
import type { Row } from "./load.ts";
import { ScorePlot } from "./plot.tsx";

/** Scores by dimension with their intervals, and how much of each rests on nothing yet. */
export function Scores({ model, rows }: { model: ModelSummary; rows: readonly Row[] }) {
  const unread = rows.filter((row) => row.model === model.model && isUnread(row)).length;
  const ungraded = sum(model.dimensions.map((dimension) => dimension.items.ungraded));
  const unscored = sum(model.dimensions.map((dimension) => dimension.unscored));
  const doubtAt = ({ dimension, score: value }: DimensionSummary): Reliability | null =>
    value.value === null ? null : dimensionDoubt(model.items, dimension);
  const isDoubted = model.dimensions.some((dimension) => doubtAt(dimension) !== null);
  return (
    <section aria-labelledby="scores-title">
      <h2 id="scores-title">Scores</h2>
      <p class="lead">
        Mean over scenarios from 0 to 1, with the 95% interval for deals like these.{" "}
        {ungraded > 0 && (
          <>
            <strong>{counted(ungraded, "item is", "items are")} ungraded and in no score.</strong>{" "}
            {UNGRADED_MEANS}{" "}
          </>
        )}
        {CRITICAL_MEANS}
      </p>
      <div class="scroll-x">
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">Dimension</th>
              <th scope="col">Score (95% interval)</th>
              <th scope="col" aria-label="The score on a line from 0 to 1">
                <span class="axis-ends">
                  <span>0</span>
                  <span>1</span>
                </span>
              </th>
              <th scope="col" class="number">
                Replies scored
              </th>
              {unscored > 0 && (
                <th scope="col" class="number">
                  If none were dropped
                </th>
              )}
              <th scope="col" class="number">
                Items graded
              </th>
              <th scope="col" class="number">
                Ungraded
              </th>
              <th scope="col" class="number">
                <span title="Replies with a critical failure">★ Critical</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {model.dimensions.map((dimension) => (
              <DimensionRow
                key={dimension.dimension}
                dimension={dimension}
                doubt={doubtAt(dimension)}
                withBounds={unscored > 0}
                unread={dimension.dimension === "disqualification" ? unread : 0}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="small">
        Dot: score. Bar: 95% interval.
        {noInterval(model.dimensions.map((dimension) => dimension.score)).map((sentence) => ` ${sentence}`)}
        {unscored > 0 &&
          " Thin line and “if none were dropped”: the mean if every reply without a score had scored 0, or 1."}
        {unread > 0 && ` ${UNREAD_MEANS}`}
        {isDoubted && ` ${DOUBT_MEANS} ${SCORE_DOUBT_MEANS}`}
      </p>
      <dl class="figures">
        <div>
          <dt>Scenarios passed</dt>
          <dd>{estimate(model.passRate)}</dd>
          <dd class="small">no critical failure and every scored dimension at least 0.65</dd>
        </div>
        <div>
          <dt>Composite</dt>
          <dd>{score(model.composite)}</dd>
          <dd class="small">a weighted mean of the dimensions, for convenience only</dd>
        </div>
        {model.words && (
          <div>
            <dt>Words in the last reply</dt>
            <dd>{Math.round(model.words.mean).toLocaleString("en-GB")} on average</dd>
            <dd class="small">
              median {Math.round(model.words.median).toLocaleString("en-GB")}, longest{" "}
              {model.words.max.toLocaleString("en-GB")}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

interface RowProps {
  dimension: DimensionSummary;
  doubt: Reliability | null;
  withBounds: boolean;
  /** Replies with a score whose verdict could not be read. */
  unread: number;
}

function DimensionRow({ dimension, doubt, withBounds, unread }: RowProps) {
  const { score: value, bounds, scored, unscored, items, criticalFails } = dimension;
  const words = DIMENSION_WORDS[dimension.dimension];
  return (
    <tr>
      <th scope="row">
        {words.name}
        <span class="small block">{words.asks}</span>
      </th>
      <td class="figure">
        {shortEstimate(value)}
        {doubt && (
          <span class="tag" title={doubt.why}>
            {doubt.state}
          </span>
        )}
      </td>
      <td>
        <ScorePlot value={value} {...(unscored > 0 ? { bounds } : {})} />
      </td>
      <td class="number">
        {scored} of {scored + unscored}
        {unread > 0 && <span class="small block">{unread} without the verdict</span>}
      </td>
      {withBounds && (
        <td class="number">{unscored > 0 ? `${score(bounds.low)}–${score(bounds.high)}` : "the same"}</td>
      )}
      <td class="number">{(items.met + items.not_met).toLocaleString("en-GB")}</td>
      <td class="number">{items.ungraded.toLocaleString("en-GB")}</td>
      <td class={`number ${criticalFails > 0 ? "bad" : ""}`}>{criticalFails}</td>
    </tr>
  );
}
