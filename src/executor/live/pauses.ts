/** Every pause of an executor, so that all can be cut short at once. */
export interface Pauses {
  /** Why nothing new may begin; null while all goes on. */
  readonly ended: Error | null;
  /** @throws whatever {@link Pauses.end} was called with first. */
  check: () => void;
  /**
   * Waits for at most so many milliseconds (Infinity = until something changes), or until {@link Pauses.wake}.
   * @throws as {@link Pauses.check}, before and after.
   */
  pause: (ms: number) => Promise<void>;
  /** Waits until `performance.now()` has reached `at`, however often it is woken. */
  pauseUntil: (at: number) => Promise<void>;
  /** Ends every pause, so that those who wait look again at what they wait for. */
  wake: () => void;
  /** Ends every pause for good: those who wait, now or later, get the error. Only the first call counts. */
  end: (error: Error) => void;
}

/** Node runs a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Makes the pauses of one executor. */
export function createPauses(): Pauses {
  const sleepers = new Set<() => void>();
  let ended: Error | null = null;

  const check = (): void => {
    if (ended !== null) throw ended;
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
      sleepers.add(wake);
    });
  const wake = (): void => {
    for (const one of sleepers) one();
  };
  const pause = async (ms: number): Promise<void> => {
    check();
    await sleep(ms);
    check();
  };

  return {
    get ended() {
      return ended;
    },
    check,
    pause,
    pauseUntil: async (at) => {
      for (let left = at - performance.now(); left > 0; left = at - performance.now()) await pause(left);
    },
    wake,
    end: (error) => {
      ended ??= error;
      wake();
    },
  };
}
