import { useState } from "preact/hooks";
import type { MaybeEstimate, Measure, Slice, SliceKind, Summary } from "../../../records/summary.ts";
import { measureName, ranked, SLICE_WORDS, sliceName } from "../../leaderboard.ts";
import { counted, estimate, rank, score } from "../../numbers.ts";
import { Plain } from "./plain.tsx";

/** Where the figures come from: by task, stage, industry and deal size, every model beside the others. */
export function Slices({ summary }: { summary: Summary }) {
  const models = ranked(summary);
  const kinds = [...new Set(models.flatMap(({ slices }) => slices.map(({ by }) => by)))];
  const [by, setBy] = useState<SliceKind>(kinds[0] ?? "task");
  const [measure, setMeasure] = useState<Measure>("verdict_right");
  if (kinds.length === 0) return null;
  const measures: Measure[] = [
    "composite",
    "verdict_right",
    ...(models[0]?.dimensions ?? []).map(({ dimension }) => dimension),
  ];
  return (
    <section aria-labelledby="slices-title">
      <h2 id="slices-title">By kind of deal</h2>
      <p class="lead">
        The same figures on parts of the scenarios. A part with fewer than ten families of deals is small:
        read it as a hint where to look, not as a result; nobody is ranked on it.
      </p>
      <form class="filters" aria-label="Parts" onSubmit={(event) => event.preventDefault()}>
        <label>
          Part by
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as SliceKind)}>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {SLICE_WORDS[kind]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Show
          <select value={measure} onChange={(event) => setMeasure(event.currentTarget.value as Measure)}>
            {measures.map((each) => (
              <option key={each} value={each}>
                {measureName(each)}
              </option>
            ))}
          </select>
        </label>
      </form>
      <SliceTable summary={summary} by={by} measure={measure} />
    </section>
  );
}

function SliceTable({ summary, by, measure }: { summary: Summary; by: SliceKind; measure: Measure }) {
  const models = ranked(summary);
  const first = models.flatMap(({ slices }) => slices.filter((slice) => slice.by === by));
  const parts = [...new Map(first.map((slice) => [slice.value, slice])).values()];
  return (
    <div class="scroll-x">
      <table class="slices">
        <thead>
          <tr>
            <th scope="col">{SLICE_WORDS[by]}</th>
            <th scope="col">Scenarios</th>
            {models.map(({ model }) => (
              <th key={model} scope="col">
                {models.length === 1 ? measureName(measure) : <Plain text={model} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.value} class={part.small ? "small-part" : ""}>
              <th scope="row">
                <Plain text={sliceName(by, part.value)} />
              </th>
              <td>
                {part.scenarios} <span class="small">in {counted(part.families, "family", "families")}</span>
              </td>
              {models.map(({ model, slices }) => {
                const own = slices.find((slice) => slice.by === by && slice.value === part.value);
                return (
                  <td key={model} class="figure">
                    {own ? valueOf(own, measure) : "none"}
                    {measure === "composite" && <RankIn summary={summary} part={part} model={model} />}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RankIn({ summary, part, model }: { summary: Summary; part: Slice; model: string }) {
  const ranking = summary.leaderboard?.slices.find(
    (entry) => entry.by === part.by && entry.value === part.value,
  );
  const own = ranking?.ranks?.find((entry) => entry.model === model);
  return own ? <span class="rank"> rank {rank(own)}</span> : null;
}

function valueOf({ composite, right, dimensions }: Slice, measure: Measure): string {
  if (measure === "composite") return score(composite);
  if (measure === "verdict_right") return shown(right);
  return shown(dimensions.find(({ dimension }) => dimension === measure)?.score);
}

/** Why a small part has no interval is said above the table, not in every cell. */
function shown(value: MaybeEstimate | undefined): string {
  if (!value || value.value === null) return "none";
  return "low" in value ? estimate(value) : score(value.value);
}
