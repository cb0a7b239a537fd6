import type { Transcript } from "../records/transcript.ts";
import type { TokenUsage } from "./contract.ts";

/** The tokens of a conversation as promptfoo counts them; what is unknown counts 0, for it knows no unknown. */
export function usageOf({ turns }: Transcript): TokenUsage {
  const sum = (count: (turn: Transcript["turns"][number]) => number | null | undefined) =>
    turns.reduce((total, turn) => total + (count(turn) ?? 0), 0);
  const prompt = sum(({ usage }) => usage?.inputTokens);
  const completion = sum(({ usage }) => usage?.outputTokens);
  const cached = sum(({ usage }) => usage?.cacheReadInputTokens);
  return { total: prompt + completion, prompt, completion, cached, numRequests: turns.length };
}
