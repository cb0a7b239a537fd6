import { createHash } from "node:crypto";
import { contentHash } from "../../files/hash.ts";
import type { ModelRequest } from "../../records/request.ts";
import { type Answer, CallFailure, type Provider } from "../provider.ts";
import { readBrief } from "./brief.ts";
import { writeReply } from "./reply.ts";
import { readRules } from "./rules.ts";

export const SIMULATED_MODELS: readonly string[] = ["director"];

/**
 * `simulated:director`: no model, but a stand-in that reads some headings and phrases of the persona (`rules.ts`) and the brief, so that
 * the machinery can be tried without a key. Deterministic in the request and its repeat. It shows that the harness notices an edit of
 * these, never how good a persona is, nor that an edit is harmless.
 */
export function simulatedProvider(): Provider {
  return { name: "simulated", account: "simulated", send: simulate };
}

async function simulate(
  request: ModelRequest,
  { signal, onFirstToken, repeat = 1 }: Parameters<Provider["send"]>[1],
): Promise<Answer> {
  signal.throwIfAborted();
  const started = performance.now();
  if (request.schema !== null)
    throw new CallFailure(
      "bad_request",
      `${request.model}: a simulation fills in no schema; judge with a model`,
    );
  const turns = request.messages.filter(({ role }) => role === "user").map(({ content }) => content);
  const seed = contentHash({ request, repeat });
  const draw = (choice: string): number =>
    createHash("sha256").update(`${seed} ${choice}`).digest().readUInt32BE() / 2 ** 32;
  const whole = writeReply(readRules(request.system), readBrief(turns.join("\n")), turns.length, draw);
  // Four characters a token, as good a guess as any where no tokeniser is at work.
  const room = request.parameters.maxTokens * 4;
  onFirstToken?.();
  return {
    outcome: whole.length > room ? "truncated" : "ok",
    text: whole.slice(0, room),
    stopReason: whole.length > room ? "max_tokens" : "end_turn",
    usage: null,
    requestId: null,
    latencyMs: performance.now() - started,
  };
}
