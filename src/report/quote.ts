/** Marks of emphasis and code, with or without their counterpart: a quote may begin or end inside of them. */
const MARKS =
  /\*{1,3}(?=[\p{L}\p{N}"“([$€£])|(?<=[\p{L}\p{N}\p{P}$%])\*{1,3}|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])|`/gu;

/** Words quoted from a reply, for reading: without the marks of Markdown that stand in, before or behind them, on one line. */
export function plainQuote(quote: string): string {
  return quote
    .split("\n")
    .map((line) => line.replace(/^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-+*•][ \t]+)/, ""))
    .filter((line) => !/^[\s|:-]*$/.test(line))
    .map(withoutBars)
    .join(" ")
    .replaceAll(MARKS, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** A table's row as its cells with points between them. */
function withoutBars(line: string): string {
  if (!/^\s*\|/.test(line) && !/\|\s*$/.test(line)) return line;
  return line
    .split("|")
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "")
    .join(" · ");
}
