import type { Anthropic } from "@anthropic-ai/sdk";
import type { Environment } from "../environment.ts";
import { wholeFetch } from "./wholeFetch.ts";

/** Longer than any attempt: the caller's signal ends calls, the SDK's own limit covers headers only. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/** Loads the SDK (0.3–0.5 s) and opens a client that never retries and never logs. */
export async function openClient(environment: Environment): Promise<Anthropic> {
  const { Anthropic: Client } = await import("@anthropic-ai/sdk");
  const apiKey = environment.get("ANTHROPIC_API_KEY");
  const credential =
    apiKey === undefined ? { authToken: environment.get("ANTHROPIC_AUTH_TOKEN") } : { apiKey };
  const baseURL = environment.get("ANTHROPIC_BASE_URL");
  return new Client({
    ...(credential as { apiKey: string }),
    ...(baseURL === undefined ? {} : { baseURL }),
    fetch: wholeFetch,
    maxRetries: 0,
    timeout: LONGEST_CALL_MS,
    logLevel: "off",
    openTelemetry: false,
  });
}

/** The key or token that calls are made with; empty = none is set. */
export function secretsOf(environment: Environment): string[] {
  const names = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"];
  return names.map((name) => environment.get(name)).filter((value) => value !== undefined);
}
