import type { ModelRequest } from "../../records/request.ts";
import { vendorOf } from "./vendors.ts";

/** Vendors whose providers take a JSON schema as OpenAI's `response_format`. */
const OPENAI_SHAPED = new Set([
  "azure",
  "cerebras",
  "deepseek",
  "fireworks",
  "groq",
  "mistral",
  "openai",
  "openrouter",
  "togetherai",
  "xai",
]);

/** What promptfoo's providers are configured by: each takes the names it knows. Sampling is left to the vendor's defaults. */
export function configOf(id: string, { parameters, schema }: ModelRequest): Record<string, unknown> {
  const { maxTokens, effort } = parameters;
  return {
    maxRetries: 0,
    omitDefaults: true,
    max_tokens: maxTokens,
    max_completion_tokens: maxTokens,
    max_output_tokens: maxTokens,
    maxOutputTokens: maxTokens,
    num_predict: maxTokens,
    ...(effort === null ? {} : { reasoning_effort: effort === "max" ? "xhigh" : effort }),
    ...(schema !== null && takesSchema(id)
      ? { response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } } }
      : {}),
  };
}

/** The messages as promptfoo takes them: a JSON text. A vendor that takes no schema is asked for it in words. */
export function promptOf(id: string, { system, messages, schema }: ModelRequest): string {
  const asked =
    schema === null || takesSchema(id)
      ? system
      : `${system}\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n${JSON.stringify(schema)}`;
  const turns = messages.map(({ role, content }) => ({ role, content }));
  return JSON.stringify(asked === "" ? turns : [{ role: "system", content: asked }, ...turns]);
}

function takesSchema(id: string): boolean {
  return OPENAI_SHAPED.has(vendorOf(id));
}
