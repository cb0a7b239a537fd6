import { Command, Option } from "commander";
import { strictJson } from "../files/jsonl.ts";
import { writeAtomic } from "../files/write.ts";
import { calibrate, type GradedReply, type Labels } from "../grading/calibrate.ts";
import { recordOf } from "../grading/calibrateReliability.ts";
import { calibrationTable } from "../grading/calibrateTable.ts";
import { wideTable } from "../grading/calibrateWide.ts";
import { gradersHash } from "../grading/identity.ts";
import { PARTS } from "../grading/split.ts";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import { type CalibrationRecord, calibrationToDisk } from "../records/calibration.ts";
import type { Decision } from "../records/decision.ts";
import type { Scenario } from "../records/scenario.ts";
import { toDisk } from "../records/wire.ts";
import { loadScenarios } from "../scenarios/load.ts";
import { correctRun } from "./calibrateCorrect.ts";
import { labelCommand } from "./calibrateLabel.ts";
import { type CalibrateOptions, labelsFor } from "./calibrateLabels.ts";
import { gradeByCheckers, openReplies, sampleKey, type SourcedReplies } from "./calibrateReplies.ts";
import { projectFile } from "./options.ts";

/** `dealbench calibrate`: how far the graders agree with labelled replies. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description("compare checkers and judge with labelled replies, item by item")
    .option("--labels <files...>", "label files, CSV or JSONL", [projectFile("graders/labels/replies.jsonl")])
    .option(
      "--recordings <folder>",
      "the recorded replies that the labels speak of",
      projectFile("recordings"),
    )
    .option(
      "--run <folder>",
      "the run folder whose replies the labels speak of, with what a judge said there",
    )
    .option(
      "--scenarios <path>",
      "folder of scenarios, or one .csv, .yaml or .json file",
      projectFile("scenarios"),
    )
    .option("--policy <file>", "the decision policy", projectFile("persona/policy.yaml"))
    .addOption(
      new Option("--part <part>", "which families: rules are tuned on dev, heldout measures")
        .choices(PARTS)
        .default("heldout"),
    )
    .option("--wide", "every comparison on a line of its own, with all figures and intervals")
    .option("--json", "print one JSON object instead of a table")
    .option(
      "--write [file]",
      "keep which items are sound, weak or unproven (default: graders/calibration.json, where reports look)",
    )
    .option("--correct <run>", "correct a run's scores by labels of a random part of it (all families)")
    .option(
      "--annotator <name>",
      "whose labels: for --correct (default: the first by name), for label (default: the name you are logged in by)",
    )
    .addHelpText(
      "after",
      `
Examples:
  dealbench calibrate                    the held-out third, which no rule was tuned on
  dealbench calibrate --part dev --json
  dealbench calibrate label --item DR4,AP4 --annotator kim --out labels.jsonl
  dealbench calibrate --part all --labels labels.jsonl
  dealbench calibrate --correct reports/mine --labels labels.jsonl`,
    )
    .addCommand(labelCommand())
    .action(run);
}

async function run(options: CalibrateOptions): Promise<void> {
  if (options.correct !== undefined) {
    await correctRun(options.correct, options);
    return;
  }
  const scenarios = loadScenarios(options.scenarios).map(({ scenario }) => scenario);
  const sourced = await openReplies(options);
  const labels = labelsFor(options, options.part, scenarios, sourced);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const replies = gradedReplies(labels, sourced, scenarios, decisions);
  const calibration = calibrate({ labels, replies, scenarios, decisions }, options.part);
  const written = options.write === true ? projectFile("graders/calibration.json") : options.write;
  if (written !== undefined) {
    const made = {
      measuredOn: new Date().toISOString().slice(0, 10),
      gradersSha256: gradersHash(),
      judge: sourced.run?.identity.judge ?? null,
    };
    writeAtomic(written, recordText(recordOf(calibration, made)));
  }
  const text = options.json
    ? JSON.stringify(toDisk(calibration, { opaque: new Set(["confusion", "unanswered"]) }))
    : (options.wide ? wideTable : calibrationTable)(calibration);
  process.stdout.write(`${text}\n`);
  if (written !== undefined && !options.json) process.stdout.write(`${written}\n`);
}

/** One item a line, so that a change reads well in a diff. */
function recordText(record: CalibrationRecord): string {
  const { items, ...rest } = calibrationToDisk(record) as { items: unknown[] };
  const head = strictJson(rest, 2).replace(/\n\}$/, "");
  return `${head},\n  "items": [\n${items.map((item) => `    ${strictJson(item)}`).join(",\n")}\n  ]\n}\n`;
}

function gradedReplies(
  labels: Labels,
  { transcripts, graded }: SourcedReplies,
  scenarios: readonly Scenario[],
  decisions: Readonly<Record<string, Decision[]>>,
): GradedReply[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const responses = new Set([...labels.replies, ...labels.items].map(({ response }) => response));
  return [...responses].flatMap((response): GradedReply[] => {
    const transcript = transcripts.get(response);
    const scenario = transcript && byId.get(transcript.scenario);
    if (!scenario) return [];
    return [
      {
        response,
        scenario: scenario.id,
        grades: gradeByCheckers(scenario, transcript, decisions[scenario.id] ?? []),
        judged: graded?.get(sampleKey(transcript)) ?? null,
      },
    ];
  });
}
