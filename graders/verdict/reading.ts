import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Span } from "../text/places.ts";

/**
 * What an expression says of the deal once polarity and conditions are applied. `keep` = stays with it, fully or not;
 * `commit` and `below` are forecast calls, `out` = out of the forecast, `stop` = resources given back.
 */
export type Said =
  | "pursue"
  | "develop"
  | "disqualify"
  | "not_disqualify"
  | "not_pursue"
  | "keep"
  | "no_call"
  | "commit"
  | "below"
  | "out"
  | "stop"
  | "reopen";

/** Where it stands, strongest first (CODEBOOK §5 precedence). */
export type Strength = "correction" | "labelled" | "opening" | "closing" | "body" | "heading";

/** Why an expression is no stance of the speaker's on this deal now. */
export type Standing =
  | "asserted"
  | "branch"
  | "counterfactual"
  | "hedged"
  | "discounted"
  | "attributed"
  | "quoted"
  | "question"
  | "criteria"
  | "other_object"
  | "ranking"
  | "alternatives"
  | "list";

export interface VerdictMention extends Span {
  /** Class of the lexicon entry, "disqualify.act" for example. */
  class: string;
  said: Said;
  strength: Strength;
  standing: Standing;
  /** Whether it took part in the resolution as a stance. */
  counted: boolean;
  /** One phrase: why it did or did not count. */
  why: string;
  conditional: boolean;
  conditionText: string | null;
  /** The sentence it stands in. */
  sentence: Span;
  /** True where a "but" limits it in a way that the rules cannot weigh. */
  softened: boolean;
}

/** What a whole reply says of the deal (CODEBOOK §5). */
export interface VerdictReading {
  verdict: ReplyVerdict;
  conditional: boolean;
  conditionText: string | null;
  /** The date or day by which the condition falls due, as written. */
  deadline: string | null;
  /** The sentence that decides. */
  span: Span | null;
  mentions: VerdictMention[];
  reason: string;
  /** One verdict per deal name, where the reply speaks of several. */
  perDeal?: Record<string, ReplyVerdict>;
}

/** What is known of the conversation; every field only makes the reading surer. */
export interface VerdictContext {
  userText?: string;
  dealNames?: string[];
  people?: string[];
  /** Whether the task asks for a stance on a deal; a plan that was asked for takes none. */
  stanceExpected?: boolean;
  /** In a later turn of a conversation, what the turn before it read as. */
  before?: ReplyVerdict;
}
