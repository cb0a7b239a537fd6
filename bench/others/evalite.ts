import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { npmInstall } from "../../scripts/npmInstall.ts";
import type { Job, Program } from "./job.ts";

const VERSION = "0.19.0";
/** vitest is what it runs on and leaves to its user; the SDK is the one that dealbench has. */
const PACKAGES = [`evalite@${VERSION}`, "vitest@4.1.12", "@anthropic-ai/sdk@1.12.0"];
const CACHE = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
const FOLDER = join(CACHE, "dealbench", `evalite-${VERSION}`);
/** Written last, so that an install that broke off is never taken for one. */
const COMPLETE = join(FOLDER, "complete");

/** The versions of what is installed; null where it is not. */
export function findEvalite(): { evalite: string; vitest: string } | null {
  return existsSync(COMPLETE) ? { evalite: versionOf("evalite"), vitest: versionOf("vitest") } : null;
}

/**
 * Installs evalite into a folder of the user's cache, 115 MB.
 * @throws Error where npm cannot
 */
export function installEvalite(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true, "type": "module" }\n');
  // The one package that would build something, better-sqlite3, is not needed: results stay in memory.
  writeFileSync(join(FOLDER, ".npmrc"), "ignore-scripts=true\nfund=false\naudit=false\n");
  const why = npmInstall(FOLDER, PACKAGES);
  if (why !== null) throw new Error(`npm could not install ${PACKAGES.join(" ")} (${why})`);
  writeFileSync(COMPLETE, "");
}

/**
 * evalite on a job: a task that calls the SDK, one scorer that asks whether the reply is not empty, results in memory and
 * then written as JSON, no table. Its folder lies where its packages are found; remove it after use.
 */
export function evaliteProgram({ briefsFile, systemFile, repeats, inFlight, folder }: Job): Program {
  const cwd = mkdtempSync(join(FOLDER, "job-"));
  writeFileSync(join(cwd, "deals.eval.ts"), EVAL);
  writeFileSync(join(cwd, "evalite.config.ts"), configOf(repeats, inFlight));
  const program = join(FOLDER, "node_modules", "evalite", "dist", "bin.js");
  return {
    args: [program, "run", "--outputPath", join(folder, "results.json")],
    cwd,
    env: { BENCH_BRIEFS: briefsFile, BENCH_SYSTEM: systemFile },
  };
}

const EVAL = `import { readFileSync } from "node:fs";
import { Anthropic } from "@anthropic-ai/sdk";
import { evalite } from "evalite";

const briefs = JSON.parse(readFileSync(process.env.BENCH_BRIEFS, "utf8"));
const system = readFileSync(process.env.BENCH_SYSTEM, "utf8");
const client = new Anthropic({ maxRetries: 0, timeout: 600_000 });

evalite("deals", {
  data: briefs.map(({ user }) => ({ input: user })),
  task: async (input) => {
    const message = await client.messages.create({
      model: "claude-sonnet-5",
      max_tokens: 8192,
      system: [{ type: "text", text: system, cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: input }],
    });
    return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  },
  scorers: [{ name: "not empty", scorer: ({ output }) => (output.trim() === "" ? 0 : 1) }],
});
`;

/** Calls wait for their turn inside a test, so the time that a test may take is that of them all. */
function configOf(repeats: number, inFlight: number): string {
  return `import { createInMemoryStorage } from "evalite/in-memory-storage";

export default {
  maxConcurrency: ${inFlight},
  trialCount: ${repeats},
  testTimeout: 600_000,
  hideTable: true,
  storage: () => createInMemoryStorage(),
};
`;
}

function versionOf(name: string): string {
  const manifest = readFileSync(join(FOLDER, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
