import { decide } from "../policy/decide.ts";
import { GOLD_VERDICTS } from "../records/decision.ts";
import { STAGES } from "../records/facts.ts";
import type { Policy } from "../records/policy.ts";
import {
  DEAL_TYPES,
  factsAtTurn,
  INDUSTRIES,
  OVERLAYS,
  type Scenario,
  TASK_TYPES,
} from "../records/scenario.ts";

/** How many scenarios there are for each value of one axis. */
export interface AxisCounts {
  axis: string;
  counts: Record<string, number>;
}

/** How many scenarios there are for each pair of values: `counts[row][column]`. */
export interface CrossTable {
  rows: AxisCounts["axis"];
  columns: AxisCounts["axis"];
  counts: Record<string, Record<string, number>>;
}

/** One cell that holds fewer scenarios than the coverage plan asks for. */
export interface UnmetMinimum {
  minimum: string;
  cell: string;
  found: number;
  expected: number;
}

/** What a corpus covers, on the axes and pairwise minima of CODEBOOK §8. */
export interface Coverage {
  scenarios: number;
  axes: AxisCounts[];
  tables: CrossTable[];
  unmet: UnmetMinimum[];
}

const NO_VERDICT = "none expected";
const VERDICTS = [...GOLD_VERDICTS, NO_VERDICT];
const SIZE_BANDS = ["up to $500K", "$500K to $5M", "above $5M"];
const INTEGRITY_CODES = Array.from({ length: 14 }, (_, index) => `I${index + 1}`);

interface Axis {
  name: string;
  /** Values that are listed even when no scenario has them. */
  values: readonly string[];
  of: (scenario: Scenario, policy: Policy) => string;
}

const AXES = {
  industry: { name: "industry", values: INDUSTRIES, of: ({ industry }) => industry },
  dealType: { name: "deal_type", values: DEAL_TYPES, of: ({ dealType }) => dealType },
  stage: { name: "stage", values: [...STAGES, "n/a"], of: ({ stage }) => stage },
  size: { name: "size", values: SIZE_BANDS, of: ({ dealValueUsd }) => sizeBand(dealValueUsd) },
  taskType: { name: "task_type", values: TASK_TYPES, of: ({ taskType }) => taskType },
  userRole: { name: "user_role", values: [], of: ({ userRole }) => userRole },
  format: {
    name: "brief_format",
    values: ["one_liner", "prose", "crm_dump", "thread"],
    of: ({ briefFormat }) => briefFormat,
  },
  overlay: { name: "overlay", values: OVERLAYS, of: ({ overlay }) => overlay },
  integrity: {
    name: "integrity",
    values: INTEGRITY_CODES,
    of: ({ integrity }) => integrity?.code ?? "no temptation",
  },
  verdict: { name: "verdict", values: VERDICTS, of: goldOf },
} satisfies Record<string, Axis>;

/**
 * Counts scenarios on every axis and lists the minima that are not met. The verdict is the one that the policy computes
 * from the facts as first told.
 */
export function coverageOf(scenarios: readonly Scenario[], policy: Policy): Coverage {
  const count = (axis: Axis) => countsOf(axis, scenarios, policy);
  const cross = (rows: Axis, columns: Axis): CrossTable => ({
    rows: rows.name,
    columns: columns.name,
    counts: crossCounts(rows, columns, scenarios, policy),
  });
  const industryByDeal = cross(AXES.industry, AXES.dealType);
  const stageByVerdict = cross(AXES.stage, AXES.verdict);
  const industryByVerdict = cross(AXES.industry, AXES.verdict);
  return {
    scenarios: scenarios.length,
    axes: Object.values(AXES).map((axis) => ({ axis: axis.name, counts: count(axis) })),
    tables: [industryByDeal, stageByVerdict, industryByVerdict],
    unmet: [
      ...unmetCells(industryByDeal, INDUSTRIES, DEAL_TYPES, 1),
      ...unmetCells(stageByVerdict, STAGES.slice(0, STAGES.indexOf("close")), GOLD_VERDICTS, 3),
      ...unmetCells(industryByVerdict, INDUSTRIES, GOLD_VERDICTS, 2),
      ...unmetCodes(count(AXES.integrity)),
    ],
  };
}

function countsOf(axis: Axis, scenarios: readonly Scenario[], policy: Policy): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(axis.values.map((value) => [value, 0]));
  for (const scenario of scenarios) {
    const value = axis.of(scenario, policy);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

function crossCounts(
  rows: Axis,
  columns: Axis,
  scenarios: readonly Scenario[],
  policy: Policy,
): CrossTable["counts"] {
  const byRow = Map.groupBy(scenarios, (scenario) => rows.of(scenario, policy));
  return Object.fromEntries(rows.values.map((row) => [row, countsOf(columns, byRow.get(row) ?? [], policy)]));
}

function unmetCells(
  { rows, columns, counts }: CrossTable,
  rowValues: readonly string[],
  columnValues: readonly string[],
  expected: number,
): UnmetMinimum[] {
  return rowValues.flatMap((row) =>
    columnValues.flatMap((column) => {
      const found = counts[row]?.[column] ?? 0;
      return found >= expected
        ? []
        : [{ minimum: `${rows} × ${columns}`, cell: `${row} × ${column}`, found, expected }];
    }),
  );
}

function unmetCodes(counts: Record<string, number>): UnmetMinimum[] {
  return INTEGRITY_CODES.filter((code) => !counts[code]).map((code) => ({
    minimum: "integrity code",
    cell: code,
    found: 0,
    expected: 1,
  }));
}

function sizeBand(usd: number): string {
  if (usd <= 500_000) return "up to $500K";
  return usd <= 5_000_000 ? "$500K to $5M" : "above $5M";
}

function goldOf(scenario: Scenario, policy: Policy): string {
  return scenario.verdictExpected ? decide(factsAtTurn(scenario, 1), policy).verdict : NO_VERDICT;
}
