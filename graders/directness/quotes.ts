/** A text with quoted words blanked, as long as before: they are somebody else's, or what somebody should say. */
export function withoutQuotes(text: string): string {
  if (!text.includes('"') && !text.includes("“")) return text;
  return text.replaceAll(/["“][^"“”\n]{1,600}["”]/g, (quote) => " ".repeat(quote.length));
}
