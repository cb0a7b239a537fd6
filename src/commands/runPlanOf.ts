import type { Command } from "commander";
import { laneIn } from "../pipeline/lanes/lanes.ts";
import type { AskedBefore } from "../pipeline/run/runAgain.ts";
import type { PlanOptions } from "../pipeline/run/runPlan.ts";
import { DealbenchError } from "../records/errors.ts";
import type { RunArguments } from "./runOptions.ts";

/** The command line with all that it leaves to a run folder filled in. */
type PlannedArguments = Omit<RunArguments, "repeats" | "shard"> & PlanOptions;

/**
 * What is asked of whom, and who judges, by the command line; a run folder that is to be continued says what the command line does not.
 * @throws DealbenchError (exit 2) when the folder cannot tell.
 */
export async function planOf(given: RunArguments, command: Command): Promise<PlannedArguments> {
  const { model, repeats, shard, effort = null, maxTokens, resume } = given;
  const before = typeof resume === "string" ? await read(resume, model) : null;
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  const chosen = (name: "persona" | "scenarios"): string =>
    before && !isGiven(name) ? before[name] : given[name];
  const judge = given.judge === undefined ? before?.judge : null;
  const judging = judge
    ? { judge: judge.model, judgeVotes: isGiven("judgeVotes") ? given.judgeVotes : judge.votes }
    : {};
  const selects = given.suite !== undefined || given.filter !== undefined || isGiven("scenarios");
  return {
    ...given,
    ...judging,
    persona: chosen("persona"),
    scenarios: chosen("scenarios"),
    models: distinct(model) ?? before?.models ?? ["recorded:llm"],
    repeats: repeats ?? before?.repeats ?? null,
    shard: shard ?? before?.shard ?? null,
    elicit: given.elicit ?? before?.elicit ?? false,
    only: selects ? undefined : before?.only,
    parameters: {
      maxTokens: before?.parameters && !isGiven("maxTokens") ? before.parameters.maxTokens : maxTokens,
      effort: effort ?? before?.parameters?.effort ?? null,
    },
  };
}

/** The lane, and the replies that are brought with it: bringing some is the file lane, and a run folder knows its own. */
export function laneOf(given: RunArguments, command: Command): { lane: string; replies: string[] } {
  const { lane, replies = [], resume } = given;
  const isGiven = command.getOptionValueSource("lane") === "cli";
  if (replies.length === 0) {
    const before = typeof resume === "string" && !isGiven ? laneIn(resume) : undefined;
    return { lane: before ?? lane, replies };
  }
  if (isGiven && lane !== "file")
    throw new DealbenchError(`--replies: belongs to --lane file, found --lane ${lane}`);
  if (resume === undefined)
    throw new DealbenchError(
      "--replies: expected --resume FOLDER with it, the run folder whose requests.jsonl was answered",
    );
  return { lane: "file", replies };
}

/** @throws DealbenchError for a model that is named twice: its repeats would be one and the same. */
function distinct(models: string[] | undefined): string[] | undefined {
  const twice = models?.find((model, at) => models.indexOf(model) !== at);
  if (twice === undefined) return models;
  throw new DealbenchError(
    `--model: found ${twice} twice, expected each once; ask it more often with --repeats 2`,
  );
}

async function read(folder: string, models: readonly string[] | undefined): Promise<AskedBefore | null> {
  const { askedBefore } = await import("../pipeline/run/runAgain.ts");
  return askedBefore(folder, models);
}
