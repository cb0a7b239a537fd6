import { kept } from "../text/kept.ts";

const RUN = 8;

/** Whether a span of the reply repeats eight words in a row of what the user wrote; the same function for the same text. */
export const echoDetector = kept(makeDetector, 64);

function makeDetector(userText: string): (sentence: string) => boolean {
  if (userText === "") return () => false;
  let user: { words: Set<string>; runs: Set<string> } | undefined;
  return kept((sentence) => {
    const words = tokens(sentence);
    if (words.length < RUN) return false;
    user ??= userOf(userText);
    let known = 0;
    for (let end = 0; end < words.length; end++) {
      known = user.words.has(words[end] ?? "") ? known + 1 : 0;
      if (known >= RUN && user.runs.has(words.slice(end + 1 - RUN, end + 1).join(" "))) return true;
    }
    return false;
  });
}

function userOf(text: string): { words: Set<string>; runs: Set<string> } {
  const words = tokens(text);
  const runs = words
    .slice(0, Math.max(0, words.length - RUN + 1))
    .map((_, index) => words.slice(index, index + RUN).join(" "));
  return { words: new Set(words), runs: new Set(runs) };
}

function tokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9\u00c0-\u1fff$%]+/g) ?? [];
}
