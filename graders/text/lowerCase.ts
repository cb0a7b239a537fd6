import { kept } from "./kept.ts";

/** Lower case without a change of length, so that offsets hold; curly apostrophes become straight ones. */
export const lowerCase = kept(lowered);

function lowered(text: string): string {
  const straight = text.replaceAll("’", "'");
  const lower = straight.toLowerCase();
  return lower.length === text.length
    ? lower
    : straight.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
