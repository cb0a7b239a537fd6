/** Rows that are no deals to import: in words behind their count, and what brings them in. */
export const SKIPS = {
  closed: { words: "won or lost", way: "--closed keeps those that are won or lost" },
  no_amount: { words: "without an amount", way: "--amount USD gives one to those without" },
  no_name: { words: "without the name of a deal or an account", way: undefined },
  total: { words: "of totals", way: undefined },
  repeated: { words: "the same as a row before", way: undefined },
  note: { words: "of a single cell, as in notes under a report", way: undefined },
} as const;

/** Why a row is skipped. */
export type Skip = keyof typeof SKIPS;
