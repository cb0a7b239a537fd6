import type { MaybeEstimate } from "../../../records/summary.ts";
import { estimate } from "../../numbers.ts";

const WIDTH = 180;
const HEIGHT = 18;

/** A score on the line from 0 to 1: dot = value, bar = 95 % interval, thin line = bounds if nothing were dropped. */
export function ScorePlot({
  value,
  bounds,
}: {
  value: MaybeEstimate;
  bounds?: { low: number; high: number };
}) {
  const x = (score: number) => 4 + score * (WIDTH - 8);
  const middle = HEIGHT / 2;
  return (
    <svg class="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={estimate(value)}>
      <line class="plot-axis" x1={x(0)} x2={x(1)} y1={middle} y2={middle} />
      {[0, 0.5, 1].map((tick) => (
        <line key={tick} class="plot-axis" x1={x(tick)} x2={x(tick)} y1={middle - 3} y2={middle + 3} />
      ))}
      {bounds && <line class="plot-bounds" x1={x(bounds.low)} x2={x(bounds.high)} y1={middle} y2={middle} />}
      {"low" in value && (
        <rect
          class="plot-interval"
          x={x(value.low)}
          width={x(value.high) - x(value.low)}
          y={middle - 4}
          height={8}
          rx={2}
        />
      )}
      {value.value !== null && <circle class="plot-value" cx={x(value.value)} cy={middle} r={4} />}
    </svg>
  );
}
