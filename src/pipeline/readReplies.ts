import { existsSync } from "node:fs";
import { join } from "node:path";
import { lineParts, openParts } from "../files/lineParts.ts";
import type { Part, ScratchFile } from "../files/scratchFile.ts";
import { transcriptFromDisk, TranscriptSchema } from "../records/transcript.ts";
import type { StoredReply } from "../report/input.ts";

/** Where a reply stands in a run folder: the number of its line in transcripts.jsonl, its part of grades.jsonl. */
export interface ReplyPlace {
  line: number;
  grades: Part | null;
}

/**
 * Whole replies of a run folder, one in memory at a time, in the order asked for. `written` are grades that are not in
 * their place yet; null = they are read from grades.jsonl.
 */
export async function* readReplies(
  folder: string,
  places: Iterable<ReplyPlace>,
  written: ScratchFile | null,
): AsyncGenerator<StoredReply> {
  const file = join(folder, "transcripts.jsonl");
  const transcriptLines = lineParts(file);
  const texts = openParts(file);
  const storedFile = join(folder, "grades.jsonl");
  const stored = written === null && existsSync(storedFile) ? openParts(storedFile) : null;
  const gradesAt = (part: Part | null): string[] => {
    if (part === null) return [];
    const bytes = (written ?? stored)?.read(part).toString("utf8") ?? "";
    return bytes.split("\n").filter((text) => text !== "");
  };
  try {
    for (const { line, grades } of places) {
      const value: unknown = JSON.parse(texts.read(transcriptLines.at(line)).toString("utf8"));
      yield { transcript: transcriptFromDisk(TranscriptSchema.parse(value)), grades: gradesAt(grades) };
    }
  } finally {
    texts.close();
    stored?.close();
  }
}
