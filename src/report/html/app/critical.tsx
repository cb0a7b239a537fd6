import type { CriticalFailure, ModelSummary } from "../../../records/summary.ts";
import { counted } from "../../numbers.ts";
import { DIMENSION_WORDS } from "../../words.ts";
import { type Picked, rowKey } from "./filter.ts";
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
  const groups = Map.groupBy(model.criticalFailures, ({ item }) => item.split(".", 1)[0] ?? item);
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
          model={model.model}
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
  model: string;
  titles: ReadonlyMap<string, string>;
  onPick: (pick: Picked) => void;
}

function Group({ item, failures, model, titles, onPick }: GroupProps) {
  const [first] = failures;
  if (!first) return null;
  const label = `critical failure of ${item}, ${first.title}`;
  const keys = new Set(failures.map(({ scenario, repeat }) => rowKey(scenario, model, repeat)));
  return (
    <>
      <h3>
        <code>{item}</code> <Plain text={first.title} />{" "}
        <span class="small">
          {DIMENSION_WORDS[first.dimension].name} · {counted(failures.length, "reply", "replies")}
        </span>
      </h3>
      <ul class="critical-list">
        {failures.slice(0, LISTED).map((failure) => (
          <li key={`${failure.scenario} ${failure.repeat} ${failure.item}`}>
            <a href={sampleHash(failure.scenario, model, failure.repeat)}>
              <Plain text={titles.get(failure.scenario) ?? failure.scenario} />
            </a>{" "}
            <span class="reason">
              <Plain text={failure.reason} />
            </span>
          </li>
        ))}
      </ul>
      <button type="button" class="link" onClick={() => onPick({ label, keys })}>
        {failures.length > LISTED ? `Show all ${failures.length} in the table` : "Show in the table"}
      </button>
    </>
  );
}
