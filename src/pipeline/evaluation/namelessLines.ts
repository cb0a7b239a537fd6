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

/** Lines of grades.jsonl of this reply, from nameless ones: pieces of bytes that follow each other. */
export function namedLines(nameless: Uint8Array, name: Name): Uint8Array[] {
  const head = Buffer.from(headOf(name));
  const parts: Uint8Array[] = [];
  for (let start = 0; start < nameless.length;) {
    const newline = nameless.indexOf(LF, start);
    const end = newline < 0 ? nameless.length : newline + 1;
    parts.push(head, nameless.subarray(start, end));
    start = end;
  }
  return parts;
}

/** Each line of a nameless text as JSON that can be parsed, its name that of this reply. */
export function linesNamed(nameless: Uint8Array, name: Name): string[] {
  const text = Buffer.concat(namedLines(nameless, name)).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}

function headOf({ scenario, model, repeat }: Name): string {
  return strictJson({ scenario, model, repeat }).slice(0, -1);
}
