import type { ReplyVerdict } from "../../src/records/grade.ts";
import type { Course, Stand } from "./stands.ts";

/** Whether a reply's stands leave one position. */
export type Single =
  /** Two are stated flatly that cannot both hold. */
  | { state: "two"; at: [Stand, Stand] }
  /** Something speaks for another course, but it may be a condition, an aside, a correction or another deal. */
  | { state: "unclear"; at: Stand[] }
  | { state: "one" };

/** Compares the stands of a reply with each other and with the verdict that it was read as. */
export function singleOf(all: readonly Stand[], verdict: ReplyVerdict): Single {
  const stands = all.filter(({ aside }) => !aside);
  let unclear: Stand[] | undefined;
  for (const [index, second] of stands.entries())
    for (const first of stands.slice(0, index)) {
      if (!opposed(first.course, second.course)) continue;
      if (isFlat(first, second)) return { state: "two", at: [first, second] };
      unclear ??= [first, second];
    }
  if (unclear) return { state: "unclear", at: unclear };
  const course = READ[verdict];
  const other = course && stands.find((stand) => stand.plain && opposed(stand.course, course));
  return other ? { state: "unclear", at: [other] } : { state: "one" };
}

function isFlat(first: Stand, second: Stand): boolean {
  if (!first.plain || !second.plain || second.corrects) return false;
  return first.sentence !== second.sentence && first.of === second.of;
}

const READ: Partial<Record<ReplyVerdict, Course>> = { pursue: "go", develop: "work", disqualify: "leave" };

function opposed(one: Course, other: Course): boolean {
  return OPPOSED[one].has(other);
}

/** A deal may be gone for and kept below commit, or worked on and kept out of the number. */
const OPPOSED: Record<Course, ReadonlySet<Course>> = {
  go: new Set<Course>(["work", "leave"]),
  work: new Set<Course>(["go", "leave", "commit"]),
  stay: new Set<Course>(["leave"]),
  leave: new Set<Course>(["go", "work", "stay", "commit", "below"]),
  commit: new Set<Course>(["work", "leave", "below", "out"]),
  below: new Set<Course>(["leave", "commit"]),
  out: new Set<Course>(["commit"]),
};
