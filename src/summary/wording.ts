import type { MaybeEstimate } from "../records/summary.ts";

/** A share as a whole percentage; a share that is not all (or none) never reads 100 % (or 0 %). */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return "over 99 %";
  if (rounded === 0 && share > 0) return "under 1 %";
  return `${rounded} %`;
}

/** "83 %, 95 % interval 70–91 %", or the share alone with why there is no interval. */
export function percentWithInterval(estimate: MaybeEstimate & { value: number }): string {
  if (!("low" in estimate)) return `${percent(estimate.value)}, no interval from a single family of deals`;
  const [low, high] = [estimate.low, estimate.high].map((limit) => Math.round(limit * 100));
  return `${percent(estimate.value)}, 95 % interval ${low}–${high} %`;
}

/** "1 reply", "2 replies". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "all 9 deals", "both deals", "the only deal". */
export function all(count: number, one: string, many: string): string {
  if (count === 1) return `the only ${one}`;
  return count === 2 ? `both ${many}` : `all ${count} ${many}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
