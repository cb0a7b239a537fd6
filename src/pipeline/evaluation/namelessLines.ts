import { strictJson } from "../../files/jsonl.ts";
import type { Transcript } from "../../records/transcript.ts";

type Name = Pick<Transcript, "scenario" | "model" | "repeat">;

const LF = 10;

/** A line of grades.jsonl as it goes on after the reply's name, its newline included. */
export function namelessLine(line: string, name: Name): string {
  const head = headOf(name);
  if (!line.startsWith(head)) throw new Error(`found a grade that does not begin with its name: ${line}`);
  return `${line.slice(head.length)}\n`;
}

/** Lines of grades.jsonl of this reply, from nameless ones: pieces that follow each other. */
export function namedLines(nameless: string | Uint8Array, name: Name): (string | Uint8Array)[] {
  const head = headOf(name);
  const pieces: (string | Uint8Array)[] = [];
  for (let start = 0; start < nameless.length;) {
    const newline =
      typeof nameless === "string" ? nameless.indexOf("\n", start) : nameless.indexOf(LF, start);
    const end = newline < 0 ? nameless.length : newline + 1;
    pieces.push(
      head,
      typeof nameless === "string" ? nameless.slice(start, end) : nameless.subarray(start, end),
    );
    start = end;
  }
  return pieces;
}

function headOf({ scenario, model, repeat }: Name): string {
  return strictJson({ scenario, model, repeat }).slice(0, -1);
}
