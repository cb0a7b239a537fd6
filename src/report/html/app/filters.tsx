import { useMemo } from "preact/hooks";
import type { Dimension } from "../../../records/rubric.ts";
import { counted } from "../../numbers.ts";
import { DIMENSION_WORDS, spaced } from "../../words.ts";
import { type Filter, NO_FILTER } from "./filter.ts";
import type { Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { DIMENSION_COLUMNS } from "./sort.ts";

interface Props {
  rows: readonly Row[];
  shown: number;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

const VERDICTS: [Filter["verdict"], string][] = [
  ["", "any verdict"],
  ["wrong", "wrong"],
  ["right", "right"],
  ["unread", "needs a judge or missing"],
  ["none_expected", "none expected"],
];

/** The controls over the table; what they leave is said aloud to screen readers. */
export function Filters({ rows, shown, filter, onChange }: Props) {
  const choices = useMemo(() => choicesOf(rows), [rows]);
  const set = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  const select = (key: "model" | "task" | "industry" | "overlay", label: string, any: string) =>
    choices[key].length < 2 ? null : (
      <label key={key}>
        {label}
        <select value={filter[key]} onChange={(event) => set({ [key]: event.currentTarget.value })}>
          <option value="">{any}</option>
          {choices[key].map((value) => (
            <option key={value} value={value}>
              {key === "model" ? value : spaced(value)}
            </option>
          ))}
        </select>
      </label>
    );
  return (
    <form class="filters" role="search" aria-label="Replies" onSubmit={(event) => event.preventDefault()}>
      <label class="grow">
        Search
        <input
          type="search"
          value={filter.text}
          placeholder="title, person, id …"
          onInput={(event) => set({ text: event.currentTarget.value })}
        />
      </label>
      <label>
        Verdict
        <select
          value={filter.verdict}
          onChange={(event) => set({ verdict: event.currentTarget.value as Filter["verdict"] })}
        >
          {VERDICTS.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {select("model", "Model", "every model")}
      {select("task", "Task", "every task")}
      {select("industry", "Industry", "every industry")}
      {select("overlay", "Twist", "every twist")}
      <ScoreRange filter={filter} onChange={onChange} />
      <label class="check">
        <input
          type="checkbox"
          checked={filter.criticalOnly}
          onChange={(event) => set({ criticalOnly: event.currentTarget.checked })}
        />
        ★ critical failures only
      </label>
      <p class="filter-result" role="status">
        {shown === rows.length
          ? `All ${counted(shown, "reply", "replies")}`
          : `${counted(shown, "reply", "replies")} of ${counted(rows.length, "reply", "replies")}`}
        {filter.pick && (
          <>
            {" · "}
            <Plain text={filter.pick.label} />
          </>
        )}
        {JSON.stringify(filter) !== JSON.stringify(NO_FILTER) && (
          <button type="button" class="link" onClick={() => onChange(NO_FILTER)}>
            Clear the filter
          </button>
        )}
      </p>
    </form>
  );
}

function ScoreRange({ filter, onChange }: Pick<Props, "filter" | "onChange">) {
  const bound = (key: "low" | "high", label: string) => (
    <input
      type="number"
      aria-label={label}
      min={0}
      max={1}
      step={0.05}
      value={filter[key]}
      onChange={(event) => {
        const { valueAsNumber } = event.currentTarget;
        const fallback = NO_FILTER[key];
        onChange({
          ...filter,
          [key]: Number.isNaN(valueAsNumber) ? fallback : Math.min(1, Math.max(0, valueAsNumber)),
        });
      }}
    />
  );
  return (
    <fieldset class="range">
      <legend>Score</legend>
      <select
        aria-label="Whose score"
        value={filter.dimension}
        onChange={(event) => onChange({ ...filter, dimension: event.currentTarget.value as Dimension | "" })}
      >
        <option value="">lowest of all</option>
        {DIMENSION_COLUMNS.map((dimension) => (
          <option key={dimension} value={dimension}>
            {DIMENSION_WORDS[dimension].name}
          </option>
        ))}
      </select>
      {bound("low", "Score at least")}
      <span>to</span>
      {bound("high", "Score at most")}
    </fieldset>
  );
}

function choicesOf(rows: readonly Row[]) {
  return {
    model: distinct(rows.map((row) => row.model)),
    task: distinct(rows.map((row) => row.scenario.task)),
    industry: distinct(rows.map((row) => row.scenario.industry)),
    overlay: distinct(rows.map((row) => row.scenario.overlay)),
  };
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].sort();
}
