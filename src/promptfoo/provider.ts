import { sha256 } from "../files/hash.ts";
import { DEFAULT_PERSONA, loadPersona } from "../persona/load.ts";
import { DealbenchError } from "../records/errors.ts";
import type { Persona } from "../records/persona.ts";
import { type Effort, EFFORTS } from "../records/request.ts";
import { type Transcript, transcriptOutcome, transcriptToDisk } from "../records/transcript.ts";
import type { ProviderContext, ProviderResponse } from "./contract.ts";
import { openCorpus, PROJECT } from "./corpus.ts";
import { type Player, playerOf } from "./player.ts";
import { usageOf } from "./usage.ts";

/** What stands in promptfooconfig.yaml under this provider. */
interface Options {
  id?: string;
  label?: string;
  config?: {
    /** A model as dealbench names it: recorded:llm, anthropic:claude-sonnet-5, promptfoo:openai:gpt-5, … */
    model?: string;
    /** Folders, from the project's folder. */
    scenarios?: string;
    recordings?: string;
    max_tokens?: number;
    effort?: string;
  };
}

/**
 * A provider of promptfoo that plays a whole scenario, all its user turns, on any model dealbench can call. The output is
 * the last reply; the conversation travels in the metadata to our assertions.
 */
// oxlint-disable-next-line import/no-default-export -- promptfoo takes a provider's class from there alone
export default class ScenarioProvider {
  readonly #config: NonNullable<Options["config"]>;
  #player: Promise<Player> | undefined;

  constructor(options: Options = {}) {
    this.#config = options.config ?? {};
  }

  /** What promptfoo names the provider by, where it has no label. */
  id(): string {
    return `dealbench ${this.#model}`;
  }

  /** Answers one test case; what went wrong is an `error`, as promptfoo expects it, and never an exception. */
  async callApi(prompt: string, context: ProviderContext): Promise<ProviderResponse> {
    try {
      const scenario = openCorpus(this.#config.scenarios).scenario(context.vars["scenario"]);
      const persona = await personaOf(prompt, context);
      this.#player ??= playerOf({
        model: this.#model,
        recordings: this.#config.recordings ?? "recordings",
        parameters: { maxTokens: this.#config.max_tokens ?? 4096, effort: effortOf(this.#config.effort) },
      });
      const play = await this.#player;
      return responseOf(await play(persona, scenario, (context.repeatIndex ?? 0) + 1), this.#model);
    } catch (error) {
      if (!(error instanceof DealbenchError)) throw error;
      return { error: error.message };
    }
  }

  get #model(): string {
    return this.#config.model ?? "recorded:llm";
  }
}

/** @throws DealbenchError for an effort that no model has. */
function effortOf(found: string | undefined): Effort | null {
  if (found === undefined) return null;
  const effort = EFFORTS.find((one) => one === found);
  if (effort) return effort;
  throw new DealbenchError(`effort: found "${found}", expected one of ${EFFORTS.join(", ")}`);
}

/** The persona whose text promptfoo rendered into the prompt, under the name of the file it came from. */
async function personaOf(prompt: string, { prompt: rendered }: ProviderContext): Promise<Persona> {
  const source = rendered?.config?.["persona"];
  const named = await loadPersona(typeof source === "string" ? source : DEFAULT_PERSONA, { cwd: PROJECT });
  const systemPrompt = systemOf(prompt);
  return { ...named, systemPrompt, sha256: sha256(systemPrompt) };
}

/** @throws DealbenchError where the prompt is not what our prompt function makes. */
function systemOf(prompt: string): string {
  const [first] = messagesOf(prompt);
  if (first?.role === "system") return first.content;
  throw new DealbenchError(
    "found a prompt that is not the persona's, expected file://src/promptfoo/prompts.ts:persona",
  );
}

function messagesOf(prompt: string): { role: string; content: string }[] {
  try {
    const parsed: unknown = JSON.parse(prompt);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function responseOf(transcript: Transcript, model: string): ProviderResponse {
  const cached = model.startsWith("recorded:");
  const failed = transcriptOutcome(transcript) === "error";
  return {
    ...(failed ? { error: errorOf(transcript) } : { output: transcript.turns.at(-1)?.assistant ?? "" }),
    cached,
    ...costOf(transcript, cached),
    tokenUsage: usageOf(transcript),
    metadata: { dealbench: { transcript: transcriptToDisk(transcript) } },
  };
}

function errorOf({ scenario, turns }: Transcript): string {
  const failed = turns.find(({ outcome }) => outcome === "error");
  return failed?.error ?? `${scenario}: the call failed`;
}

/** An unknown cost is left out: promptfoo would add a 0 to its sums. */
function costOf({ costUsd }: Transcript, cached: boolean): { cost?: number } {
  if (cached) return { cost: 0 };
  return costUsd === null ? {} : { cost: costUsd };
}
