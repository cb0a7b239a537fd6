import type { VerdictSummary } from "../records/summary.ts";
import { share } from "./numbers.ts";
import { SAID_WORDS } from "./words.ts";

/** Where the verdict in one word differs from what the reply says, in one line; null where it was not asked for. */
export function elicitedLine({ elicited }: Pick<VerdictSummary, "elicited">): string | null {
  if (!elicited) return null;
  const { asked, read, compared, differ, pairs } = elicited;
  const which = pairs.map(
    ({ wrote, said, count }) => `wrote ${SAID_WORDS[wrote]}, then said ${SAID_WORDS[said]} ×${count}`,
  );
  const unread = asked - read > 0 ? ` ${asked - read} of ${asked} gave no single word.` : "";
  const kinds = which.length === 0 ? "" : ` (${which.join("; ")})`;
  return `Asked for one word, another verdict than was written: ${share(differ, compared)}${kinds}.${unread}`;
}
