import type { Anchor } from "../text/anchors.ts";

/** An anchor by the codebook: a name, number, date or phrase of the deal; no title, and nothing that only echoes the brief. */
export function isStrict({ kind }: Anchor): boolean {
  return kind === "name" || kind === "number" || kind === "date" || kind === "phrase";
}
