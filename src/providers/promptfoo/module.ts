import { existsSync, readFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment } from "../environment.ts";

/** The one command that installs it; never part of `npm ci`. */
export const PROMPTFOO_INSTALL = "npm run promptfoo:install";

/** Where promptfoo is installed. */
export interface Installed {
  folder: string;
  version: string;
}

/** What we use of promptfoo: its providers. Errors come back as strings, and now and then are thrown all the same. */
export interface PromptfooModule {
  loadApiProvider: (id: string, context: { options: { config: object } }) => Promise<PromptfooApi>;
}

export interface PromptfooApi {
  callApi: (
    prompt: string,
    context: object,
    options: { abortSignal: AbortSignal },
  ) => Promise<PromptfooResponse>;
}

export interface PromptfooResponse {
  output?: unknown;
  error?: string;
  finishReason?: string;
  isRefusal?: boolean;
  tokenUsage?: {
    prompt?: number;
    completion?: number;
    completionDetails?: { cacheReadInputTokens?: number; cacheCreationInputTokens?: number };
  };
  metadata?: { http?: { status?: number; headers?: Record<string, string> }; responseId?: string };
}

/** The folders that promptfoo is looked for in, first one first: the working folder's and dealbench's own. */
export function promptfooFolders(): string[] {
  const homes = [process.cwd(), resolve(import.meta.dirname, "..", "..", "..")];
  return homes.flatMap((home) => [
    join(home, "node_modules", "promptfoo"),
    join(home, ".promptfoo", "node_modules", "promptfoo"),
  ]);
}

/** The first of the folders that holds promptfoo; null where none does. */
export function findPromptfoo(folders: readonly string[] = promptfooFolders()): Installed | null {
  const folder = folders.find((candidate) => existsSync(join(candidate, "package.json")));
  if (folder === undefined) return null;
  return { folder, version: manifestOf(folder).version ?? "unknown" };
}

/** Keeps promptfoo from telling anybody anything, however it is started. */
export const PROMPTFOO_OFFLINE = {
  PROMPTFOO_DISABLE_TELEMETRY: "1",
  PROMPTFOO_DISABLE_UPDATE: "1",
  PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
  PROMPTFOO_DISABLE_SHARING: "1",
};

const loaded = new Map<string, Promise<PromptfooModule>>();

/** Loads promptfoo (2 s, 200 MB), quiet and offline, with the variables of `.env` where the process has none. */
export function loadPromptfoo({ folder }: Installed, environment: Environment): Promise<PromptfooModule> {
  const known = loaded.get(folder);
  if (known !== undefined) return known;
  const loading = load(folder, environment);
  loaded.set(folder, loading);
  return loading;
}

async function load(folder: string, environment: Environment): Promise<PromptfooModule> {
  for (const [name, value] of Object.entries(quiet())) process.env[name] ??= value;
  for (const name of environment.file?.names ?? []) process.env[name] ||= environment.get(name) ?? "";
  // Its console logger reads its level once; no level that it knows means silence, errors included: they come back anyway.
  const level = process.env["LOG_LEVEL"];
  process.env["LOG_LEVEL"] = "silent";
  try {
    const entry = manifestOf(folder).exports?.["."]?.import ?? "./index.js";
    const module = (await import(pathToFileURL(join(folder, entry)).href)) as
      | PromptfooModule
      | { default: PromptfooModule };
    return "default" in module ? module.default : module;
  } finally {
    if (level === undefined) delete process.env["LOG_LEVEL"];
    else process.env["LOG_LEVEL"] = level;
  }
}

/** No telemetry, no calls home, nothing answered from a cache of its own, and short pauses before retries that cannot be turned off. */
function quiet(): Record<string, string> {
  return {
    ...PROMPTFOO_OFFLINE,
    PROMPTFOO_DISABLE_ERROR_LOG: "1",
    PROMPTFOO_CACHE_ENABLED: "false",
    PROMPTFOO_REQUEST_BACKOFF_MS: "200",
    PROMPTFOO_CONFIG_DIR: join(tmpdir(), `dealbench-promptfoo-${userInfo().username}`),
  };
}

function manifestOf(folder: string): { version?: string; exports?: Record<string, { import?: string }> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as ReturnType<typeof manifestOf>;
}
