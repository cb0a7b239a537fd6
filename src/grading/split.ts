import { sha256 } from "../files/hash.ts";

/** The parts of the labelled replies: rules are tuned on `dev` only, `heldout` measures them. */
export const PARTS = ["heldout", "dev", "all"] as const;
export type Part = (typeof PARTS)[number];

/**
 * Whether a scenario family belongs to the held-out third: the first 8 hex digits of the SHA-256 of its name, as an
 * integer, divide by 3. Whole families are held out, so no twin of a held-out deal is ever tuned on.
 */
export function heldOut(family: string): boolean {
  return Number.parseInt(sha256(family).slice(0, 8), 16) % 3 === 0;
}

/** Whether a family belongs to `part`. */
export function inPart(family: string, part: Part): boolean {
  return part === "all" || heldOut(family) === (part === "heldout");
}
