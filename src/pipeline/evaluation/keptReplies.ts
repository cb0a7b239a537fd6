import type { Part } from "../../files/scratchFile.ts";
import type { Row } from "../../summary/rows.ts";
import type { ReplyPlace } from "../readReplies.ts";

/** A reply's row, and where its parts stand. */
interface Kept extends ReplyPlace {
  row: Row;
  junit: Part;
}

/** Replies with the places of their parts, in little more room than their rows: numbers in columns. */
export interface KeptReplies {
  length: () => number;
  at: (index: number) => Kept | undefined;
  add: (kept: Kept) => void;
  /** Tells where the grades of one stand now. */
  moveGrades: (index: number, to: Part) => void;
  /** These replies in another order, each with its place in it as its line. */
  inOrder: (indices: readonly number[]) => KeptReplies;
}

/** Numbers a reply in a column: line; start and length of its grades (start -1 = none) and of its cases. */
const WIDTH = 5;

/** No replies yet. */
export function keptReplies(): KeptReplies {
  const rows: Row[] = [];
  let numbers = new Float64Array(256 * WIDTH);
  const at: KeptReplies["at"] = (index) => {
    const row = rows[index];
    if (!row) return undefined;
    const [line = 0, start = -1, length = 0, junit = 0, cases = 0] = numbers.subarray(index * WIDTH);
    return {
      row,
      line,
      grades: start < 0 ? null : { start, length },
      junit: { start: junit, length: cases },
    };
  };
  const add: KeptReplies["add"] = ({ row, line, grades, junit }) => {
    const from = rows.push(row) * WIDTH - WIDTH;
    if (from + WIDTH > numbers.length) {
      const larger = new Float64Array(numbers.length * 2);
      larger.set(numbers);
      numbers = larger;
    }
    numbers.set([line, grades?.start ?? -1, grades?.length ?? 0, junit.start, junit.length], from);
  };
  return {
    length: () => rows.length,
    at,
    add,
    moveGrades: (index, { start, length }) => numbers.set([start, length], index * WIDTH + 1),
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
