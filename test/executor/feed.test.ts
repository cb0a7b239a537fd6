import { describe, expect, test } from "vitest";
import { playAll } from "../../src/executor/feed.ts";
import { Interrupted } from "../../src/executor/live/interrupted.ts";

/** Samples whose ends the test decides. */
function desk(): { play: (sample: number) => Promise<number>; begun: number[]; end: Map<number, Promised> } {
  const begun: number[] = [];
  const end = new Map<number, Promised>();
  const play = (sample: number): Promise<number> => {
    begun.push(sample);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    end.set(sample, { well: () => resolve(sample), badly: reject });
    return promise;
  };
  return { play, begun, end };
}

interface Promised {
  well: () => void;
  badly: (error: Error) => void;
}

describe("playAll", () => {
  test("begins no more samples than the window holds, and yields them as they finish", async () => {
    const { play, begun, end } = desk();
    let asked = 0;
    function* endless(): Generator<number> {
      for (;;) yield ++asked;
    }
    const played = playAll(endless(), play, { window: 3 });
    const first = played.next();
    await settle();
    expect(begun).toEqual([1, 2, 3]);
    expect(asked).toBeLessThanOrEqual(4);
    end.get(2)?.well();
    expect(await first).toEqual({ value: 2, done: false });
    end.get(1)?.well();
    end.get(3)?.well();
    await settle();
    // Two that nobody has taken yet count as well.
    expect(begun).toEqual([1, 2, 3]);
    expect([(await played.next()).value, (await played.next()).value]).toEqual([1, 3]);
    await played.return();
  });

  test("twenty thousand samples pass through a window of sixteen", async () => {
    let inFlight = 0;
    let peak = 0;
    let sum = 0;
    const play = async (sample: number): Promise<number> => {
      peak = Math.max(peak, ++inFlight);
      await settle();
      inFlight--;
      return sample;
    };
    for await (const sample of playAll(upTo(20_000), play, { window: 16 })) sum += sample;
    expect([sum, peak]).toEqual([199_990_000, 16]);
  });

  test("drained, it begins nothing more, yields what still finishes, and leaves out what was interrupted", async () => {
    const { play, begun, end } = desk();
    const drain = new AbortController();
    const taken: number[] = [];
    const all = (async () => {
      for await (const one of playAll([1, 2, 3, 4, 5], play, { window: 2, drain: drain.signal }))
        taken.push(one);
    })();
    await settle();
    drain.abort();
    end.get(1)?.badly(new Interrupted());
    end.get(2)?.well();
    await all;
    expect({ begun, taken }).toEqual({ begun: [1, 2], taken: [2] });
  });

  test("fault 9: an error ends the feeding, and is thrown after everything that had begun", async () => {
    const { play, begun, end } = desk();
    const taken: number[] = [];
    const all = (async () => {
      for await (const one of playAll([1, 2, 3, 4, 5], play, { window: 3 })) taken.push(one);
    })();
    await settle();
    end.get(1)?.badly(new Error("denied"));
    end.get(2)?.badly(new Error("denied as well"));
    await settle();
    end.get(3)?.well();
    await expect(all).rejects.toThrow(/^denied$/);
    expect({ begun, taken }).toEqual({ begun: [1, 2, 3], taken: [3] });
  });

  test("a feed that waits for what it learns from finished samples is not waited for alone", async () => {
    let learnt = Promise.withResolvers<void>();
    async function* learning(): AsyncGenerator<number> {
      for (let index = 1; index <= 3; index++) {
        yield index;
        await learnt.promise;
        learnt = Promise.withResolvers<void>();
      }
    }
    const taken: number[] = [];
    for await (const one of playAll(learning(), async (sample) => sample, { window: 8 })) {
      taken.push(one);
      learnt.resolve();
    }
    expect(taken).toEqual([1, 2, 3]);
  });

  test("a feed that breaks is an error, after what it gave before", async () => {
    const taken: number[] = [];
    const all = (async () => {
      for await (const one of playAll(broken(), async (sample) => sample, { window: 8 })) taken.push(one);
    })();
    await expect(all).rejects.toThrow(/no more scenarios/);
    expect(taken).toEqual([1]);
  });
});

function* upTo(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index;
}

function* broken(): Generator<number> {
  yield 1;
  throw new Error("no more scenarios");
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
