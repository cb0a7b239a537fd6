import type { Environment } from "../environment.ts";
import { openClient, secretsOf } from "./client.ts";
import { failureOf } from "./failure.ts";

/** A model that a key can call. */
export interface CallableModel {
  /** Without `anthropic:`. */
  id: string;
  name: string;
  /** Tokens; null = not told. */
  maxInputTokens: number | null;
  maxOutputTokens: number | null;
  /** Day the vendor will retire it, ISO 8601; null = none is set. */
  retiresAt: string | null;
}

/**
 * Lists the models that the key can call, newest first.
 * @throws CallFailure
 */
export async function listAnthropicModels(
  environment: Environment,
  signal: AbortSignal,
): Promise<CallableModel[]> {
  const client = await openClient(environment);
  const models: CallableModel[] = [];
  try {
    for await (const model of client.models.list({ limit: 100 }, { signal }))
      models.push({
        id: model.id,
        name: model.display_name,
        maxInputTokens: model.max_input_tokens,
        maxOutputTokens: model.max_tokens,
        retiresAt: model.retires_at,
      });
    return models;
  } catch (error) {
    throw failureOf(error, signal, secretsOf(environment));
  }
}
