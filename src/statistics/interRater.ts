import { normalQuantile } from "./distributions.ts";
import { StatisticsError } from "./errors.ts";
import type { Interval } from "./wilson.ts";

/** Counts of subjects: `table[i][j]` that the first rater put in category i and the second in j. */
export type AgreementTable = readonly (readonly number[])[];

/** Shares of a table, its margins and its diagonal. */
interface Shares {
  n: number;
  cells: number[][];
  rows: number[];
  columns: number[];
  observed: number;
}

/**
 * Cohen's κ with its standard error and 95 % interval (normal; Fleiss, Cohen & Everitt 1969). κ is null, and so is the
 * rest, where chance alone would agree always. Throws `EMPTY` without subjects, `RANGE` for a table that is not square.
 */
export function kappaOfTable(
  table: AgreementTable,
): (Interval & { kappa: number; se: number }) | { kappa: null; se: null; low: null; high: null } {
  const { n, cells, rows, columns, observed } = sharesOf(table);
  const chance = rows.reduce((sum, row, k) => sum + row * at(columns, k), 0);
  if (1 - chance < 1e-12) return { kappa: null, se: null, low: null, high: null };
  const kappa = (observed - chance) / (1 - chance);
  let agreeing = 0;
  let differing = 0;
  for (const [i, row] of cells.entries()) {
    for (const [j, share] of row.entries()) {
      if (i === j) agreeing += share * (1 - chance - (at(rows, i) + at(columns, i)) * (1 - observed)) ** 2;
      else differing += share * (at(columns, i) + at(rows, j)) ** 2;
    }
  }
  const variance =
    (agreeing + (1 - observed) ** 2 * differing - (observed * chance - 2 * chance + observed) ** 2) /
    ((1 - chance) ** 4 * n);
  const se = Math.sqrt(Math.max(0, variance));
  const half = normalQuantile(0.975) * se;
  return { kappa, se, low: kappa - half, high: kappa + half };
}

/**
 * Gwet's AC1, which does not fall when one category is rare as κ does, and its standard error.
 * Throws `EMPTY` without subjects, `RANGE` for a table that is not square with two categories or more. Source: Gwet 2008.
 */
export function gwetAC1(table: AgreementTable): { ac1: number; se: number } {
  const { n, cells, rows, columns, observed } = sharesOf(table);
  const others = rows.length - 1;
  if (others < 1) throw new StatisticsError("RANGE", "AC1 needs two categories or more");
  const prevalence = rows.map((row, k) => (row + at(columns, k)) / 2);
  const chance = prevalence.reduce((sum, share) => sum + share * (1 - share), 0) / others;
  const ac1 = (observed - chance) / (1 - chance);
  let diagonal = 0;
  let everywhere = 0;
  for (const [i, row] of cells.entries()) {
    for (const [j, share] of row.entries()) {
      if (i === j) diagonal += share * (1 - at(prevalence, i));
      everywhere += share * (1 - (at(prevalence, i) + at(prevalence, j)) / 2) ** 2;
    }
  }
  const variance =
    (observed * (1 - observed) -
      4 * (1 - ac1) * (diagonal / others - observed * chance) +
      4 * (1 - ac1) ** 2 * (everywhere / others ** 2 - chance ** 2)) /
    (n * (1 - chance) ** 2);
  return { ac1, se: Math.sqrt(Math.max(0, variance)) };
}

function sharesOf(table: AgreementTable): Shares {
  if (!table.every((row) => row.length === table.length && row.every((count) => count >= 0))) {
    throw new StatisticsError("RANGE", "a square table of counts is needed");
  }
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) throw new StatisticsError("EMPTY", "agreement needs subjects");
  const cells = table.map((row) => row.map((count) => count / n));
  return {
    n,
    cells,
    rows: cells.map((row) => row.reduce((sum, share) => sum + share, 0)),
    columns: cells.map((_, j) => cells.reduce((sum, row) => sum + at(row, j), 0)),
    observed: cells.reduce((sum, row, i) => sum + at(row, i), 0),
  };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
