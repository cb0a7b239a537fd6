import type { LabelQuestion } from "../grading/labelling.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { userTurns } from "../scenarios/render.ts";

/** What the keys do. */
export const KEYS_HELP = "Keys: m met · n not met · u unsure · s skip · b back · q quit";

const RULE = "─".repeat(72);

/** Brief and reply, turn by turn, without a word of who wrote them. */
export function replyText({ turns }: Transcript, scenario: Scenario): string {
  const asked = userTurns(scenario);
  const parts = turns.flatMap(({ user, assistant }, index) => {
    const turn = turns.length > 1 ? ` ${index + 1}` : "";
    return [
      `BRIEF${turn}`,
      "",
      shown(user === "" ? (asked[index] ?? "") : user),
      "",
      `REPLY${turn}`,
      "",
      shown(assistant),
      "",
    ];
  });
  return `\n${RULE}\n${parts.join("\n")}\n`;
}

/** One item with its definition, and how far the work has come. */
export function questionText(question: LabelQuestion, progress: string): string {
  const { item, title, definition, about, unwanted } = question;
  return [
    RULE,
    `${item}  ${title}${unwanted ? "  (unwanted: met = it happened)" : ""}`,
    `Met when: ${shown(definition)}`,
    ...(about === null ? [] : [`Here: ${shown(about)}`]),
    `[m]et  [n]ot met  [u]nsure  [s]kip  [b]ack  [q]uit      ${progress}`,
    "> ",
  ].join("\n");
}

/** Control characters could move the cursor or colour the rest of the terminal. */
function shown(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, " ");
}
