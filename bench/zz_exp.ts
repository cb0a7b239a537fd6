import { Anthropic } from "@anthropic-ai/sdk";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { playAll } from "/work/main/src/executor/feed.ts";
import { liveExecutor } from "/work/main/src/executor/live.ts";
import { playSample, type Sample } from "/work/main/src/executor/playSample.ts";
import { loadPersona } from "/work/main/src/persona/load.ts";
import { anthropicProvider } from "/work/main/src/providers/anthropic/provider.ts";
import { messageParams } from "/work/main/src/providers/anthropic/params.ts";
import { readEnvironment } from "/work/main/src/providers/environment.ts";
import type { Provider } from "/work/main/src/providers/provider.ts";
import type { Scenario } from "/work/main/src/records/scenario.ts";

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

const server = fork(join("/work/main/bench/stubServer.ts"), [values["delay-ms"]]);
const [port] = (await once(server, "message")) as [number];
const url = `http://127.0.0.1:${port}`;
const persona = await loadPersona("persona/enterprise-sales-director.md");
const parameters = { maxTokens: 4_000, effort: null };
const environment = readEnvironment("/nonexistent", {
  ANTHROPIC_API_KEY: "sk-bench",
  ANTHROPIC_BASE_URL: url,
});
const provider: Provider = anthropicProvider(environment);


const loop = async (f: (i: number) => Promise<unknown>) => { const limit = pLimit(IN_FLIGHT); await Promise.all(Array.from({ length: CALLS }, (_, i) => limit(() => f(i)))); };
const client = new Anthropic({ apiKey: "sk-bench", baseURL: url, maxRetries: 0 });
const { sendOnce } = await import("/work/main/src/executor/sendOnce.ts");
const { requestKey } = await import("/work/main/src/executor/requestKey.ts");
const inFlight = new Set<AbortController>();
const ways: Record<string, () => Promise<void>> = {
  "plain loop": () => loop((i) => client.messages.create(messageParams(requestOf(i)))),
  signal: () => loop((i) => client.messages.create(messageParams(requestOf(i)), { signal: new AbortController().signal })),
  withResponse: () => loop((i) => client.messages.create(messageParams(requestOf(i))).withResponse()),
  providerSend: () => loop((i) => provider.send(requestOf(i), { signal: new AbortController().signal })),
  sendOnce: () => loop((i) => sendOnce(provider, requestOf(i), { timeoutMs: 600000, inFlight })),
  key: () => loop((i) => { const r = requestOf(i); requestKey(r, 1); return sendOnce(provider, r, { timeoutMs: 600000, inFlight }); }),
  executorNoFeed: async () => { const executor = liveExecutor({ providerOf: () => provider, limiter: { maxConcurrency: IN_FLIGHT } }); await loop((i) => executor.ask(requestOf(i), 1)); },
  executorFeed: async () => { const executor = liveExecutor({ providerOf: () => provider, limiter: { maxConcurrency: IN_FLIGHT } }); for await (const r of playAll(numbers(), (i) => executor.ask(requestOf(i), 1), { window: 2 * IN_FLIGHT })) if (r.outcome !== "ok") throw new Error(); },
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
