import type { Persona } from "../records/persona.ts";
import type { Message, ModelParameters, ModelRequest } from "../records/request.ts";

/** What every request of a run has in common, model aside. */
export interface Speaker {
  persona: Pick<Persona, "systemPrompt">;
  parameters: ModelParameters;
}

/**
 * The request for the next reply in a conversation under a persona; `messages` ends with the user's turn. Whatever asks a model in the
 * persona's name builds its requests here, so that they share their addresses in the store.
 */
export function buildRequest(
  model: string,
  { persona, parameters }: Speaker,
  messages: readonly Message[],
): ModelRequest {
  return { model, system: persona.systemPrompt, messages, parameters, schema: null };
}
