import type { Decision } from "../records/decision.ts";
import { DIMENSIONS, type Rubric } from "../records/rubric.ts";
import type { Scenario } from "../records/scenario.ts";
import { type CriticalFailure, MAX_NAMED, type Summary } from "../records/summary.ts";
import { addCause, type CauseTally } from "./causes.ts";
import type { Digest } from "./digest.ts";
import { linesOf } from "./lines.ts";
import { hasBit, missingRow, type Row } from "./rows.ts";
import { type RowTable, rowTable } from "./rowTable.ts";
import { summariseModels } from "./models.ts";
import { addUsage, newUsage, type UsageTally } from "./usage.ts";

/** What a summary must know of the run beyond its replies. */
export interface FoldedRun {
  id: string;
  /** `planned` above the number of replies says that some of scenarios × models × repeats left none. */
  counts: { planned: number };
  identity: { repeats: number; models?: readonly { id: string }[] };
}

/** One model's replies, folded. */
export interface ModelFold {
  model: string;
  rows: Row[];
  /** Items by line and state (see `ItemCounts`). */
  items: Float64Array;
  failures: CriticalFailure[];
  criticalCount: number;
  usage: UsageTally;
  causes: CauseTally;
}

/** A model's replies while they come in: all but their rows. */
type OpenFold = Omit<ModelFold, "rows">;

/** Takes digests in one by one, in any order, and keeps a row of each. */
export interface Fold {
  /** Adds a reply and gives the place of its row. */
  add: (digest: Digest) => number;
  /** @throws RangeError where there is no row at this place. */
  row: (place: number) => Row;
  /** Which sample it is of. */
  sample: RowTable["sampleAt"];
  /** What it cost in this run. */
  incurredUsd: RowTable["incurredAt"];
  /** Notes a reply to a scenario that is not among those known: it counts as there, and is in no figure. */
  skip: (model: string) => void;
  /** Everything that the run shows; models in the order of the run's identity. */
  summary: (run: FoldedRun) => Summary;
}

/** What a fold is made for; `decisions` by scenario id, the i-th right after user turn i+1. */
export interface FoldInput {
  scenarios: readonly Scenario[];
  decisions: Readonly<Record<string, readonly Decision[]>>;
  rubrics: readonly Rubric[];
}

/** Begins a fold without replies. */
export function startFold({ scenarios, decisions, rubrics }: FoldInput): Fold {
  const lines = linesOf(rubrics);
  const order = new Map(scenarios.map((scenario, index) => [scenario.id, index]));
  const place = ({ id }: Scenario) => order.get(id) ?? 0;
  const models = new Map<string, OpenFold>();
  const table = rowTable();
  let graded = 0;
  let total = 0;

  const foldOf = (model: string): OpenFold => {
    const known = models.get(model);
    if (known) return known;
    const fresh: OpenFold = {
      model,
      items: new Float64Array(lines.count * 4),
      failures: [],
      criticalCount: 0,
      usage: newUsage(),
      causes: new Map(),
    };
    models.set(model, fresh);
    return fresh;
  };
  const inOrder = (failures: CriticalFailure[]): CriticalFailure[] =>
    failures.sort(
      (a, b) => (order.get(a.scenario) ?? 0) - (order.get(b.scenario) ?? 0) || a.repeat - b.repeat,
    );

  return {
    skip: (model) => {
      total++;
      foldOf(model);
    },
    add: (digest) => {
      total++;
      const scenario = scenarios[order.get(digest.scenario) ?? -1];
      const fold = foldOf(digest.model);
      if (!scenario) throw new RangeError(`no scenario ${digest.scenario}`);
      graded |= digest.graded;
      for (const item of digest.items) fold.items[item] = (fold.items[item] ?? 0) + 1;
      fold.criticalCount += digest.failures.length;
      fold.failures.push(...digest.failures);
      if (fold.failures.length > 2 * MAX_NAMED) fold.failures = inOrder(fold.failures).slice(0, MAX_NAMED);
      addUsage(fold.usage, digest);
      if (digest.outcome === "error") addCause(fold.causes, digest.cause);
      return table.add({
        scenario,
        model: fold.model,
        repeat: digest.repeat,
        gold: decisions[scenario.id] ?? [],
        outcome: digest.outcome,
        scores: digest.scores,
        graded: digest.graded,
        unscored: digest.unscored,
        critical: digest.critical,
        said: digest.said,
        ...(digest.elicited === undefined ? {} : { elicited: digest.elicited }),
        leaks: digest.leaks,
        passes: digest.passes,
        words: digest.words,
        ungraded: digest.ungraded,
        failed: digest.failures.map(({ item }) => item),
        listUsd: digest.listUsd,
        incurredUsd: digest.incurredUsd,
      });
    },
    row: table.at,
    sample: table.sampleAt,
    incurredUsd: table.incurredAt,
    summary: (run) => {
      const incomplete = run.counts.planned > total;
      if (incomplete) for (const { id } of run.identity.models ?? []) foldOf(id);
      const named = (run.identity.models ?? []).map(({ id }) => id);
      const ordered = [...new Set([...named.filter((id) => models.has(id)), ...models.keys()])];
      const folds = ordered.map((model) => {
        const fold = foldOf(model);
        const own = table.ofModel(model);
        const missing = incomplete ? missingOf(model, own, scenarios, decisions, run.identity.repeats) : [];
        const rows = [...own, ...missing].sort(
          (a, b) => place(a.scenario) - place(b.scenario) || a.repeat - b.repeat,
        );
        return { ...fold, rows, failures: inOrder(fold.failures).slice(0, MAX_NAMED) };
      });
      // A run that was graded before a dimension existed says nothing of it, and is not to be marked down for that.
      const shown = DIMENSIONS.filter((dimension) => graded === 0 || hasBit(graded, dimension)).flatMap(
        (dimension) => rubrics.filter((rubric) => rubric.dimension === dimension),
      );
      return { runId: run.id, estimand: "population", ...summariseModels(folds, shown, rubrics) };
    },
  };
}

/** Rows for those of scenarios × repeats that a model has no reply to. */
function missingOf(
  model: string,
  rows: readonly Row[],
  scenarios: readonly Scenario[],
  decisions: FoldInput["decisions"],
  repeats: number,
): Row[] {
  const there = new Set(rows.map(({ scenario, repeat }) => `${scenario.id} ${repeat}`));
  return scenarios.flatMap((scenario) =>
    Array.from({ length: repeats }, (_, index) => index + 1)
      .filter((repeat) => !there.has(`${scenario.id} ${repeat}`))
      .map((repeat) => missingRow(scenario, model, repeat, decisions[scenario.id] ?? [])),
  );
}
