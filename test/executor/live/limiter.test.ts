import { expect, test } from "vitest";
import { createLimiter, type Limiter, type Ticket } from "../../../src/executor/live/limiter.ts";

const SETTINGS = { maxConcurrency: 64, cutTo: 0.5, freezeMs: 1_000 };
const FULL: Omit<Ticket, "order"> = { full: true };

/** So many calls, each sent while all slots were taken. */
function sent(limiter: Limiter, count: number): Ticket[] {
  return Array.from({ length: count }, () => ({ ...limiter.send(), ...FULL }));
}

test("doubles in a round of successes until the maximum, and not beyond", () => {
  const limiter = createLimiter(SETTINGS);
  const rounds = [1, 2, 3].map(() => {
    for (const ticket of sent(limiter, limiter.limit)) limiter.succeeded(ticket, 0);
    return limiter.limit;
  });
  expect(rounds).toEqual([32, 64, 64]);
});

test("does not grow while slots are free", () => {
  const limiter = createLimiter(SETTINGS);
  for (let index = 0; index < 100; index++) limiter.succeeded({ ...limiter.send(), full: false }, 0);
  expect(limiter.limit).toBe(16);
});

test("refusals of calls in flight together cut once; a call sent after the cut cuts again", () => {
  const limiter = createLimiter(SETTINGS);
  const episode = sent(limiter, 16);
  expect(episode.map((ticket) => limiter.refused(ticket)).filter(Boolean)).toHaveLength(1);
  expect(limiter.limit).toBe(8);
  for (const ticket of sent(limiter, 8)) limiter.refused(ticket);
  expect(limiter.limit).toBe(4);
});

test("never falls below one", () => {
  const limiter = createLimiter(SETTINGS);
  for (let index = 0; index < 10; index++) for (const ticket of sent(limiter, 1)) limiter.refused(ticket);
  expect(limiter.limit).toBe(1);
});

test("grows by about one a round after a cut, and not by answers that were on their way at the cut", () => {
  const limiter = createLimiter(SETTINGS);
  const [refused, ...others] = sent(limiter, 16);
  if (refused) limiter.refused(refused);
  for (const ticket of others) limiter.succeeded(ticket, 0);
  expect(limiter.limit).toBe(8);
  for (const ticket of sent(limiter, 9)) limiter.succeeded(ticket, 0);
  expect(limiter.limit).toBe(9);
});

test("does not grow while frozen", () => {
  const limiter = createLimiter(SETTINGS);
  limiter.freeze(5_000);
  for (const ticket of sent(limiter, 16)) limiter.succeeded(ticket, 5_999);
  expect(limiter.limit).toBe(16);
  for (const ticket of sent(limiter, 16)) limiter.succeeded(ticket, 6_000);
  expect(limiter.limit).toBe(32);
});

test("a cap holds until it is lifted", () => {
  const limiter = createLimiter(SETTINGS);
  limiter.cap(3);
  expect(limiter.limit).toBe(3);
  limiter.cap(Infinity);
  expect(limiter.limit).toBe(16);
});

test("goes at once to as many calls as the server says are left, and never beyond the maximum", () => {
  const limiter = createLimiter(SETTINGS);
  limiter.cap(40);
  expect(limiter.limit).toBe(40);
  limiter.cap(4_000);
  expect(limiter.limit).toBe(64);
});

test("a refusal counts for more than what the server says is left", () => {
  const limiter = createLimiter(SETTINGS);
  for (const ticket of sent(limiter, 16)) limiter.refused(ticket);
  limiter.cap(4_000);
  expect(limiter.limit).toBe(8);
});
