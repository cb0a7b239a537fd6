const RUN = 8;

/** Whether a span of the reply repeats eight words in a row of what the user wrote. Build once per conversation turn. */
export function echoDetector(userText: string): (sentence: string) => boolean {
  if (userText === "") return () => false;
  let runs: Set<string> | undefined;
  return (sentence) => {
    const words = tokens(sentence);
    if (words.length < RUN) return false;
    runs ??= new Set(runsOf(tokens(userText)));
    return runsOf(words).some((run) => runs?.has(run));
  };
}

function tokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}$%]+/gu) ?? [];
}

function runsOf(words: string[]): string[] {
  return words
    .slice(0, Math.max(0, words.length - RUN + 1))
    .map((_, index) => words.slice(index, index + RUN).join(" "));
}
