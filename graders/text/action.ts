import type { Owner } from "./owners.ts";
import type { Span } from "./places.ts";

/** One thing a reply tells somebody to do. Spans are offsets into the reply; null = the reply does not say. */
export interface Action extends Span {
  text: string;
  source: "table" | "list" | "prose";
  owner: Owner | null;
  /** A dated event without an instruction or an owner ("26 Nov: committee result"). */
  milestone: boolean;
  /** A dated instruction without a named owner in running text: "you" is understood. */
  ownerImplied: boolean;
  date: Span | null;
  success: Span | null;
}
