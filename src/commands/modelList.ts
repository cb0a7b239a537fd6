import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { loadPrices, type Prices } from "../executor/money/prices.ts";
import { listAnthropicModels } from "../providers/anthropic/models.ts";
import { type Environment, readEnvironment } from "../providers/environment.ts";
import { findPromptfoo, PROMPTFOO_INSTALL } from "../providers/promptfoo/module.ts";
import { KEY_VARIABLES, KEYLESS, missingVariables } from "../providers/promptfoo/vendors.ts";
import { CallFailure } from "../providers/provider.ts";
import { openRecordings } from "../providers/recorded.ts";
import { SIMULATED_MODELS } from "../providers/simulated/provider.ts";
import { DealbenchError } from "../records/errors.ts";
import { projectFile } from "./options.ts";

/** A model, or (ending in `…`) all models of a vendor, that `--model` takes. */
export interface ModelLine {
  id: string;
  callable: boolean;
  /** Why it can or cannot be called: where the key is from, or what is missing. */
  why: string;
  /** Tokens; null = not known. */
  maxInputTokens: number | null;
  maxOutputTokens: number | null;
  /** US dollars per million tokens by list; null = not known. */
  inputUsdPerMtok: number | null;
  outputUsdPerMtok: number | null;
  /** When the vendor retires it, ISO 8601; null = not known, or never. */
  retiresAt: string | null;
}

/** How long a vendor may take to list its models. */
const PATIENCE_MS = 10_000;

/** Everything that `--model` takes, by provider: what can be called now, and what the rest lacks. */
export async function listModels(): Promise<ModelLine[]> {
  const environment = readEnvironment();
  const prices = await loadPrices();
  return [
    ...(await anthropicModels(environment, prices)),
    ...vendors(environment),
    ...(await recordings()),
    ...SIMULATED_MODELS.map((name) =>
      line(
        `simulated:${name}`,
        true,
        "a stand-in that reads a few headings of a persona; no key needed, and no edit is cleared by it",
      ),
    ),
  ];
}

async function anthropicModels(environment: Environment, prices: Prices): Promise<ModelLine[]> {
  const variable = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].find((name) => environment.get(name));
  if (variable === undefined) return [line("anthropic:…", false, "ANTHROPIC_API_KEY is not set")];
  const why = `${variable} from ${words(environment.sourceOf(variable))}`;
  try {
    const models = await listAnthropicModels(environment, AbortSignal.timeout(PATIENCE_MS));
    return models.map(({ id, maxInputTokens, maxOutputTokens, retiresAt }) => {
      const rates = prices.priceOf(`anthropic:${id}`)?.tiers[0]?.rates;
      return {
        ...line(`anthropic:${id}`, true, why),
        maxInputTokens,
        maxOutputTokens,
        inputUsdPerMtok: rates?.input ?? null,
        outputUsdPerMtok: rates?.output ?? null,
        retiresAt,
      };
    });
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const callable = error.kind !== "denied";
    return [line("anthropic:…", callable, `${why}; the models could not be listed: ${error.message}`)];
  }
}

function vendors(environment: Environment): ModelLine[] {
  const installed = findPromptfoo();
  if (installed === null)
    return [line("promptfoo:…", false, `promptfoo is not installed; ${PROMPTFOO_INSTALL} (about 290 MB)`)];
  const keyed = Object.entries(KEY_VARIABLES).map(([vendor, variables]) => {
    const missing = missingVariables(vendor, environment);
    const found = variables.find((name) => environment.get(name));
    const why =
      found === undefined
        ? `${missing.join(" or ")} is not set`
        : `${found} from ${words(environment.sourceOf(found))}`;
    return line(`promptfoo:${vendor}:…`, missing.length === 0, why);
  });
  const keyless = Object.entries(KEYLESS).map(([vendor, need]) =>
    line(`promptfoo:${vendor}`, true, `not checked: it needs ${need}`),
  );
  return [...keyed, ...keyless];
}

async function recordings(): Promise<ModelLine[]> {
  const folder = projectFile("recordings");
  try {
    const all = await openRecordings(folder);
    const arms = readdirSync(folder)
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => basename(name, ".jsonl"));
    const each = await Promise.all(
      arms.sort().map(async (arm) => line(`recorded:${arm}`, true, told(await openRecordings(folder, arm)))),
    );
    return [line("recorded:llm", true, `all of them: ${told(all)}`), ...each];
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    return [line("recorded:…", false, error.message)];
  }
}

function told({ personas }: Awaited<ReturnType<typeof openRecordings>>): string {
  return personas
    .map(({ version, transcripts }) => `${transcripts} transcripts of persona ${version}`)
    .join(", ");
}

function words(source: "environment" | ".env" | null): string {
  return source === ".env" ? ".env" : "the environment";
}

function line(id: string, callable: boolean, why: string): ModelLine {
  return {
    id,
    callable,
    why,
    maxInputTokens: null,
    maxOutputTokens: null,
    inputUsdPerMtok: null,
    outputUsdPerMtok: null,
    retiresAt: null,
  };
}
