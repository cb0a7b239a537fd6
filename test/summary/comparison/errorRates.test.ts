import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../../src/summary/comparison/tests.ts";
import type { Unit } from "../../../src/summary/comparison/units.ts";
import { seeded } from "../../statistics/seeded.ts";

const PLAN = { estimand: "corpus", margin: 0.1, alpha: 0.05, beta: 0.05 } as const;
const RUNS = 400;
/** Three standard errors of a share of 0.05 in 400 runs. */
const AT_MOST = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS);

/** Some scenarios nearly always pass, some hardly ever, as on a real corpus. */
const CHANCES = [0.98, 0.95, 0.9, 0.85, 0.98, 0.6, 0.95, 0.3];

describe.each([
  { n: 36, k: 1 },
  { n: 36, k: 3 },
  { n: 120, k: 1 },
])("$n scenarios, $k replies each", ({ n, k }) => {
  test("a harmless edit is seldom called a drop", () => {
    expect(shareOf(n, k, 0, ({ p }) => p <= PLAN.alpha)).toBeLessThanOrEqual(AT_MOST);
  });

  test("a drop by the margin is seldom cleared", () => {
    expect(shareOf(n, k, PLAN.margin, ({ limits }) => limits.low > -PLAN.margin)).toBeLessThanOrEqual(
      AT_MOST,
    );
  });

  test("a drop of three margins is mostly seen", () => {
    expect(shareOf(n, k, 3 * PLAN.margin, ({ p }) => p <= PLAN.alpha)).toBeGreaterThan(0.9);
  });
});

/** Share of simulated comparisons, the candidate's chances lower by `drop` on average, whose evidence passes a test. */
function shareOf(
  n: number,
  k: number,
  drop: number,
  passes: (evidence: ReturnType<typeof evidenceOf>) => boolean,
): number {
  const random = seeded(n * 10 + k);
  let count = 0;
  for (let run = 0; run < RUNS; run++) if (passes(evidenceOf(units(n, k, drop, random), PLAN))) count++;
  return count / RUNS;
}

/** The whole drop falls on as few scenarios as can bear it. */
function units(n: number, k: number, drop: number, random: () => number): Unit[] {
  const draw = (probability: number) => Array.from({ length: k }, () => (random() < probability ? 1 : 0));
  let left = drop * n;
  return Array.from({ length: n }, (_, index) => {
    const chance = CHANCES[index % CHANCES.length] ?? 1;
    const lost = Math.min(left, chance * 0.75);
    left -= lost;
    return { scenario: `s${index}`, family: `s${index}`, a: draw(chance), b: draw(chance - lost) };
  });
}
