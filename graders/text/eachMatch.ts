/**
 * Calls `visit` for each match of an expression with the flag `g`, as `matchAll` finds them but without the copy of the
 * expression that `matchAll` makes each time it is called. The visitor may search with the same expression.
 */
export function eachMatch(text: string, pattern: RegExp, visit: (match: RegExpExecArray) => void): void {
  let from = 0;
  for (;;) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null) return;
    from = match[0] === "" ? afterCharacter(text, match.index, pattern) : pattern.lastIndex;
    visit(match);
  }
}

/** The matches of an expression with the flag `g`: `[...text.matchAll(pattern)]` without its copy of the expression. */
export function matchesOf(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  eachMatch(text, pattern, (match) => found.push(match));
  return found;
}

/** Where the search goes on after an empty match: characters of two units are passed whole if the expression reads so. */
function afterCharacter(text: string, at: number, { unicode, unicodeSets }: RegExp): number {
  return at + ((unicode || unicodeSets) && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}
