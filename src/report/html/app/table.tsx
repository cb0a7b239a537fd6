import type { Dimension } from "../../../records/rubric.ts";
import { REPLY_OF_GOLD } from "../../../records/verdict.ts";
import { DIMENSION_WORDS, GOLD_WORDS, OUTCOME_WORDS, SAID_WORDS, spaced, UNREAD_MEANS } from "../../words.ts";
import { score } from "../../numbers.ts";
import { isUnread } from "./filter.ts";
import type { Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { RightMark } from "./rightMark.tsx";
import { sampleHash } from "./route.ts";
import { type Column, DIMENSION_COLUMNS, type Sort } from "./sort.ts";
import { useVisibleRows } from "./visibleRows.ts";

/** Height of a row in pixels; app.css holds every row to it. */
const ROW_HEIGHT = 62;

interface Props {
  rows: readonly Row[];
  all: readonly Row[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** Every reply that the filter leaves, one a line, sorted by any column; a title opens the reply. */
export function ScenarioTable({ rows, all, sort, onSort }: Props) {
  const { box, follow, visible } = useVisibleRows(rows.length, ROW_HEIGHT, rows);
  const withModel = all.some((row) => row.model !== all[0]?.model);
  const withRepeat = all.some((row) => row.repeat > 1);
  const dimensions = DIMENSION_COLUMNS.filter((dimension) =>
    all.some(({ scores }) => hasScore(scores[dimension])),
  );
  const columns = columnsFor(withModel, dimensions);
  return (
    <div
      ref={box}
      class={visible.boxed ? "scroller boxed" : "scroller"}
      onScroll={follow}
      tabIndex={visible.boxed ? 0 : -1}
      role="region"
      aria-label="Table of replies"
    >
      <table class="replies" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <SortHeading key={column.id} {...column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {visible.above > 0 && <Gap height={visible.above} columns={columns.length} />}
          {rows.slice(visible.from, visible.to).map((row, index) => (
            <ReplyRow
              key={row.at}
              row={row}
              position={visible.from + index + 2}
              withModel={withModel}
              withRepeat={withRepeat}
              dimensions={dimensions}
            />
          ))}
          {visible.below > 0 && <Gap height={visible.below} columns={columns.length} />}
        </tbody>
      </table>
      {rows.length === 0 && (
        <p class="empty">
          No reply passes the filter. The search looks at titles, people, ids, families, tasks, industries and
          models, not at the texts.
        </p>
      )}
    </div>
  );
}

/** What the table's signs mean, as far as they occur. */
export function TableLegend({ rows }: { rows: readonly Row[] }) {
  const parts = [
    ...(rows.some(({ right }) => right !== null) ? ["✓ right verdict, ✗ wrong"] : []),
    ...(rows.some(({ errors }) => errors.includes("leak"))
      ? ["! right, but the deal is still given something"]
      : []),
    ...(rows.some(isUnread)
      ? ["? the verdict could not be read: the score is that of the other items alone"]
      : []),
    ...(rows.some(({ critical }) => critical > 0) ? ["★ a dimension with a critical failure"] : []),
  ];
  return parts.length === 0 ? null : <p class="small">{parts.join(" · ")}</p>;
}

interface Heading {
  id: Column;
  name: string;
  class: string;
  /** Sorted this way first. */
  descendingFirst: boolean;
}

/** A dimension in which no reply of the run has a score gets no column: there is nothing to read in it. */
function hasScore(value: number | null | undefined): boolean {
  return value !== null && value !== undefined;
}

function columnsFor(withModel: boolean, dimensions: readonly Dimension[]): Heading[] {
  const model: Heading[] = withModel
    ? [{ id: "model", name: "Model", class: "wide", descendingFirst: false }]
    : [];
  return [
    { id: "title", name: "Scenario", class: "", descendingFirst: false },
    ...model,
    { id: "gold", name: "Policy", class: "", descendingFirst: false },
    { id: "said", name: "Reply", class: "", descendingFirst: false },
    ...dimensions.map((id): Heading => ({
      id,
      name: DIMENSION_WORDS[id].name,
      class: "number wide",
      descendingFirst: false,
    })),
    { id: "critical", name: "★", class: "number", descendingFirst: true },
  ];
}

function SortHeading({
  id,
  name,
  class: className,
  descendingFirst,
  sort,
  onSort,
}: Heading & Pick<Props, "sort" | "onSort">) {
  const sorted = sort.column === id;
  const order = sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" class={className} aria-sort={sorted ? order : "none"}>
      <button
        type="button"
        aria-label={id === "critical" ? "Critical failures" : undefined}
        onClick={() => onSort({ column: id, descending: sorted ? !sort.descending : descendingFirst })}
      >
        {name}
        <span class="arrow" aria-hidden="true">
          {sorted ? (sort.descending ? " ↓" : " ↑") : ""}
        </span>
      </button>
    </th>
  );
}

interface RowProps {
  row: Row;
  position: number;
  withModel: boolean;
  withRepeat: boolean;
  dimensions: readonly Dimension[];
}

function ReplyRow({ row, position, withModel, withRepeat, dimensions }: RowProps) {
  const { scenario, gold, said } = row;
  return (
    <tr aria-rowindex={position} class="reply-row">
      <th scope="row">
        <div class="row-title">
          <a href={sampleHash(scenario.id, row.model, row.repeat)}>
            <Plain text={scenario.title} />
          </a>
        </div>
        <div class="row-note">
          {withRepeat && `#${row.repeat} · `}
          <Plain
            text={`${spaced(scenario.task)} · ${spaced(scenario.industry)} · ${spaced(scenario.stage)}`}
          />
          {scenario.overlay !== "none" && ` · ${spaced(scenario.overlay)}`}
          {row.outcome !== "ok" && <b class="bad"> · {OUTCOME_WORDS[row.outcome]}</b>}
        </div>
      </th>
      {withModel && (
        <td class="wide">
          <div class="row-note">
            <Plain text={row.model} />
          </div>
        </td>
      )}
      <td>{gold ? GOLD_WORDS[gold] : <span class="zero">none expected</span>}</td>
      <td>
        {said && (
          <>
            {said !== "needs_judge" && <RightMark right={row.right} leaks={row.errors.includes("leak")} />}{" "}
            {SAID_WORDS[said]}
            {row.right === true && gold !== null && REPLY_OF_GOLD[gold] !== said && (
              <div class="row-note">also accepted</div>
            )}
          </>
        )}
      </td>
      {dimensions.map((dimension) => {
        const value = row.scores[dimension] ?? null;
        const unread = dimension === "disqualification" && isUnread(row);
        return (
          <td
            key={dimension}
            class={`number wide ${unread ? "zero" : band(value)}`}
            title={unread ? UNREAD_MEANS : undefined}
          >
            {score(value)}
            {unread && value !== null && "?"}
          </td>
        );
      })}
      <td class={`number ${row.critical > 0 ? "bad" : "zero"}`}>
        {row.critical > 0 ? "★".repeat(row.critical) : "·"}
      </td>
    </tr>
  );
}

/** Anchors of CODEBOOK §4: strong from 0.85, adequate from 0.65, weak from 0.40, failing below. */
function band(value: number | null): string {
  if (value === null) return "zero";
  if (value >= 0.65) return "";
  return value >= 0.4 ? "band-weak" : "band-failing";
}

function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden="true" class="gap">
      <td colSpan={columns} style={{ height: `${height}px` }} />
    </tr>
  );
}
