import { createInterface } from "node:readline";
import type { ReadStream } from "node:tty";

/** What Ctrl-C sends to a terminal in raw mode. */
export const INTERRUPT = "\u0003";

/**
 * The keys that are pressed, in lower case; where the input is no terminal, the first character of each of its lines.
 * The terminal is as it was when the reader stops.
 */
export async function* keysFrom(input: ReadStream): AsyncGenerator<string> {
  if (!input.isTTY) {
    for await (const line of createInterface({ input })) {
      const key = line.trim().charAt(0).toLowerCase();
      if (key !== "") yield key;
    }
    return;
  }
  input.setRawMode(true);
  input.setEncoding("utf8");
  try {
    for await (const pressed of input as AsyncIterable<string>) yield* pressed.toLowerCase().split("");
  } finally {
    input.setRawMode(false);
    input.pause();
  }
}
