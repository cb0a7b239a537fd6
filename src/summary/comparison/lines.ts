import type { Arm } from "../../records/arm.ts";

/** Rubric lines by item id, over both runs. */
export type Lines = ReadonlyMap<string, Arm["lines"][number]>;

/** The rubric lines that occur in either run. */
export function linesOfBoth(a: Arm, b: Arm): Lines {
  return new Map([...a.lines, ...b.lines].map((line) => [line.id, line]));
}
