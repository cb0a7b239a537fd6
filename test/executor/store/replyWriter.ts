/** A process of its own that keeps replies, and names each on stdout once it is written: `replyWriter.ts FILE NAME COUNT`. */
import { setImmediate } from "node:timers/promises";
import { openReplyStore } from "../../../src/executor/store/replyStore.ts";
import { requestKey } from "../../../src/executor/requestKey.ts";

const [file = "", name = "", count = ""] = process.argv.slice(2);
const store = await openReplyStore(file, { onWarning: (warning) => process.stderr.write(`${warning}\n`) });
for (let index = 0; index < Number(count); index++) {
  const request = {
    model: "anthropic:claude-sonnet-5",
    system: "You are a sales director.",
    messages: [{ role: "user" as const, content: `${name}${index}` }],
    parameters: { maxTokens: 1000, effort: null },
    schema: null,
  };
  const usage = { inputTokens: 1, outputTokens: 1, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
  store.put(
    requestKey(request, 1),
    {
      outcome: "ok",
      text: `${name}${index}`,
      stopReason: "end_turn",
      usage,
      latencyMs: 1,
      queuedMs: 0,
      requestId: null,
      attempts: 1,
      cached: false,
      costUsd: 0,
      error: null,
    },
    { request, repeat: 1 },
  );
  // The turn in which it was put ends here, and with it the writing.
  await setImmediate();
  process.stdout.write(`${name}${index}\n`);
}
store.close();
