// Runs promptfoo's own command line on promptfooconfig.yaml, installed first where it is missing: npm run promptfoo -- eval
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DEFAULT_PERSONA, loadPersona } from "../src/persona/load.ts";
import { findPromptfoo, PROMPTFOO_OFFLINE } from "../src/providers/promptfoo/module.ts";
import { DealbenchError } from "../src/records/errors.ts";

const ROOT = resolve(import.meta.dirname, "..");

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const found = findPromptfoo() ?? installed();
  if (found === null) return 1;
  const { bin } = JSON.parse(readFileSync(join(found.folder, "package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  const program = join(found.folder, bin["promptfoo"] ?? "");
  const { status } = spawnSync(process.execPath, [program, ...args], {
    stdio: "inherit",
    // Its database stays with the project.
    env: {
      ...PROMPTFOO_OFFLINE,
      PROMPTFOO_CONFIG_DIR: join(ROOT, ".promptfoo-data"),
      ...(await labels()),
      ...process.env,
    },
  });
  return status ?? 1;
}

/** Installs it, which says itself what went wrong; null then. */
function installed(): { folder: string } | null {
  const program = join(import.meta.dirname, "installPromptfoo.ts");
  const { status } = spawnSync(process.execPath, [program], { stdio: "inherit" });
  return status === 0 ? findPromptfoo() : null;
}

/** The hashes that the prompts' labels carry. */
async function labels(): Promise<Record<string, string>> {
  return {
    ...(await label("DEALBENCH_WORKING_TREE", DEFAULT_PERSONA)),
    ...(await label("DEALBENCH_LAST_COMMIT", "git:HEAD")),
  };
}

/** Without git, or with a broken persona, the prompt itself says what is wrong. */
async function label(variable: string, source: string): Promise<Record<string, string>> {
  try {
    return { [variable]: (await loadPersona(source, { cwd: ROOT })).sha256.slice(0, 12) };
  } catch (error) {
    if (!(error instanceof DealbenchError)) throw error;
    return {};
  }
}
