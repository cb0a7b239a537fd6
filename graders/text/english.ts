import type { Transcript } from "../../src/records/transcript.ts";
import { keptWith } from "./kept.ts";
import { isEnglish } from "./language.ts";

/** Whether the replies of a conversation, taken together, are written in English. Every grader asks. */
export const repliesInEnglish = keptWith((transcript: Transcript) =>
  isEnglish(transcript.turns.map(({ assistant }) => assistant).join("\n")),
);
