import { z } from "zod";

/** The front matter of a persona file; fields of other tools may stand beside these. */
export const FrontMatterSchema = z.looseObject({
  name: z.string().min(1),
  description: z.string().min(1),
  model: z.string().min(1).nullish(),
  version: z.string().min(1).nullish(),
});

/** A persona as loaded: its front matter, its rendered system prompt, and where it came from. */
export interface Persona {
  name: string;
  description: string;
  /** The model that the agent file asks for, e.g. "sonnet". */
  model: string | null;
  version: string;
  /** The body below the front matter: exactly what is sent as the system prompt. */
  systemPrompt: string;
  /** SHA-256 of `systemPrompt`: the front matter is no part of what the model sees. */
  sha256: string;
  /** As the user named it: a path, or `git:REF` / `git:REF:path`. */
  source: string;
}
