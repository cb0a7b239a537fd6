import { parseReply } from "../../../graders/text/reply.ts";

/** Characters that are not seen, or that turn the direction of text: they could hide words from a reader. */
const UNSEEN = /\p{Cf}|(?![\t\n])\p{Cc}/gu;

/**
 * A reply as a judge sees it: Markdown's marks taken out (style must not sway), unseen characters removed, white space
 * folded, lines kept. The words are those of the reply, in order, so a quote from it can be found in the original.
 */
export function plainReply(text: string): string {
  const { plain, blocks } = parseReply(text);
  const characters = plain.split("");
  // The cells of a table stay apart, or their words would run into one another.
  for (const { cells = [] } of blocks) for (const { end } of cells.slice(0, -1)) characters[end] = "·";
  const lines = characters.join("").split("\n");
  return tidy(lines.filter((line) => !/^\s*(?:```|~~~)/.test(line)).join("\n"));
}

/** A text of the brief as a judge sees it: as it was written, without unseen characters. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll(UNSEEN, "")
    .split("\n")
    .map((line) => line.replaceAll(/[^\S\n]+/g, " ").trim())
    .filter((line) => !/^[|:\- ]*-{2,}[|:\- ]*$/.test(line))
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}
