import { setImmediate } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { EXIT } from "../records/errors.ts";
import { SELF_TEST_PARTS, type SelfTest, selfTest } from "../statistics/simulation/selfTest.ts";
import { positiveInteger } from "./options.ts";
import { startProgress } from "./progress.ts";
import { renderSelfTest } from "./simulateTable.ts";

/** `dealbench simulate`: the sequential gate's error rates and cost, simulated; exit 1 when one is outside its band. */
export function simulateCommand(): Command {
  return new Command("simulate")
    .description("simulate the sequential gate and hold its error rates and cost against what they must be")
    .option("--rounds <n>", "corpora simulated in every design", atLeastTwo, 8000)
    .option("--seed <n>", "the same seed gives the same figures", positiveInteger, 1)
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Examples:
  dealbench simulate                    the whole table; takes less than a minute
  dealbench simulate --rounds 1000      a rougher look, with wider allowance for chance
  dealbench simulate --seed 2 --json

No model is asked and no recording read: scenarios, replies and drops are drawn at random.`,
    )
    .action(run);
}

interface SimulateOptions {
  rounds: number;
  seed: number;
  json?: boolean;
}

async function run({ rounds, seed, json }: SimulateOptions): Promise<void> {
  const result = await simulate(rounds, seed, json === true || !process.stderr.isTTY);
  if (!result.ok) process.exitCode = EXIT.failed;
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : renderSelfTest(result));
}

/** Lets go of the thread after every part, so that Ctrl-C and the progress bar are heard. */
async function simulate(rounds: number, seed: number, quiet: boolean): Promise<SelfTest> {
  const progress = startProgress("designs simulated", quiet);
  const parts = selfTest(rounds, seed);
  try {
    for (let done = 1; ; done++) {
      const next = parts.next();
      if (next.done) return next.value;
      progress.onProgress(done, SELF_TEST_PARTS);
      await setImmediate();
    }
  } finally {
    progress.stop();
  }
}

function atLeastTwo(text: string): number {
  const rounds = positiveInteger(text);
  if (rounds < 2) throw new InvalidArgumentError("expected at least 2.");
  return rounds;
}
