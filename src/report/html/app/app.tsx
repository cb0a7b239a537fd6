import { useCallback, useMemo, useState } from "preact/hooks";
import type { ModelSummary, Summary } from "../../../records/summary.ts";
import { ranked } from "../../leaderboard.ts";
import { CriticalFailures } from "./critical.tsx";
import { SaveDisagreements, useDisagreements } from "./disagreements.tsx";
import { Drill } from "./drill.tsx";
import { filterRows, NO_FILTER, type Picked } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { Head } from "./head.tsx";
import type { Report, Row } from "./load.ts";
import { ModelChoice } from "./models.tsx";
import { Money } from "./money.tsx";
import { Pairs } from "./pairs.tsx";
import { Provenance } from "./provenance.tsx";
import { useRoute } from "./route.ts";
import { RubricLines } from "./rubricLines.tsx";
import { Scores } from "./scores.tsx";
import { Slices } from "./slices.tsx";
import { type Sort, sortRows } from "./sort.ts";
import { ScenarioTable, TableLegend } from "./table.tsx";
import { Verdicts } from "./verdicts.tsx";

const WORST_FIRST: Sort = { column: "critical", descending: true };

/** The whole page: the answer first, then what it rests on, then every reply. */
export function App({ report }: { report: Report }) {
  const { run, summary } = report.index;
  const route = useRoute();
  const [model, setModel] = useState(ranked(summary)[0]?.model ?? "");
  const [filter, setFilter] = useState(NO_FILTER);
  const [sort, setSort] = useState(WORST_FIRST);
  const shown = useMemo(() => sortRows(filterRows(report.rows, filter), sort), [report, filter, sort]);
  const disagreements = useDisagreements();
  const chosen = summary.models.find((entry) => entry.model === model);

  const choose = (next: string) => {
    setModel(next);
    setFilter((current) => ({ ...current, pick: null, model: current.model === "" ? "" : next }));
  };
  const pick = useCallback((picked: Picked) => {
    setFilter({ ...NO_FILTER, pick: picked });
    document.getElementById("scenarios")?.scrollIntoView();
    document.getElementById("scenarios-title")?.focus({ preventScroll: true });
  }, []);
  // Filtering redraws the table alone.
  const overview = useMemo(
    () =>
      chosen && (
        <Overview model={chosen} calibration={summary.calibration} rows={report.rows} onPick={pick} />
      ),
    [chosen, summary, report, pick],
  );

  const slices = useMemo(() => <Slices summary={summary} />, [summary]);

  return (
    <>
      <main>
        <Head run={run} chosen={chosen} />
        <ModelChoice summary={summary} chosen={model} onChoose={choose} />
        {overview}
        {chosen && <Money run={run} model={chosen} />}
        {slices}
        <section id="scenarios" aria-labelledby="scenarios-title">
          <h2 id="scenarios-title" tabIndex={-1}>
            Every reply
          </h2>
          <Filters rows={report.rows} shown={shown.length} filter={filter} onChange={setFilter} />
          <SaveDisagreements {...disagreements} />
          <TableLegend rows={report.rows} />
          <ScenarioTable rows={shown} all={report.rows} sort={sort} onSort={setSort} />
        </section>
        <Provenance run={run} summary={summary} />
      </main>
      {route.sample && (
        <Drill
          report={report}
          address={route.sample}
          order={shown}
          disagreements={disagreements}
          onClose={route.close}
        />
      )}
    </>
  );
}

interface OverviewProps {
  model: ModelSummary;
  calibration: Summary["calibration"];
  rows: readonly Row[];
  onPick: (picked: Picked) => void;
}

function Overview({ model, calibration, rows, onPick }: OverviewProps) {
  return (
    <>
      <Scores model={model} rows={rows} />
      <RubricLines model={model} calibration={calibration} />
      <Verdicts model={model} rows={rows} onPick={onPick} />
      <Pairs model={model} rows={rows} />
      <CriticalFailures model={model} rows={rows} onPick={onPick} />
    </>
  );
}
