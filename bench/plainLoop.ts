import { readFileSync } from "node:fs";
import { Anthropic } from "@anthropic-ai/sdk";
import pLimit from "p-limit";
import type { Replies } from "./generatedRun.ts";

/**
 * The yardstick of a whole run: the same calls by the SDK and p-limit alone, nothing kept and nothing graded. Arguments: the
 * file of briefs, the file of the system prompt, how often each is asked, calls in flight.
 */
const [briefsFile = "", personaFile = "", repeats = "1", inFlight = "50"] = process.argv.slice(2);
const briefs = JSON.parse(readFileSync(briefsFile, "utf8")) as Replies[];
const system = readFileSync(personaFile, "utf8");
const client = new Anthropic({ maxRetries: 0, timeout: 600_000 });
const limit = pLimit(Number(inFlight));
const calls = Array.from({ length: Number(repeats) }, () => briefs)
  .flat()
  .map(({ user }) =>
    limit(async () => {
      const message = await client.messages.create({
        model: "claude-sonnet-5",
        max_tokens: 8192,
        system: [{ type: "text", text: system, cache_control: { type: "ephemeral" } }],
        messages: [{ role: "user", content: user }],
      });
      return message.usage.output_tokens;
    }),
  );
const tokens = await Promise.all(calls);
process.stdout.write(`${tokens.length}\n`);
