import type { Said } from "./reading.ts";

const STANCES: Record<string, Said> = {
  pursue: "pursue",
  develop: "develop",
  disqualify: "disqualify",
  keep: "keep",
  onward: "keep",
  no_call: "no_call",
  forecast_below: "below",
  forecast_out: "out",
  forecast_commit: "commit",
  stop: "stop",
  reopen: "reopen",
};

/** What the stance part of a lexicon class says when it is asserted. */
export function stanceSaid(stance: string): Said {
  return STANCES[stance] ?? "keep";
}
