import pLimit from "p-limit";
import type { ModelRequest } from "../../records/request.ts";
import { dryCalls, type DrySources } from "./dryCalls.ts";
import type { Sample } from "../playSample.ts";
import { estimateTokens, inputTokens } from "./tokens.ts";

/** Counts the input tokens of a request exactly; null where the model's vendor, or a missing key, does not let it. */
export type CounterOf = (model: string) => ((request: ModelRequest) => Promise<number>) | null;

/** Input tokens of first calls, as the vendor counted them. */
export interface CountedInputs {
  /** By model and scenario; undefined where it was not counted. */
  of: (model: string, scenario: string) => number | undefined;
  /** By how much to multiply an estimate of the model's tokens: counted by estimated, 1 where nothing was counted. */
  scale: (model: string) => number;
  /** Why counting ended early; null where it did not. */
  failure: string | null;
  /** Whether there were more scenarios than are counted. */
  cutShort: boolean;
}

/** A dry run should not take minutes: beyond this many calls the rest is estimated from what was counted. */
const MOST_COUNTS = 100;
const AT_ONCE = 8;

/**
 * Has the first call of each scenario counted once for each model, as long as its answer is nowhere
 * yet. The first failure ends the counting; what is counted by then stays.
 */
export async function countInputs(
  samples: Iterable<Sample>,
  counterOf: CounterOf,
  sources: DrySources,
): Promise<CountedInputs> {
  const { requests, cutShort } = distinctFirstCalls(samples, counterOf, sources);
  const counted = new Map<string, Counted>();
  let failure: string | null = null;
  const limit = pLimit(AT_ONCE);
  await Promise.all(
    [...requests].map(([name, request]) =>
      limit(async () => {
        if (failure !== null) return;
        try {
          const tokens = await counterOf(request.model)?.(request);
          const estimated = inputTokens(request, estimateTokens);
          if (tokens !== undefined) counted.set(name, { tokens, estimated, model: request.model });
        } catch (error) {
          failure ??= (error as Error).message;
        }
      }),
    ),
  );
  const scales = scalesOf([...counted.values()]);
  return {
    of: (model, scenario) => counted.get(nameOf(model, scenario))?.tokens,
    scale: (model) => scales.get(model) ?? 1,
    failure,
    cutShort,
  };
}

interface Counted {
  model: string;
  tokens: number;
  estimated: number;
}

function scalesOf(counted: readonly Counted[]): Map<string, number> {
  const sum = (of: readonly Counted[], field: "tokens" | "estimated"): number =>
    of.reduce((total, one) => total + one[field], 0);
  return new Map(
    [...Map.groupBy(counted, ({ model }) => model)].map(([model, of]) => [
      model,
      sum(of, "tokens") / sum(of, "estimated"),
    ]),
  );
}

function distinctFirstCalls(
  samples: Iterable<Sample>,
  counterOf: CounterOf,
  sources: DrySources,
): { requests: Map<string, ModelRequest>; cutShort: boolean } {
  const requests = new Map<string, ModelRequest>();
  const seen = new Map<string, boolean>();
  for (const sample of samples) {
    const countable = seen.get(sample.model) ?? counterOf(sample.model) !== null;
    seen.set(sample.model, countable);
    const name = nameOf(sample.model, sample.scenario.id);
    if (!countable || requests.has(name)) continue;
    const [first] = dryCalls(sample, sources);
    if (first === undefined || first.held !== null) continue;
    if (requests.size === MOST_COUNTS) return { requests, cutShort: true };
    requests.set(name, first.request);
  }
  return { requests, cutShort: false };
}

function nameOf(model: string, scenario: string): string {
  return JSON.stringify([model, scenario]);
}
