import type { Hit } from "./lexicon.ts";
import type { Label } from "./labels.ts";

const WORD =
  /^[^A-Za-z\u00c0-\u024f0-9]*(?:deal\s+)?(high|medium|med|moderate|mid|low|red|amber|yellow|green|yes|no|hold|proceed|stop|qualified|continue|caution)(?=\s*(?:$|[.,;:!(–—|/]|-\s|\s-{1,2}\s|\b(?:priority|effort)\b))/i;

const CLASSES: Record<string, string> = {
  high: "pursue",
  green: "pursue",
  yes: "pursue",
  proceed: "pursue",
  medium: "develop",
  med: "develop",
  moderate: "develop",
  mid: "develop",
  amber: "develop",
  yellow: "develop",
  hold: "develop",
  low: "disqualify",
  red: "disqualify",
  no: "disqualify",
  stop: "disqualify",
};

/** The rating that follows a label ("Priority: medium", "Verdict: hold"), as a verdict expression. */
export function ratingAfter(text: string, label: Label): Hit | undefined {
  if (label.carried || (label.kind !== "rating" && label.kind !== "verdict")) return undefined;
  const match = WORD.exec(text.slice(label.end));
  const word = match?.[1];
  if (!match || !word) return undefined;
  const stance = CLASSES[word.toLowerCase()];
  if (!stance) return undefined;
  if (label.kind === "rating" && /^(?:yes|no|stop|proceed)$/i.test(word)) return undefined;
  const end = label.end + match[0].length;
  return {
    start: end - word.length,
    end,
    class: `${stance}.label`,
    reason: `a rating after a label: ${word.toLowerCase()}`,
  };
}
