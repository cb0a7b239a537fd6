import { EXIT } from "../records/errors.ts";

/** A signal that is aborted by the first Ctrl-C or SIGTERM; the second ends the process at once. */
export interface Draining {
  signal: AbortSignal;
  /** Gives both signals back to whoever had them before. */
  end: () => void;
}

/** Takes over Ctrl-C and SIGTERM; `onFirst` is called once, with the first of them. */
export function drainOnInterrupt(onFirst: () => void): Draining {
  const controller = new AbortController();
  const names = ["SIGINT", "SIGTERM"] as const;
  const before = names.map((name) => ({ name, listeners: process.listeners(name) }));
  const interrupted = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    onFirst();
    controller.abort();
  };
  for (const name of names) {
    process.removeAllListeners(name);
    process.on(name, interrupted);
  }
  return {
    signal: controller.signal,
    end: () => {
      for (const { name, listeners } of before) {
        process.removeListener(name, interrupted);
        for (const listener of listeners) process.on(name, listener);
      }
    },
  };
}
