import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPersona } from "../src/persona/load.ts";
import { generateRun } from "./generatedRun.ts";

/** The persona of every bench. */
export const PERSONA = join(import.meta.dirname, "..", "persona", "enterprise-sales-director.md");

/** A stand-in for the vendor that answers made-up deals, and what its callers need. */
export interface StandIn {
  server: ChildProcess;
  /** Folder of the scenarios. */
  scenarios: string;
  /** Files of the briefs with their replies, and of the system prompt. */
  briefsFile: string;
  systemFile: string;
  /** Key and address, as a caller's environment has them. */
  vendor: Record<string, string>;
}

/** Writes made-up deals into a folder and starts the server that answers them, in a process of its own; it ends when it is disconnected. */
export async function startStandIn(
  folder: string,
  options: { count: number; repeats: number; short: boolean; delayMs: string },
): Promise<StandIn> {
  const { count, repeats, short, delayMs } = options;
  const { scenarios, briefs } = generateRun(folder, { count, distinct: Math.min(repeats, 24), short });
  const briefsFile = join(folder, "briefs.json");
  const systemFile = join(folder, "system.txt");
  writeFileSync(briefsFile, JSON.stringify(briefs));
  writeFileSync(systemFile, (await loadPersona(PERSONA)).systemPrompt);
  const server = fork(join(import.meta.dirname, "stubServer.ts"), [delayMs, briefsFile]);
  const [port] = (await once(server, "message")) as [number];
  const vendor = { ANTHROPIC_API_KEY: "sk-bench", ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` };
  return { server, scenarios, briefsFile, systemFile, vendor };
}
