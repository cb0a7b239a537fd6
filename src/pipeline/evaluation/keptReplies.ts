import type { Part } from "../../files/scratchFile.ts";
import { numberRows } from "../../records/numberRows.ts";
import type { ReplyPlace } from "../readReplies.ts";

/** Where a reply's row and its parts stand. */
interface Kept extends ReplyPlace {
  row: number;
  junit: Part;
}

/** The places of replies: numbers in rows, since a run may have a hundred thousand. */
export interface KeptReplies {
  length: () => number;
  at: (index: number) => Kept | undefined;
  add: (kept: Kept) => void;
  /** Tells where the grades of one stand now. */
  moveGrades: (index: number, to: Part) => void;
  /** These replies in another order, each with its place in it as its line. */
  inOrder: (indices: Iterable<number>) => KeptReplies;
}

/** Columns of both: the grades' part and the junit cases' part. A start of -1 says that there are no grades. */
const GRADES = 0;
const JUNIT = 1;
/** Further columns of whole numbers. */
const LINE = 2;
const ROW = 3;

/** No replies yet. */
export function keptReplies(): KeptReplies {
  const starts = numberRows("float64", 2);
  const wholes = numberRows("uint32", 4);
  const partAt = (index: number, part: typeof GRADES | typeof JUNIT): Part => ({
    start: starts.at(index, part),
    length: wholes.at(index, part),
  });
  const at: KeptReplies["at"] = (index) => {
    if (index < 0 || index >= starts.length()) return undefined;
    const grades = partAt(index, GRADES);
    return {
      row: wholes.at(index, ROW),
      line: wholes.at(index, LINE),
      grades: grades.start < 0 ? null : grades,
      junit: partAt(index, JUNIT),
    };
  };
  return {
    length: starts.length,
    at,
    add: ({ row, line, grades, junit }) => {
      starts.push([grades?.start ?? -1, junit.start]);
      wholes.push([grades?.length ?? 0, junit.length, line, row]);
    },
    moveGrades: (index, to) => {
      starts.put(index, GRADES, to.start);
      wholes.put(index, GRADES, to.length);
    },
    inOrder: (indices) => {
      const ordered = keptReplies();
      for (const index of indices) {
        const kept = at(index);
        if (kept) ordered.add({ ...kept, line: ordered.length() });
      }
      return ordered;
    },
  };
}
