import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import type { FinishedTrials, TrialsSettings } from "../pipeline/trials/report.ts";
import type { Candidate, Original } from "../pipeline/trials/run.ts";
import { DealbenchError, EXIT, type ExitCode } from "../records/errors.ts";
import { trialsToDisk } from "../records/trial.ts";
import { toDisk } from "../records/wire.ts";
import { counted } from "../report/numbers.ts";
import type { TrialsReport } from "../report/trials/outcome.ts";
import { renderTrialsTerminal } from "../report/trials/terminal.ts";
import { refuseIdle } from "./idleOptions.ts";
import { drainOnSignal } from "./interrupts.ts";
import { NO_JUDGE } from "./judging.ts";
import { askedOf, type RegressionOptions } from "./regressionOptions.ts";
import { startRegressionLine } from "./regressLine.ts";

/** What `mutate` and `ablate` are told beside the options of a regression. */
export interface TrialsOptions extends RegressionOptions {
  only: string[];
  list?: boolean;
}

/** Takes an option's values together. */
export function collected(value: string, before: string[]): string[] {
  return [...before, value];
}

/** @throws DealbenchError (exit 2) for a model that has no reply to an edited persona, and options without use. */
export function refuseTrialOptions({ model, judge }: TrialsOptions, command: Command): void {
  if (model.startsWith("recorded:"))
    throw new DealbenchError(
      `--model: found "${model}", expected a model that can be asked, such as anthropic:claude-sonnet-5, or simulated:director, which reads some of the persona; nobody recorded replies to a persona that is edited here`,
    );
  if (judge === undefined) refuseIdle(command, ["judgeVotes"], NO_JUDGE);
}

/** Carries trials out and shows on stderr how far they are; prints what came of them. Sets the exit code. */
export async function showTrials<Report extends TrialsReport>(
  options: TrialsOptions,
  count: number,
  {
    start,
    exitOf,
  }: {
    start: (settings: TrialsSettings) => Promise<FinishedTrials<Report>>;
    exitOf: (report: Report) => ExitCode;
  },
): Promise<void> {
  const line = startRegressionLine(options.json === true);
  const { drain, restore } = drainOnSignal(() => {
    line.stop();
    tell("Interrupted: waiting for the calls in flight. Once more ends at once.");
  });
  try {
    const { report, page } = await start({
      ...options,
      out: options.out,
      budgetUsd: options.budgetUsd ?? null,
      drain,
      onWarning: (warning) => tell(`dealbench: ${warning}`),
      onVisit: line.onVisit,
      onTrial: ({ id, title }, place) => {
        line.stop();
        if (!options.json) tell(`${place + 1} of ${count}, ${id}: ${title}`);
      },
    });
    line.stop();
    process.exitCode = exitOf(report);
    if (options.json) return print(JSON.stringify({ ...(trialsToDisk(report) as object), page }));
    const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
    print(`${renderTrialsTerminal(report, { colour })}\n${page}`);
  } catch (error) {
    line.stop();
    if (!(error instanceof DealbenchError) || error.exitCode !== EXIT.interrupted) throw error;
    throw new DealbenchError(
      "Interrupted. What was answered is kept, and the report has the trials that ended; the same command goes on from there.",
      { exitCode: EXIT.interrupted },
    );
  } finally {
    restore();
  }
}

/** Prints what trials would take, by the first that fits, and asks nobody. */
export async function planTrials(
  { original, candidates }: { original: Original; candidates: readonly Candidate[] },
  options: TrialsOptions,
  readTogether: number,
): Promise<void> {
  const fitting = candidates.flatMap(({ id, edited }) =>
    "text" in edited ? [{ id, text: edited.text }] : [],
  );
  const [first] = fitting;
  if (!first) throw new DealbenchError("No edit fits this persona, so that there is nothing to plan.");
  const { forecastRegression } = await import("../pipeline/regress/plan.ts");
  const { planText } = await import("./regressPlan.ts");
  const { withPrompt } = await import("../persona/rewrite.ts");
  const folder = mkdtempSync(join(tmpdir(), "dealbench-plan-"));
  try {
    const persona = join(folder, `${first.id}.md`);
    writeFileSync(persona, withPrompt(original.text, original.persona.source, first.text));
    const base = { persona: original.persona.source };
    const forecast = await forecastRegression(
      { ...askedOf(options), persona, base, readTogether, seed: null, includeWeak: false },
      {
        ...options,
        drain: new AbortController().signal,
        onWarning: (warning) => tell(`dealbench: ${warning}`),
      },
    );
    if (options.json) return print(JSON.stringify(toDisk({ trials: fitting.length, each: forecast })));
    print(
      `${counted(fitting.length, "trial")}, one after the other, each of at most ${counted(options.maxCalls, "call")}: ${counted(fitting.length * options.maxCalls, "call")} at most. Replies of the persona as it is are asked for once.\nOf one (${first.id}):\n`,
    );
    process.stdout.write(planText(forecast, options));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A line on stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
