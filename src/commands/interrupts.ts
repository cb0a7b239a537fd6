import { EXIT } from "../records/errors.ts";

type Handler = () => void;

const exitNow: Handler = () => process.exit(EXIT.interrupted);
let handler: Handler = exitNow;

/** Lets Ctrl-C and SIGTERM end the process at once, unless a command has something to save: see {@link drainOnSignal}. */
export function handleSignals(): void {
  process.on("SIGINT", () => handler());
  process.on("SIGTERM", () => handler());
}

/**
 * From now on the first Ctrl-C or SIGTERM aborts the signal returned and calls `onFirst`; the second ends the process at once.
 * `restore` ends that.
 */
export function drainOnSignal(onFirst: () => void): { drain: AbortSignal; restore: () => void } {
  const controller = new AbortController();
  handler = () => {
    handler = exitNow;
    onFirst();
    controller.abort();
  };
  return {
    drain: controller.signal,
    restore: () => {
      handler = exitNow;
    },
  };
}
