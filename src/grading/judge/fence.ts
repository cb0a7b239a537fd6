import { sha256 } from "../../files/hash.ts";

/** One part of what a judge is shown: who wrote it, and what. */
export interface Part {
  label: string;
  text: string;
}

/**
 * The parts one after another, each between two marks that carry one key. The key is drawn from the parts' own content,
 * so it is the same in every process, and it occurs in none of them: nothing inside can close its mark or open another.
 */
export function fence(parts: readonly Part[]): { key: string; text: string } {
  const key = keyFor(parts);
  const text = parts
    .map(({ label, text: inside }) => `[${key} begin: ${label}]\n${inside}\n[${key} end]`)
    .join("\n\n");
  return { key, text };
}

function keyFor(parts: readonly Part[]): string {
  const content = parts.map(({ label, text }) => `${label}\n${text}`).join("\n");
  const seen = bare(content);
  for (let round = 0; ; round++) {
    const key = sha256(`${round}\n${content}`).slice(0, 16);
    if (!seen.includes(key)) return key;
  }
}

/** The text with look-alikes made alike and all but letters and digits gone: a key spelt with gaps is still found. */
function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
