import { vi } from "vitest";
import { judgeCommand } from "../../src/commands/judge.ts";
import type { CliResult } from "../support/cli.ts";
import { type Json, workplace } from "../support/live.ts";
import type { SeenRequest, StubReply } from "../support/messagesServer.ts";
import { runCommand } from "./inProcess.ts";

export const REPLY = "Disqualify it: nobody there will meet us. Wanjiru should close it by Friday 20 March.";
export const QUOTE = "nobody there will meet us";
export const JUDGE = "anthropic:claude-opus-5";

/** Whether a request is put to a judge. */
export function isJudge({ body }: SeenRequest): boolean {
  return body?.output_config?.format !== undefined;
}

/** The items that a request asks about. */
export function itemsOf({ body }: SeenRequest): string[] {
  const format = body?.output_config?.format as Json;
  return format.schema.properties.answers.items.properties.item.enum;
}

/** A judge's answer: the same to all that it is asked, with one quote. */
export function answer(seen: SeenRequest, isMet: boolean, quote: string): StubReply {
  const answers = itemsOf(seen).map((item) => ({ item, quote, met: isMet && !unwanted(item) }));
  return { text: JSON.stringify({ answers }) };
}

/** Everything met that can be met at once, by {@link QUOTE}. */
export function met(seen: SeenRequest): StubReply {
  return answer(seen, true, QUOTE);
}

/** Readings other than the right one: a reply cannot be all of them at once. */
function unwanted(item: string): boolean {
  return /^(?:STANCE\.(?:pursue|develop)|FORECAST\.(?!omit))/.test(item);
}

/** `dealbench judge` in this process, its models those of the stub; what it says on stderr is kept as well. */
export async function judge(server: { url: string }, ...args: string[]): Promise<CliResult> {
  for (const [name, value] of Object.entries(workplace(server).env)) vi.stubEnv(name, value);
  let told = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += String(text);
    return true;
  });
  try {
    const result = await runCommand(judgeCommand(), args);
    return { ...result, stderr: told + result.stderr };
  } finally {
    spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
