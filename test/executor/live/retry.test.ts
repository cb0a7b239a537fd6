import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextStep, type RetrySettings } from "../../../src/executor/live/retry.ts";
import type { FailureKind } from "../../../src/providers/provider.ts";

const SETTINGS: RetrySettings = { maxAttempts: 5, maxElapsedMs: 10_000, baseMs: 100, maxPauseMs: 1_000 };
const PASSING: FailureKind[] = ["rate_limited", "overloaded", "server", "network", "timeout", "bad_reply"];

describe("nextStep", () => {
  test("never waits beyond its bounds, nor after the last attempt", () => {
    const failures = fc.record({
      kind: fc.constantFrom(...PASSING),
      retryAfterMs: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
    });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        failures,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(20_000),
        random,
        (failure, attempt, elapsed, r) => {
          const step = nextStep(failure, attempt, elapsed, r, SETTINGS);
          const over = attempt >= SETTINGS.maxAttempts || elapsed >= SETTINGS.maxElapsedMs;
          expect(step.kind).toBe(over ? "give_up" : "again");
          const waitMs = step.kind === "again" ? step.waitMs : 0;
          expect(waitMs).toBeLessThanOrEqual(Math.max(0, SETTINGS.maxElapsedMs - elapsed));
          expect(waitMs).toBeLessThanOrEqual(failure.retryAfterMs ?? SETTINGS.maxPauseMs);
        },
      ),
    );
  });

  test("honours retry-after to the millisecond, shorter or longer than its own pause", () => {
    for (const retryAfterMs of [0, 7, 5_000])
      expect(nextStep({ kind: "rate_limited", retryAfterMs }, 1, 0, 0.5, SETTINGS)).toEqual({
        kind: "again",
        waitMs: retryAfterMs,
      });
  });

  test("a denial ends the run and a wrong request fails at once, whatever else there is", () => {
    expect(nextStep({ kind: "denied", retryAfterMs: 1 }, 1, 0, 0, SETTINGS)).toEqual({ kind: "stop_run" });
    expect(nextStep({ kind: "bad_request", retryAfterMs: 1 }, 1, 0, 0, SETTINGS)).toEqual({
      kind: "give_up",
    });
  });
});
