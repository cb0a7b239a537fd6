import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Installed, PROMPTFOO_OFFLINE } from "../../src/providers/promptfoo/module.ts";
import type { Replies } from "../generatedRun.ts";
import type { Job, Program } from "./job.ts";

/**
 * promptfoo's own `eval` on a job: its Messages provider, one assertion that the reply is not empty, results kept in its
 * database, no table and no progress bar. A second program in the same folder answers from the first one's cache.
 */
export function promptfooProgram({ folder: installed }: Installed, job: Job, ...more: string[]): Program {
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    bin: Record<string, string>;
  };
  const config = writeConfig(job);
  const how = ["--max-concurrency", String(job.inFlight), "--repeat", String(job.repeats), ...more];
  const quiet = ["--no-table", "--no-progress-bar", "--no-share"];
  return {
    args: [join(installed, bin["promptfoo"] ?? ""), "eval", "--config", config, ...how, ...quiet],
    cwd: job.folder,
    env: {
      ...PROMPTFOO_OFFLINE,
      PROMPTFOO_CONFIG_DIR: join(job.folder, "data"),
      LOG_LEVEL: "error",
    },
  };
}

function writeConfig({ briefsFile, systemFile, folder }: Job): string {
  const briefs = JSON.parse(readFileSync(briefsFile, "utf8")) as Replies[];
  const prompt = [
    { role: "system", content: readFileSync(systemFile, "utf8") },
    { role: "user", content: "{{brief}}" },
  ];
  writeFileSync(join(folder, "prompt.json"), JSON.stringify(prompt));
  const config = join(folder, "promptfooconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      prompts: ["file://prompt.json"],
      // Without a label its cache is in memory only.
      providers: [{ id: "anthropic:messages:claude-sonnet-5", label: "stub", config: { max_tokens: 8192 } }],
      defaultTest: { assert: [{ type: "regex", value: String.raw`\S` }] },
      tests: briefs.map(({ user }) => ({ vars: { brief: user } })),
    }),
  );
  return config;
}
