/**
 * Keeps up to `width` pieces of work under way and hands their results out in the order in which they were begun. A piece that
 * fails, fails when its turn comes.
 */
export interface Ahead<T> {
  /** The next result; undefined when there is no further work. */
  next: () => Promise<T | undefined>;
  /** Begins nothing more, and waits for what is under way; its results, those that failed left out. */
  drain: () => Promise<T[]>;
}

/** Starts working ahead; `begin` returns the next piece of work, or undefined where there is none. */
export function workAhead<T>(width: number, begin: () => Promise<T> | undefined): Ahead<T> {
  const underWay: Promise<T>[] = [];
  let ended = false;
  const fill = (): void => {
    while (!ended && underWay.length < width) {
      const work = begin();
      if (work === undefined) ended = true;
      else {
        // Its turn may come late: until then a failure must not count as unhandled.
        work.catch(() => {});
        underWay.push(work);
      }
    }
  };
  return {
    next: async () => {
      fill();
      const first = underWay.shift();
      return first === undefined ? undefined : first;
    },
    drain: async () => {
      ended = true;
      const results = await Promise.allSettled(underWay.splice(0));
      return results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    },
  };
}
