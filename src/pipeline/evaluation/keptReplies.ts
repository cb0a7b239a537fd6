import type { Part } from "../../files/scratchFile.ts";
import type { ReplyPlace } from "../readReplies.ts";

/** Where a reply's row and its parts stand. */
interface Kept extends ReplyPlace {
  row: number;
  junit: Part;
}

/** The places of replies: numbers in columns, since a run may have a hundred thousand. */
export interface KeptReplies {
  length: () => number;
  at: (index: number) => Kept | undefined;
  add: (kept: Kept) => void;
  /** Tells where the grades of one stand now. */
  moveGrades: (index: number, to: Part) => void;
  /** These replies in another order, each with its place in it as its line. */
  inOrder: (indices: readonly number[]) => KeptReplies;
}

/** Numbers a reply: its line; start and length of its grades (start -1 = none) and of its cases; its row. */
const WIDTH = 6;

/** No replies yet. */
export function keptReplies(): KeptReplies {
  let length = 0;
  let numbers = new Float64Array(256 * WIDTH);
  const at: KeptReplies["at"] = (index) => {
    if (index < 0 || index >= length) return undefined;
    const [line = 0, start = -1, bytes = 0, junit = 0, cases = 0, row = 0] = numbers.subarray(
      index * WIDTH,
      (index + 1) * WIDTH,
    );
    return {
      row,
      line,
      grades: start < 0 ? null : { start, length: bytes },
      junit: { start: junit, length: cases },
    };
  };
  const add: KeptReplies["add"] = ({ row, line, grades, junit }) => {
    const from = length++ * WIDTH;
    if (from + WIDTH > numbers.length) {
      const larger = new Float64Array(numbers.length * 2);
      larger.set(numbers);
      numbers = larger;
    }
    numbers.set([line, grades?.start ?? -1, grades?.length ?? 0, junit.start, junit.length, row], from);
  };
  return {
    length: () => length,
    at,
    add,
    moveGrades: (index, to) => numbers.set([to.start, to.length], index * WIDTH + 1),
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
