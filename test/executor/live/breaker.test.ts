import { expect, test } from "vitest";
import { type Breaker, createBreaker } from "../../../src/executor/live/breaker.ts";

const SETTINGS = { burst: 3, coolDownMs: 100, maxCoolDownMs: 350 };
/** In the middle of the jitter: a cool-down is as long as set. */
const breakerOf = (): Breaker => createBreaker(SETTINGS, () => 0.5);

function overloads(breaker: Breaker, times: number, now = 0): void {
  for (let index = 0; index < times; index++) breaker.end("overloaded", { probe: false, now });
}

test("a few overloads among answers leave it closed, a burst opens it", () => {
  const breaker = breakerOf();
  for (let index = 0; index < 20; index++)
    breaker.end(index % 3 === 0 ? "overloaded" : "ok", { probe: false, now: index });
  expect(breaker.state).toBe("closed");
  overloads(breaker, 3);
  expect(breaker.state).toBe("open");
});

test("answers to calls sent before it opened neither close it nor keep it open longer", () => {
  const breaker = breakerOf();
  overloads(breaker, 3);
  breaker.end("ok", { probe: false, now: 50 });
  overloads(breaker, 5, 90);
  expect([breaker.state, breaker.waitMs(90)]).toEqual(["open", 10]);
});

test("one probe at a time; each that meets an overload doubles the wait, up to its bound", () => {
  const breaker = breakerOf();
  overloads(breaker, 3);
  let now = 0;
  const waits = [1, 2, 3, 4].map(() => {
    const wait = breaker.waitMs(now);
    now += wait;
    expect(breaker.enter()).toBe(true);
    expect(breaker.waitMs(now)).toBe(Infinity);
    breaker.end("overloaded", { probe: true, now });
    return wait;
  });
  expect(waits).toEqual([100, 200, 350, 350]);
});

test("a probe that is answered closes it, and the next burst begins with the first wait again", () => {
  const breaker = breakerOf();
  overloads(breaker, 3);
  for (const how of ["overloaded", "ok"] as const) {
    breaker.enter();
    breaker.end(how, { probe: true, now: 0 });
  }
  expect([breaker.state, breaker.waitMs(0)]).toEqual(["closed", 0]);
  overloads(breaker, 3);
  expect(breaker.waitMs(0)).toBe(100);
});
