import { DealbenchError } from "../records/errors.ts";
import { anthropicProvider } from "./anthropic/provider.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { findPromptfoo, PROMPTFOO_INSTALL, promptfooFolders } from "./promptfoo/module.ts";
import { promptfooProvider } from "./promptfoo/provider.ts";
import { missingVariables } from "./promptfoo/vendors.ts";
import type { Provider } from "./provider.ts";
import { simulatedProvider, SIMULATED_MODELS } from "./simulated/provider.ts";

/** What providers are made of; tests put their own in place. */
export interface ProviderSources {
  /** Default: the process's variables over those of `.env` in the working folder. */
  environment?: Environment;
  /** Folders that promptfoo is looked for in. */
  promptfooFolders?: readonly string[];
}

const FORMS =
  "expected anthropic:<model> (anthropic:claude-sonnet-5), promptfoo:<provider id> (promptfoo:openai:gpt-5), " +
  "recorded:<arm> or simulated:director; dealbench models lists what can be called here";

/** Resolves model ids one after the other and keeps what it made, so that callers of one model share its client. */
export function openProviders(sources: ProviderSources = {}): (modelId: string) => Provider {
  const environment = sources.environment ?? readEnvironment();
  const made = new Map<string, Provider>();
  return (modelId) => {
    const known = made.get(modelId) ?? providerOf(modelId, { ...sources, environment });
    made.set(modelId, known);
    return known;
  };
}

/**
 * The provider that answers a model id, made anew. Nothing is loaded or called before its first request.
 * @throws DealbenchError when no provider knows the id, or when a key or promptfoo is missing: what, and how to get it
 */
export function providerOf(modelId: string, sources: ProviderSources = {}): Provider {
  const environment = sources.environment ?? readEnvironment();
  const colon = modelId.indexOf(":");
  const [name, model] = colon < 0 ? ["", modelId] : [modelId.slice(0, colon), modelId.slice(colon + 1)];
  if (model === "" || model !== model.trim())
    throw new DealbenchError(`model "${modelId}": found no model after the colon; ${FORMS}`);
  switch (name) {
    case "anthropic":
      return anthropic(modelId, environment);
    case "promptfoo":
      return promptfoo(modelId, model, environment, sources.promptfooFolders ?? promptfooFolders());
    case "simulated":
      if (SIMULATED_MODELS.includes(model)) return simulatedProvider();
      throw new DealbenchError(
        `model "${modelId}": no such simulation; expected ${SIMULATED_MODELS.map((known) => `simulated:${known}`).join(" or ")}`,
      );
    case "recorded":
      throw new DealbenchError(
        `model "${modelId}": recorded replies are replayed by dealbench run and cannot be called with new requests`,
      );
    default:
      throw new DealbenchError(`model "${modelId}": ${unknownForm(name, model)}; ${FORMS}`);
  }
}

function anthropic(modelId: string, environment: Environment): Provider {
  const set = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].some(
    (name) => environment.get(name) !== undefined,
  );
  if (set) return anthropicProvider(environment);
  throw new DealbenchError(
    `model "${modelId}": ANTHROPIC_API_KEY is not set; export it or put it into .env of the working folder, ` +
      "or run without a key: --model recorded:llm, or --model simulated:director, a stand-in that clears no edit",
  );
}

function promptfoo(
  modelId: string,
  id: string,
  environment: Environment,
  folders: readonly string[],
): Provider {
  const installed = findPromptfoo(folders);
  if (installed === null)
    throw new DealbenchError(
      `model "${modelId}": promptfoo is not installed; install it (290 MB, into .promptfoo/) with: ${PROMPTFOO_INSTALL}`,
    );
  const missing = missingVariables(id, environment);
  if (missing.length > 0)
    throw new DealbenchError(
      `model "${modelId}": ${missing.join(" or ")} is not set; export it or put it into .env of the working folder`,
    );
  return promptfooProvider(id, installed, environment);
}

function unknownForm(name: string, model: string): string {
  if (name === "" && model.startsWith("claude-"))
    return `found no provider; did you mean anthropic:${model}?`;
  if (name === "") return "found no provider before a colon";
  return `no provider "${name}"; other vendors go through promptfoo: promptfoo:${name}:${model}`;
}
