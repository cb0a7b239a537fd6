import { mayOccur, watchFor } from "./occurs.ts";
import { beforeReading } from "./reading.ts";

/** A regular expression without flags that keep a place, run only on texts that hold the words it needs. */
export interface Guarded {
  test(text: string): boolean;
  exec(text: string): RegExpExecArray | null;
}

/** Guards an expression that is asked of every sentence and matches in few; see `occurs.ts`. */
export function guarded(pattern: RegExp): Guarded {
  const watch = beforeReading(() => watchFor(pattern.source, { bounded: false, lower: pattern.ignoreCase }));
  return {
    test: (text) => mayOccur(text, watch()) && pattern.test(text),
    exec: (text) => (mayOccur(text, watch()) ? pattern.exec(text) : null),
  };
}
