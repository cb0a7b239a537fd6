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
