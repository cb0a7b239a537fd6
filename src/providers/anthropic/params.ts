import type {
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import type { Message, ModelRequest } from "../../records/request.ts";
import { thinkingFor } from "./thinking.ts";

/** Above this many tokens of room the SDK refuses a call that does not stream (10 minutes at 128,000 tokens an hour). */
export const MOST_TOKENS_UNSTREAMED = 21_333;

/**
 * The body of a Messages API call. The system prompt is marked as a cached prefix; the last turn too where it will be sent again
 * (`sentAgain`, default: from the second turn on), so that each turn reads from the cache what the one before it wrote.
 */
export function messageParams(request: ModelRequest, sentAgain?: boolean): MessageCreateParamsNonStreaming {
  const model = request.model.replace(/^anthropic:/, "");
  const { maxTokens, effort } = request.parameters;
  const thinking = thinkingFor(model, effort);
  const output = {
    ...(effort === null ? {} : { effort }),
    ...(request.schema === null ? {} : { format: { type: "json_schema" as const, schema: request.schema } }),
  };
  return {
    model,
    max_tokens: maxTokens,
    ...(request.system === "" ? {} : { system: [cachedBlock(request.system)] }),
    messages: turns(request.messages, sentAgain ?? request.messages.length > 1),
    ...(thinking === undefined ? {} : { thinking }),
    ...(Object.keys(output).length === 0 ? {} : { output_config: output }),
  };
}

function turns(messages: readonly Message[], cacheLast: boolean): MessageParam[] {
  return messages.map(({ role, content }, index) =>
    cacheLast && index === messages.length - 1
      ? { role, content: [cachedBlock(content)] }
      : { role, content },
  );
}

function cachedBlock(text: string): TextBlockParam {
  return { type: "text", text, cache_control: { type: "ephemeral" } };
}
