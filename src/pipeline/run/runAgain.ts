import { z } from "zod";
import { DealbenchError } from "../../records/errors.ts";
import { EFFORTS, type ModelParameters } from "../../records/request.ts";
import type { Run } from "../../records/run.ts";
import { readRun } from "../../runs/folder.ts";
import { type JudgeWanted, judgeWantedBy } from "./runJudge.ts";
import type { PlanOptions } from "./runPlan.ts";

/** What a run folder was asked for. */
export interface AskedBefore extends Pick<PlanOptions, "models" | "persona" | "scenarios"> {
  /** Null where they are not one and the same for its models, or its replies are recorded. */
  parameters: ModelParameters | null;
  repeats: number;
  shard: Run["shard"] | null;
  elicit: boolean;
  /** Who judges it; null where nobody is asked from here. */
  judge: JudgeWanted | null;
  /** Ids of its scenarios. */
  only: readonly string[];
}

const ParametersSchema = z.object({
  max_tokens: z.int().positive(),
  effort: z.enum(EFFORTS).nullable(),
  elicit: z.string().optional(),
});

/**
 * What a run folder was asked for, so that it can be continued by its name and what is to be otherwise. `models` are those that are
 * named for it; undefined = its own.
 * @throws DealbenchError when it is no run folder, or it is to tell its models and its replies were not asked for, or not alike.
 */
export function askedBefore(folder: string, models: readonly string[] | undefined): AskedBefore | null {
  const run = readRun(folder);
  const { identity, provenance, shard } = run;
  const { replies } = provenance;
  const parameters =
    replies === "live" || replies === "simulated" ? parametersOf(identity.models, models) : null;
  if (models === undefined && parameters === null)
    throw new DealbenchError(
      `--resume ${folder}: does not tell how its models were asked (its replies are ${replies}); expected the run's own options, --model first`,
    );
  if (replies === "foreign") return null;
  const { max_tokens: maxTokens = 0, effort = null, elicit } = parameters ?? {};
  return {
    models: identity.models.map(({ id }) => id),
    persona: provenance.personaSource,
    scenarios: provenance.scenariosSource,
    parameters: parameters && { maxTokens, effort },
    elicit: elicit !== undefined,
    judge: judgeWantedBy(run) ?? null,
    repeats: identity.repeats,
    shard: shard ?? null,
    only: identity.scenarios.hashes.map(({ id }) => id),
  };
}

/** The parameters of those of a run's models that are named, or of all where it has none of them; null where they differ. */
function parametersOf(
  all: Run["identity"]["models"],
  named: readonly string[] = [],
): z.output<typeof ParametersSchema> | null {
  const again = all.filter(({ id }) => named.includes(id));
  const [first, ...others] = (again.length > 0 ? again : all).map(({ parameters }) =>
    ParametersSchema.safeParse(parameters),
  );
  const isAlike = others.every((other) => JSON.stringify(other.data) === JSON.stringify(first?.data));
  return first?.success && isAlike ? first.data : null;
}
