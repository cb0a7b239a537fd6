/** Blanks quotations of a paragraph or less, keeping the length; curly apostrophes become straight ones. */
export function blankQuotes(plain: string): string {
  const text = plain.replaceAll(/[’ʼ]/g, "'");
  if (!/["“«]/.test(text)) return text;
  return text.replaceAll(
    /"(?:[^"\n]|\n(?!\s*\n)){1,500}"|“(?:[^”\n]|\n(?!\s*\n)){1,700}”|«[^»\n]{1,400}»/g,
    (quotation, offset: number) =>
      isOwnWords(text.slice(Math.max(0, offset - 40), offset), quotation)
        ? unquote(quotation)
        : blank(quotation),
  );
}

/** `Verdict: "Disqualify"` and `call it a "no-bid"` are the speaker's own words in quotation marks. */
function isOwnWords(before: string, quotation: string): boolean {
  if (quotation.length > 40) return false;
  return /(?:\b(?:verdict|recommendation|bottom line|my call|rating|classification|status|priority|position)\W*|\b(?:(?:i'd|i would|i) (?:call|rate|mark) (?:it|this)|it's|this is|it is) (?:an? )?(?:clear |strong |firm |definite )?)$/i.test(
    before,
  );
}

function unquote(quotation: string): string {
  return ` ${quotation.slice(1, -1)} `;
}

function blank(quotation: string): string {
  return `"${quotation.slice(1, -1).replaceAll(/[^\n]/g, " ")}"`;
}
