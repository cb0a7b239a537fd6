import { Interrupted } from "./live/interrupted.ts";

export interface FeedOptions {
  /** How many samples may be begun and not yet taken by the caller. */
  window: number;
  /** Aborted: no further sample is begun. */
  drain?: AbortSignal | undefined;
}

/**
 * Plays samples as they come, `window` of them at a time, and yields what each gave in the order in which they finish; memory is that
 * of the window. A sample that was interrupted yields nothing. The first other error, of a sample or of the feed, stops the
 * feeding; what is under way is still yielded before the error is thrown.
 */
export async function* playAll<S, T>(
  samples: Iterable<S> | AsyncIterable<S>,
  play: (sample: S) => Promise<T>,
  { window, drain }: FeedOptions,
): AsyncGenerator<T, void, undefined> {
  const feed = Symbol.asyncIterator in samples ? samples[Symbol.asyncIterator]() : samples[Symbol.iterator]();
  const finished: T[] = [];
  let failure: { error: unknown } | null = null;
  let playing = 0;
  let filling = false;
  let ended = false;
  let change = Promise.withResolvers<void>();
  const wake = (): void => change.resolve();

  const fail = (error: unknown): void => {
    ended = true;
    if (!(error instanceof Interrupted)) failure ??= { error };
  };
  const isOver = (): boolean => ended || drain?.aborted === true;
  const begin = async (sample: S): Promise<void> => {
    playing++;
    try {
      finished.push(await play(sample));
    } catch (error) {
      fail(error);
    } finally {
      playing--;
      wake();
    }
  };
  // The feed may be waiting for what it will learn from a finished sample: it is never waited for alone.
  const fill = async (): Promise<void> => {
    if (filling) return;
    filling = true;
    try {
      while (!isOver() && playing + finished.length < window) {
        const next = await feed.next();
        if (next.done === true) ended = true;
        else if (!isOver()) void begin(next.value);
      }
    } catch (error) {
      fail(error);
    } finally {
      filling = false;
      wake();
    }
  };
  drain?.addEventListener("abort", wake);

  try {
    for (;;) {
      void fill();
      const next = finished.shift();
      if (next !== undefined) yield next;
      else if (playing === 0 && isOver()) break;
      else {
        change = Promise.withResolvers();
        await change.promise;
      }
    }
    if (failure !== null) throw (failure as { error: unknown }).error;
  } finally {
    ended = true;
    drain?.removeEventListener("abort", wake);
    // Not awaited: a feed that waits for more samples would hold up a caller who wants none.
    void Promise.resolve(feed.return?.()).catch(() => {});
  }
}
