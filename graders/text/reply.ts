import { countWords } from "./letters.ts";
import { blocksOf, type Block } from "./blocks.ts";
import { sentencesOf, type Sentence } from "./sentences.ts";

/**
 * A reply taken apart. Every `start`/`end` in it is a UTF-16 offset into `text`, the reply as it was written, and
 * `plain` has the same length as `text`: Markdown's marks are blanked, not removed, so offsets hold in both.
 */
export interface Reply {
  text: string;
  plain: string;
  blocks: Block[];
  sentences: Sentence[];
  /** Words of the reply, code blocks and table rules left out. */
  wordCount: number;
}

const cache = new Map<string, Reply>();
const CACHE_SIZE = 64;

/** Takes a reply's Markdown apart into blocks and sentences. Several checkers ask for the same reply: the last few are kept. */
export function parseReply(text: string): Reply {
  const known = cache.get(text);
  if (known) return known;
  const { plain, blocks } = blocksOf(text);
  const sentences = sentencesOf(plain, blocks);
  const reply = { text, plain, blocks, sentences, wordCount: countAll(plain, blocks) };
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value as string);
  cache.set(text, reply);
  return reply;
}

/** The words of a text: runs of letters, digits and what joins them ("$1.2M", "29-day", "don't"). */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}$€£%][\p{L}\p{N}$€£%.,'’:/&-]*/gu) ?? [];
}

function countAll(plain: string, blocks: Block[]): number {
  return blocks
    .filter((block) => block.kind !== "code")
    .reduce((sum, block) => sum + countWords(plain.slice(block.start, block.end)), 0);
}
