import { join } from "node:path";
import { Command, Option } from "commander";
import { strictJson } from "../files/jsonl.ts";
import { refuseOutFile, writeAtomic } from "../files/write.ts";
import { calibrate, type GradedReply, type Labels } from "../grading/calibrate.ts";
import { recordOf } from "../grading/calibrateReliability.ts";
import { calibrationTable } from "../grading/calibrateTable.ts";
import { wideTable } from "../grading/calibrateWide.ts";
import { gradersHash } from "../grading/identity.ts";
import { type ReadReply, readerDisagreement, readerLines } from "../grading/calibrateReaders.ts";
import { inPart, type Part, PARTS } from "../grading/split.ts";
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

/** Sets of replies that were written to be labelled. */
const SETS = ["flawed", "tempted", "called"];

/** `dealbench calibrate`: how far the graders agree with labelled replies. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description("compare checkers and judge with labelled replies, item by item")
    .option(
      "--labels <files...>",
      "label files, CSV or JSONL",
      ["replies.jsonl", "flawed/labels.jsonl", ...SETS.map((set) => `${set}/items.csv`)].map((name) =>
        projectFile(join("graders/labels", name)),
      ),
    )
    .option(
      "--recordings <paths...>",
      "the replies that the labels speak of: folders of recordings, or files",
      ["recordings", ...SETS.map((set) => `graders/labels/${set}/replies.jsonl`)].map(projectFile),
    )
    .option(
      "--run <folder>",
      "the run folder whose replies the labels speak of, with what a judge said there, and what --elicit asked for",
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
    .addOption(
      new Option(
        "--write [file]",
        "keep which items are sound, weak or unproven (default: graders/calibration.json, where reports look, in place of what is there)",
      ).conflicts("correct"),
    )
    .option("--replace", "with --write FILE: write over a file that is there")
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
  dealbench calibrate --recordings recordings --labels graders/labels/replies.jsonl     only what a model really said
  dealbench calibrate label --item DR4,AP4 --annotator kim --out labels.jsonl
  dealbench calibrate --part all --labels labels.jsonl
  dealbench calibrate --correct reports/mine --labels labels.jsonl

Exit codes: 0 fine · 2 wrong use or bad input, a file of --write that is there, or a place where nothing can be written`,
    )
    .addCommand(labelCommand())
    .action(run);
}

async function run(options: CalibrateOptions): Promise<void> {
  if (options.correct !== undefined) {
    await correctRun(options.correct, options);
    return;
  }
  const { write, replace = false } = options;
  if (typeof write === "string") refuseOutFile(write, { isReplaced: replace, option: "--write" });
  const scenarios = loadScenarios(options.scenarios).map(({ scenario }) => scenario);
  const sourced = await openReplies(options);
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const readers = readerDisagreement(repliesOfRun(sourced, scenarios, decisions, options.part));
  const lines = readerLines(readers);
  const labels = labelsFor(options, options.part, scenarios, sourced, lines.length === 0);
  if (labels.replies.length + labels.items.length === 0) {
    const none = `No label speaks of a reply of this run in the part "${options.part}", so that the graders are held against none.`;
    const found = options.json ? JSON.stringify(toDisk({ readers })) : [...lines, none].join("\n");
    process.stdout.write(`${found}\n`);
    return;
  }
  const replies = gradedReplies(labels, sourced, scenarios, decisions);
  const calibration = calibrate({ labels, replies, scenarios, decisions }, options.part);
  const written = write === true ? projectFile("graders/calibration.json") : write;
  if (written !== undefined) {
    const made = {
      measuredOn: new Date().toISOString().slice(0, 10),
      gradersSha256: gradersHash(),
      judge: sourced.run?.identity.judge ?? null,
    };
    writeAtomic(written, recordText(recordOf(calibration, made)));
  }
  const text = options.json
    ? JSON.stringify(
        toDisk(lines.length > 0 ? { ...calibration, readers } : calibration, {
          opaque: new Set(["confusion", "unanswered"]),
        }),
      )
    : [...lines, ...leftOut(labels.leftOut), (options.wide ? wideTable : calibrationTable)(calibration)].join(
        "\n",
      );
  process.stdout.write(`${text}\n`);
  if (written !== undefined && !options.json) process.stdout.write(`${written}\n`);
}

function leftOut(count: number): string[] {
  return count === 0 ? [] : [`${count} labels are of replies that this run does not hold, and left out.`];
}

/** The replies of a run that were asked for one word, or that a judge read; all others tell nothing without labels. */
function repliesOfRun(
  { run: ofRun, transcripts, graded }: SourcedReplies,
  scenarios: readonly Scenario[],
  decisions: Readonly<Record<string, Decision[]>>,
  part: Part,
): ReadReply[] {
  if (ofRun === null) return [];
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return [...transcripts.values()].flatMap((transcript): ReadReply[] => {
    const scenario = byId.get(transcript.scenario);
    const isRead = transcript.elicited !== undefined || ofRun.identity.judge !== null;
    if (!scenario?.verdictExpected || !isRead || !inPart(scenario.family, part)) return [];
    const grades = gradeByCheckers(scenario, transcript, decisions[scenario.id] ?? []);
    return [{ transcript, grades, judged: graded?.get(sampleKey(transcript)) ?? null }];
  });
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
