import { Anthropic } from "@anthropic-ai/sdk";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { playAll } from "../src/executor/feed.ts";
import { liveExecutor } from "../src/executor/live/live.ts";
import { playSample, type Sample } from "../src/executor/playSample.ts";
import { loadPersona } from "../src/persona/load.ts";
import { anthropicProvider } from "../src/providers/anthropic/provider.ts";
import { messageParams } from "../src/providers/anthropic/params.ts";
import { readEnvironment } from "../src/providers/environment.ts";
import type { Provider } from "../src/providers/provider.ts";
import type { Scenario } from "../src/records/scenario.ts";

/**
 * What the live lane costs beside the calls themselves: the same calls to the same server by p-limit and the SDK alone, by the
 * executor, and by conversations fed through it; alternately, best of some rounds. Prints seconds and ratios.
 */
const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "5000" },
    "in-flight": { type: "string", default: "50" },
    "delay-ms": { type: "string", default: "50" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const CALLS = Number(values.calls);
const IN_FLIGHT = Number(values["in-flight"]);
const BRIEF = "Larkfield, 240k ACV, evaluation. The CFO has not met us; Dana says it is a done deal. ".repeat(
  15,
);

const server = fork(join(import.meta.dirname, "stubServer.ts"), [values["delay-ms"]]);
const [port] = (await once(server, "message")) as [number];
const url = `http://127.0.0.1:${port}`;
const persona = await loadPersona("persona/enterprise-sales-director.md");
const parameters = { maxTokens: 4_000, effort: null };
const environment = readEnvironment("/nonexistent", {
  ANTHROPIC_API_KEY: "sk-bench",
  ANTHROPIC_BASE_URL: url,
});
const provider: Provider = anthropicProvider(environment);

const ways: Record<string, () => Promise<void>> = {
  "plain loop": async () => {
    const client = new Anthropic({ apiKey: "sk-bench", baseURL: url, maxRetries: 0 });
    const limit = pLimit(IN_FLIGHT);
    const calls = Array.from({ length: CALLS }, (_, index) =>
      limit(async () => client.messages.create(messageParams(requestOf(index)))),
    );
    await Promise.all(calls);
  },
  executor: async () => {
    const executor = liveExecutor({ providerOf: () => provider, limiter: { maxConcurrency: IN_FLIGHT } });
    const replies = playAll(numbers(), (index) => executor.ask(requestOf(index), 1), {
      window: 2 * IN_FLIGHT,
    });
    for await (const { outcome } of replies) if (outcome !== "ok") throw new Error(outcome);
    await executor.close();
  },
  conversations: async () => {
    const executor = liveExecutor({ providerOf: () => provider, limiter: { maxConcurrency: IN_FLIGHT } });
    const played = playAll(samples(), (sample) => playSample(sample, executor), { window: 2 * IN_FLIGHT });
    for await (const { turns } of played) if (turns[0]?.outcome !== "ok") throw new Error("not ok");
    await executor.close();
  },
};

const best = new Map<string, { seconds: number; cpu: number }>();
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, run] of Object.entries(ways)) {
    if (values.only !== undefined && values.only !== name) continue;
    const started = performance.now();
    const cpuBefore = process.cpuUsage();
    await run();
    const used = process.cpuUsage(cpuBefore);
    const so = best.get(name) ?? { seconds: Infinity, cpu: Infinity };
    const seconds = Math.min(so.seconds, (performance.now() - started) / 1000);
    best.set(name, { seconds, cpu: Math.min(so.cpu, (used.user + used.system) / 1e6) });
  }
}
server.disconnect();

const plain = best.get("plain loop") ?? { seconds: NaN, cpu: NaN };
process.stdout.write(`${CALLS} calls, ${IN_FLIGHT} in flight, ${values["delay-ms"]} ms a reply\n`);
for (const [name, { seconds, cpu }] of best) {
  const elapsed = `${seconds.toFixed(2)} s (${(seconds / plain.seconds).toFixed(3)} ×)`;
  const worked = `CPU ${cpu.toFixed(2)} s (${(cpu / plain.cpu).toFixed(3)} ×)`;
  process.stdout.write(`${name.padEnd(14)} ${elapsed}   ${worked}\n`);
}

function requestOf(index: number) {
  const messages = [{ role: "user" as const, content: `Deal ${index}. ${BRIEF}` }];
  return {
    model: "anthropic:claude-sonnet-5",
    system: persona.systemPrompt,
    messages,
    parameters,
    schema: null,
  };
}

function* numbers(): Generator<number> {
  for (let index = 0; index < CALLS; index++) yield index;
}

function* samples(): Generator<Sample> {
  for (const index of numbers()) {
    const scenario = {
      id: `s${index}`,
      turns: [{ role: "user", kind: "brief", tactic: null, text: `Deal ${index}. ${BRIEF}` }],
      attachments: [],
    } as unknown as Scenario;
    yield { scenario, model: "anthropic:claude-sonnet-5", repeat: 1, persona, parameters };
  }
}
