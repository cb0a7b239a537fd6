import { z } from "zod";
import { DealbenchError } from "../../records/errors.ts";
import { EFFORTS } from "../../records/request.ts";
import type { Run } from "../../records/run.ts";
import { readRun } from "../../runs/folder.ts";
import type { PlanOptions } from "./runPlan.ts";

/** What a run folder was asked for. */
export interface AskedBefore extends Pick<PlanOptions, "models" | "persona" | "scenarios" | "parameters"> {
  repeats: number;
  shard: Run["shard"] | null;
  elicit: boolean;
  /** Ids of its scenarios. */
  only: readonly string[];
}

const ParametersSchema = z.object({
  max_tokens: z.int().positive(),
  effort: z.enum(EFFORTS).nullable(),
  elicit: z.string().optional(),
});

/**
 * What a run folder was asked for, so that it can be continued by its name alone.
 * @throws DealbenchError when it is no run folder, its replies were not asked for, or its models were not asked alike.
 */
export function askedBefore(folder: string): AskedBefore {
  const { identity, provenance, shard } = readRun(folder);
  const [first, ...others] = identity.models.map(({ parameters }) => ParametersSchema.safeParse(parameters));
  const isAlike = others.every((other) => JSON.stringify(other.data) === JSON.stringify(first?.data));
  if (!first?.success || !isAlike || (provenance.replies !== "live" && provenance.replies !== "simulated"))
    throw new DealbenchError(
      `--resume ${folder}: does not tell how its models were asked (its replies are ${provenance.replies}); expected the run's own options, --model first`,
    );
  const { max_tokens: maxTokens, effort, elicit } = first.data;
  return {
    models: identity.models.map(({ id }) => id),
    persona: provenance.personaSource,
    scenarios: provenance.scenariosSource,
    parameters: { maxTokens, effort },
    elicit: elicit !== undefined,
    repeats: identity.repeats,
    shard: shard ?? null,
    only: identity.scenarios.hashes.map(({ id }) => id),
  };
}
