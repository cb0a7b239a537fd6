import { Command } from "commander";
import { DealbenchError } from "../records/errors.ts";
import { printFinished } from "./finish.ts";
import {
  type GradingOptions,
  positiveInteger,
  projectFile,
  withDestinationOptions,
  withGradingOptions,
} from "./options.ts";
import { startProgress } from "./progress.ts";

interface RunOptions extends GradingOptions {
  model: string;
  persona: string;
  repeats?: number;
  recordings: string;
  reports: string;
  out?: string;
}

/** `dealbench run`: persona × scenarios → replies → grades → report. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("run the persona over the scenarios, grade the replies, write the report")
    .option(
      "--model <id>",
      "recorded:llm (all recordings) or recorded:<arm> (one file of recordings/)",
      "recorded:llm",
    )
    .option(
      "--persona <source>",
      "a file, or a git ref: git:main, git:HEAD~1:persona/x.md",
      projectFile("persona/enterprise-sales-director.md"),
    )
    .option("--repeats <n>", "replies per scenario (default: as many as were recorded)", positiveInteger)
    .option("--recordings <folder>", "where recorded replies are", projectFile("recordings"));
  return withGradingOptions(withDestinationOptions(command))
    .addHelpText(
      "after",
      `
Examples:
  dealbench run
  dealbench run --persona persona/variants/soft.md
  dealbench run --model recorded:v1.0.0-a --suite pressure --out reports/pressure`,
    )
    .action(run);
}

async function run(options: RunOptions): Promise<void> {
  const arm = recordedArm(options.model);
  const { runRecorded } = await import("../pipeline.ts");
  const progress = startProgress("replies graded", options.json === true);
  try {
    const { repeats = null, out, ...rest } = options;
    const finished = await runRecorded({ ...rest, arm, repeats, out, onProgress: progress.onProgress });
    progress.stop();
    printFinished(finished, options);
  } finally {
    progress.stop();
  }
}

function recordedArm(model: string): string | undefined {
  const [provider, name] = [model.split(":", 1)[0], model.slice(model.indexOf(":") + 1)];
  if (provider !== "recorded" || name === "") {
    throw new DealbenchError(
      `--model: found "${model}", expected recorded:llm or recorded:<arm>. This version replays recorded replies; replies ` +
        "of other models are graded with: dealbench grade --scenarios … --responses …",
    );
  }
  return name === "llm" || name === "recorded" ? undefined : name;
}
