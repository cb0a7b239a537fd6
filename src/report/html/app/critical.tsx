import type { CriticalFailure, ModelSummary } from "../../../records/summary.ts";
import { itemLine } from "../../../records/itemLine.ts";
import { doubtOf } from "../../item.ts";
import { counted } from "../../numbers.ts";
import { DIMENSION_WORDS } from "../../words.ts";
import { keysOf, type Picked } from "./filter.ts";
import type { Row } from "./load.ts";
import { Plain } from "./plain.tsx";
import { sampleHash } from "./route.ts";

/** As many as a reader takes in; the rest of a group is one click away, in the table. */
const LISTED = 12;

interface Props {
  model: ModelSummary;
  rows: readonly Row[];
  onPick: (pick: Picked) => void;
}

/** Critical failures by item, each with its reason and a way to its reply. */
export function CriticalFailures({ model, rows, onPick }: Props) {
  const groups = Map.groupBy(model.criticalFailures, ({ item }) => itemLine(item));
  const titles = new Map(rows.map(({ scenario }) => [scenario.id, scenario.title]));
  return (
    <section aria-labelledby="critical-title">
      <h2 id="critical-title">Critical failures</h2>
      {groups.size === 0 && <p class="lead">None.</p>}
      {[...groups].map(([item, failures]) => (
        <Group
          key={item}
          item={item}
          failures={failures}
          replies={rows.filter(
            (row) => row.model === model.model && row.failed.some((id) => itemLine(id) === item),
          )}
          model={model}
          titles={titles}
          onPick={onPick}
        />
      ))}
    </section>
  );
}

interface GroupProps {
  item: string;
  failures: CriticalFailure[];
  /** The model's replies that fail the item, more than `failures` names where there are very many. */
  replies: readonly Row[];
  model: ModelSummary;
  titles: ReadonlyMap<string, string>;
  onPick: (pick: Picked) => void;
}

function Group({ item, failures, replies, model, titles, onPick }: GroupProps) {
  const [first] = failures;
  if (!first) return null;
  const doubt = doubtOf(model.items, { id: item });
  const label = `critical failure of ${item}, ${first.title}`;
  return (
    <>
      <h3>
        <code>{item}</code> <Plain text={first.title} />{" "}
        {doubt && (
          <span class="tag" title={doubt.why}>
            {doubt.state}
          </span>
        )}{" "}
        <span class="small">
          {DIMENSION_WORDS[first.dimension].name} · {counted(replies.length, "reply", "replies")}
        </span>
      </h3>
      <ul class="critical-list">
        {failures.slice(0, LISTED).map((failure) => (
          <li key={`${failure.scenario} ${failure.repeat} ${failure.item}`}>
            <a href={sampleHash(failure.scenario, model.model, failure.repeat)}>
              <Plain text={titles.get(failure.scenario) ?? failure.scenario} />
            </a>{" "}
            <span class="reason">
              <Plain text={failure.reason} />
            </span>
          </li>
        ))}
      </ul>
      <button type="button" class="link" onClick={() => onPick({ label, keys: keysOf(replies) })}>
        {replies.length > LISTED
          ? `Show all ${replies.length.toLocaleString("en-GB")} in the table`
          : "Show in the table"}
      </button>
    </>
  );
}
