import type { ContinuedRun, DryRun, DryRunCost, DryRunCosts, ModelDryRun } from "../../records/dryRun.ts";
import type { ModelPrice } from "../../records/price.ts";
import { type CountedInputs, type CounterOf, countInputs } from "./countInputs.ts";
import { type DryCall, dryCalls, type DrySources } from "./dryCalls.ts";
import type { Sample } from "../playSample.ts";
import { costAt, type HowPaid, type Prices } from "./prices.ts";
import { estimateTokens, inputTokens } from "./tokens.ts";
import { USUAL_REPLY_TOKENS } from "./usualReply.ts";

export interface EstimateOptions extends Pick<HowPaid, "cacheTtl">, DrySources {
  prices: Pick<Prices, "priceOf">;
  /** The run whose rest this is; null = a new one. */
  continued?: ContinuedRun | null;
  /** Who counts tokens exactly; without it all are estimated. */
  counterOf?: CounterOf | undefined;
  /** How many tokens a model's replies usually are; null = unknown. */
  usualReplyTokens?: ((model: string) => number | null) | undefined;
}

/**
 * What a plan would ask and cost. It is walked twice, so that `samples` gives it anew each time, and no request is sent
 * but to count tokens. Input is counted where a vendor counts for nothing (each scenario once, at most 100), else
 * estimated by the rule of {@link estimateTokens}; output is told twice, of the usual length and of the most that
 * `maxTokens` allows. Failed attempts are not in it, nor is a judge, who is estimated apart.
 */
export async function estimateRun(
  samples: () => Iterable<Sample>,
  options: EstimateOptions,
): Promise<DryRun> {
  const { counterOf = () => null, continued = null } = options;
  const counted = await countInputs(samples(), counterOf, options);
  const tallies = new Map<string, Tally>();
  let total = 0;
  for (const sample of samples()) {
    total++;
    const tally = tallies.get(sample.model) ?? newTally(sample.model, options);
    tallies.set(sample.model, tally);
    addSample(tally, sample, counted, options);
  }
  const models = [...tallies.values()].map(({ dryRun }) => dryRun);
  return {
    samples: total,
    continued,
    models,
    costUsd: sumCosts(models.map(({ costUsd }) => costUsd)),
    notes: notesOn([...tallies.values()], counted),
  };
}

interface Tally {
  dryRun: ModelDryRun;
  price: ModelPrice | null;
  usualReply: number;
  /** Whether `usualReply` is known of the model itself. */
  measured: boolean;
  /** Tokens by system prompt, of those that a call has written to the prompt cache by now. */
  warm: Map<string, number>;
  texts: Map<string, number>;
}

function newTally(model: string, { prices, usualReplyTokens }: EstimateOptions): Tally {
  const price = prices.priceOf(model);
  const nothing = (batch = false): DryRunCost =>
    price === null || (batch && price.batchShare === null) ? null : { typical: 0, most: 0 };
  const measured = usualReplyTokens?.(model) ?? null;
  return {
    dryRun: {
      model,
      samples: 0,
      calls: 0,
      held: 0,
      waiting: 0,
      inputTokens: { tokens: 0, counted: 0 },
      outputTokens: { typical: 0, most: 0 },
      cacheableTokens: 0,
      costUsd: { live: nothing(), liveWithPromptCache: nothing(), batch: nothing(true) },
      priceSource: price?.source ?? null,
    },
    price,
    usualReply: measured ?? USUAL_REPLY_TOKENS,
    measured: measured !== null,
    warm: new Map(),
    texts: new Map(),
  };
}

function addSample(tally: Tally, sample: Sample, counted: CountedInputs, options: EstimateOptions): void {
  const { dryRun } = tally;
  dryRun.samples++;
  /** Input of the call before where it is paid for: all of it is in the vendor's cache by then. */
  let before = 0;
  for (const call of dryCalls(sample, options)) {
    dryRun.calls++;
    const exact =
      call.request.messages.length === 1 ? counted.of(sample.model, sample.scenario.id) : undefined;
    const input = exact ?? estimatedInput(tally, call, counted.scale(sample.model));
    if (call.held === "cache") dryRun.held++;
    else if (call.held === "batch") dryRun.waiting++;
    else addCall(tally, call, { input, exact: exact !== undefined, before }, options);
    before = call.held === null ? input : 0;
  }
}

function estimatedInput(
  { texts, usualReply }: Tally,
  { request, unknownReplies }: DryCall,
  scale: number,
): number {
  const remembered = (text: string): number => {
    const known = texts.get(text) ?? estimateTokens(text);
    if (texts.size < 10_000) texts.set(text, known);
    return known;
  };
  return Math.round(scale * inputTokens(request, remembered)) + unknownReplies * usualReply;
}

function addCall(
  { dryRun, price, usualReply, warm }: Tally,
  { request, sentAgain }: DryCall,
  { input, exact, before }: { input: number; exact: boolean; before: number },
  { cacheTtl = "5m" }: EstimateOptions,
): void {
  const system = Math.min(input, warm.get(request.system) ?? estimateTokens(request.system));
  const prefix = before > 0 ? Math.min(before, input) : system;
  const cached = before > 0 || warm.has(request.system);
  warm.set(request.system, system);
  const output = {
    typical: Math.min(usualReply, request.parameters.maxTokens),
    most: request.parameters.maxTokens,
  };
  dryRun.inputTokens.tokens += input;
  dryRun.inputTokens.counted += exact ? input : 0;
  dryRun.outputTokens.typical += output.typical;
  dryRun.outputTokens.most += output.most;
  dryRun.cacheableTokens += cached ? prefix : 0;
  if (price === null) return;
  const fresh = sentAgain ? 0 : input - prefix;
  const usage = {
    inputTokens: fresh,
    cacheReadInputTokens: cached ? prefix : 0,
    cacheCreationInputTokens: input - fresh - (cached ? prefix : 0),
  };
  const whole = { inputTokens: input, cacheReadInputTokens: 0, cacheCreationInputTokens: 0 };
  for (const length of ["typical", "most"] as const) {
    const outputTokens = output[length];
    addTo(dryRun.costUsd.live, length, costAt(price, { ...whole, outputTokens }));
    addTo(
      dryRun.costUsd.liveWithPromptCache,
      length,
      costAt(price, { ...usage, outputTokens }, { cacheTtl }),
    );
    addTo(dryRun.costUsd.batch, length, costAt(price, { ...whole, outputTokens }, { batch: true }));
  }
}

function addTo(sum: DryRunCost, length: "typical" | "most", cost: number | null): void {
  if (sum !== null && cost !== null) sum[length] += cost;
}

function sumCosts(costs: readonly DryRunCosts[]): DryRunCosts {
  const sum = (way: keyof DryRunCosts): DryRunCost => {
    const all = costs.map((one) => one[way]);
    const known = all.filter((one) => one !== null);
    if (known.length < all.length) return null;
    return {
      typical: known.reduce((total, { typical }) => total + typical, 0),
      most: known.reduce((total, { most }) => total + most, 0),
    };
  };
  return { live: sum("live"), liveWithPromptCache: sum("liveWithPromptCache"), batch: sum("batch") };
}

function notesOn(tallies: readonly Tally[], { failure, cutShort }: CountedInputs): string[] {
  const toPay = tallies.filter(({ dryRun }) => dryRun.calls > dryRun.held + dryRun.waiting);
  const uncounted = toPay.some(({ dryRun }) => dryRun.inputTokens.counted < dryRun.inputTokens.tokens);
  const assumed = toPay.some(({ measured }) => !measured);
  const unpriced = toPay.filter(({ price }) => price === null).map(({ dryRun }) => dryRun.model);
  return [
    ...(failure === null ? [] : [`Tokens could not be counted and are estimated: ${failure}.`]),
    ...(cutShort ? ["Only the first 100 scenarios were counted; the rest is estimated from them."] : []),
    ...(uncounted ? ["Input tokens that were not counted are estimated at 3 characters a token."] : []),
    ...(assumed
      ? [
          `A usual reply is taken to be ${USUAL_REPLY_TOKENS} tokens, as recorded ones are; thinking is not in it.`,
        ]
      : []),
    ...(unpriced.length > 0 ? [`No price is known for ${unpriced.join(", ")}.`] : []),
    ...(toPay.length > 0 ? ["Failed attempts are not in it."] : []),
  ];
}
