import type { MaybeEstimate } from "../records/summary.ts";

/** "0.83 (0.74–0.90)"; without an interval "0.83 (no interval: one family)"; "none: nothing scored" without a value. */
export function estimate(value: MaybeEstimate): string {
  if ("low" in value) return `${score(value.value)} (${score(value.low)}–${score(value.high)})`;
  if (value.value === null) return `none: ${value.reason}`;
  return `${score(value.value)} (no interval: ${value.reason})`;
}

/** As {@link estimate}, where {@link noInterval} says elsewhere why there is no interval. */
export function shortEstimate(value: MaybeEstimate): string {
  return "low" in value || value.value === null ? estimate(value) : score(value.value);
}

/** Why figures stand without an interval, each reason once; empty where all have one. */
export function noInterval(values: readonly MaybeEstimate[]): string[] {
  const reasons = values.flatMap((value) => ("low" in value || value.value === null ? [] : value.reason));
  return [...new Set(reasons)].map((reason) => `No interval where none is shown: ${reason}.`);
}

/** Two decimals, or a dash for what is not known. */
export function score(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}

/** "28 of 34 (82%)"; no percentage of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? `${part} of 0` : `${part} of ${whole} (${Math.round((100 * part) / whole)}%)`;
}

/** "1 scenario", "12,000 scenarios". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** "1" or "1–3". */
export function rank({ best, worst }: { best: number; worst: number }): string {
  return best === worst ? String(best) : `${best}–${worst}`;
}

/** "850 ms", "4.2 s", "73 s". */
export function milliseconds(value: number): string {
  if (value < 1000) return `${Math.round(value)} ms`;
  return `${(value / 1000).toFixed(value < 10_000 ? 1 : 0)} s`;
}

/** "7%"; a share that is not nothing never reads 0 %, one that is not all never 100 %. */
export function percent(part: number): string {
  const rounded = Math.round(part * 100);
  if (rounded === 0 && part > 0) return "under 1%";
  return rounded === 100 && part < 1 ? "over 99%" : `${rounded}%`;
}

/** US dollars: "$0", "$0.0042", "$12.30"; unknown is "unknown", never 0. */
export function dollars(value: number | null): string {
  if (value === null) return "unknown";
  return value === 0 ? "$0" : `$${value.toFixed(value >= 10 ? 2 : 4)}`;
}

/** The sum of some numbers, 0 of none. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
