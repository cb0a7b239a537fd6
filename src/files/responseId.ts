import type { Transcript } from "../records/transcript.ts";
import { contentHash } from "./hash.ts";

/**
 * The id by which labels name a reply: its own `response` field where it has one, as recordings do, else ten hex digits
 * over scenario, model, repeat and what was answered. It tells nothing of the model or the persona.
 */
export function responseId(transcript: Transcript): string {
  if ("response" in transcript && typeof transcript.response === "string") return transcript.response;
  const { scenario, model, repeat, turns } = transcript;
  return contentHash([scenario, model, repeat, turns.map(({ assistant }) => assistant)]).slice(0, 10);
}
