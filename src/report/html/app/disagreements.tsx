import { useCallback, useState } from "preact/hooks";
import type { GradedItem } from "../../../records/grade.ts";
import type { ItemLabelLine } from "../../../records/label.ts";
import { counted } from "../../numbers.ts";
import type { Opened } from "./load.ts";

/** What the reader thinks was graded wrong, kept until the page is left: label lines by reply and item. */
export interface Disagreements {
  lines: ReadonlyMap<string, ItemLabelLine>;
  toggle: (opened: Opened, item: GradedItem) => void;
  has: (opened: Opened, item: GradedItem) => boolean;
}

/** The reader's disagreements; to disagree a second time takes the first back. */
export function useDisagreements(): Disagreements {
  const [lines, setLines] = useState<ReadonlyMap<string, ItemLabelLine>>(new Map());
  const toggle = useCallback((opened: Opened, item: GradedItem) => {
    const key = keyOf(opened, item);
    setLines((before) => {
      const after = new Map(before);
      if (!after.delete(key)) after.set(key, lineOf(opened, item));
      return after;
    });
  }, []);
  return { lines, toggle, has: (opened, item) => lines.has(keyOf(opened, item)) };
}

/** Saves the disagreements as a file of labels that `dealbench calibrate` reads; nothing where there are none. */
export function SaveDisagreements({ lines }: Pick<Disagreements, "lines">) {
  if (lines.size === 0) return null;
  return (
    <button type="button" onClick={() => save([...lines.values()])} title="One label a line, as JSONL">
      Save {counted(lines.size, "disagreement")}
    </button>
  );
}

function keyOf({ response }: Opened, { id }: GradedItem): string {
  return `${response} ${id}`;
}

/** The reader says the opposite of the grade. */
function lineOf({ response, transcript }: Opened, { id, state }: GradedItem): ItemLabelLine {
  return {
    response,
    scenario: transcript.scenario,
    item: id,
    state: state === "met" ? "not_met" : "met",
    annotator: "reader",
    labelled_at: new Date().toISOString(),
    sample: "disagreement",
  };
}

function save(lines: readonly ItemLabelLine[]): void {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "disagreements.jsonl";
  link.click();
  URL.revokeObjectURL(address);
}
