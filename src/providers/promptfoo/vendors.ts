import type { Environment } from "../environment.ts";

/** Vendors behind promptfoo that need a key, by the first part of their id; any one of the variables will do. */
export const KEY_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  azure: ["AZURE_API_KEY", "AZURE_OPENAI_API_KEY", "AZURE_CLIENT_ID"],
  cerebras: ["CEREBRAS_API_KEY"],
  cohere: ["COHERE_API_KEY"],
  deepseek: ["DEEPSEEK_API_KEY"],
  fireworks: ["FIREWORKS_API_KEY"],
  google: ["GOOGLE_API_KEY", "GEMINI_API_KEY"],
  groq: ["GROQ_API_KEY"],
  mistral: ["MISTRAL_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  openrouter: ["OPENROUTER_API_KEY"],
  perplexity: ["PERPLEXITY_API_KEY"],
  togetherai: ["TOGETHER_API_KEY"],
  xai: ["XAI_API_KEY"],
};

/** Vendors that need no key of ours, and what they need instead; nothing of it is checked. */
export const KEYLESS: Readonly<Record<string, string>> = {
  "bedrock:…":
    "AWS credentials, and once: npm install --prefix .promptfoo @aws-sdk/client-bedrock-runtime @smithy/node-http-handler",
  echo: "nothing: it gives the prompt back",
  "exec:…": "a command on this machine",
  "file:…": "a provider file of your own",
  "http:…": "an address",
  "ollama:…": "a server at OLLAMA_BASE_URL, http://localhost:11434 by default",
  "vertex:…": "Google Cloud credentials, and once: npm install --prefix .promptfoo google-auth-library",
};

/** The variables of which one must be set for a promptfoo id; empty = none is known to be needed, or one is set. */
export function missingVariables(id: string, environment: Environment): readonly string[] {
  const variables = KEY_VARIABLES[vendorOf(id)] ?? [];
  return variables.some((name) => environment.get(name) !== undefined) ? [] : variables;
}

/** The first part of a promptfoo id: `openai:chat:gpt-5` → `openai`. */
export function vendorOf(id: string): string {
  return id.split(":", 1)[0] ?? "";
}

/** Values of the vendor's keys, which no message may show. */
export function keysOf(id: string, environment: Environment): string[] {
  return (KEY_VARIABLES[vendorOf(id)] ?? [])
    .map((name) => environment.get(name))
    .filter((value) => value !== undefined);
}
