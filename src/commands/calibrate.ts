import { Command, Option } from "commander";
import { GRADERS } from "../../graders/index.ts";
import { readJsonl } from "../files/jsonl.ts";
import { calibrate, type GradedReply } from "../grading/calibrate.ts";
import { calibrationTable } from "../grading/calibrateTable.ts";
import { gradeTranscript } from "../grading/grade.ts";
import { inPart, type Part, PARTS } from "../grading/split.ts";
import { decide } from "../policy/decide.ts";
import { loadPolicy } from "../policy/load.ts";
import { openRecordings } from "../providers/recorded.ts";
import { InputError, type Problem } from "../records/errors.ts";
import { type Label, labelFromDisk, LabelSchema } from "../records/label.ts";
import { factsAtTurn, type Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { toDisk } from "../records/wire.ts";
import { loadScenarios } from "../scenarios/load.ts";
import { projectFile } from "./options.ts";

interface CalibrateOptions {
  labels: string;
  recordings: string;
  scenarios: string;
  policy: string;
  part: Part;
  json?: boolean;
}

/** `dealbench calibrate`: how far the checkers agree with the labelled replies. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description("compare the checkers with labelled replies, field by field")
    .option("--labels <file>", "the labels, JSONL", projectFile("graders/labels/replies.jsonl"))
    .option(
      "--recordings <folder>",
      "the recorded replies that the labels speak of",
      projectFile("recordings"),
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
    .option("--json", "print one JSON object instead of a table")
    .addHelpText(
      "after",
      `
Examples:
  dealbench calibrate                    the held-out third, which no rule was tuned on
  dealbench calibrate --part dev --json`,
    )
    .action(run);
}

async function run(options: CalibrateOptions): Promise<void> {
  const scenarios = loadScenarios(options.scenarios).map(({ scenario }) => scenario);
  const transcripts = await recordedReplies(options.recordings);
  const labels = await readLabels(options.labels, options.part, scenarios, transcripts);
  const replies = gradeReplies(
    new Set(labels.map(({ response }) => response)),
    transcripts,
    scenarios,
    options.policy,
  );
  const calibration = calibrate({ labels, replies, scenarios }, options.part);
  const text = options.json
    ? JSON.stringify(toDisk(calibration, { opaque: new Set(["confusion"]) }))
    : calibrationTable(calibration);
  process.stdout.write(`${text}\n`);
}

/** The recorded replies by the id that labels name them with (the recording's extra field `response`). */
async function recordedReplies(folder: string): Promise<Map<string, Transcript>> {
  const recordings = await openRecordings(folder);
  const all = recordings.personas.flatMap(({ sha256 }) => recordings.of(sha256));
  return new Map(
    all.flatMap((transcript): [string, Transcript][] => {
      const response: unknown = "response" in transcript ? transcript.response : undefined;
      return typeof response === "string" ? [[response, transcript]] : [];
    }),
  );
}

/**
 * Reads the labels of one part.
 * @throws InputError for every line that is no label, or names a scenario or a reply that is not there; also when the
 * part holds no label.
 */
async function readLabels(
  file: string,
  part: Part,
  scenarios: readonly Scenario[],
  transcripts: ReadonlyMap<string, Transcript>,
): Promise<Label[]> {
  const families = new Map(scenarios.map(({ id, family }) => [id, family]));
  const labels: Label[] = [];
  const problems: Problem[] = [];
  for await (const { value, line } of readJsonl(file, LabelSchema)) {
    const label = labelFromDisk(value);
    const family = families.get(label.scenario);
    const wrong = (field: string, found: string, expected: string) =>
      problems.push({
        place: { file, line },
        field,
        message: `found ${JSON.stringify(found)}, expected ${expected}`,
      });
    if (family === undefined)
      wrong(
        "scenario",
        label.scenario,
        `the id of one of the ${scenarios.length} scenarios; see --scenarios`,
      );
    else if (!inPart(family, part)) continue;
    else if (transcripts.get(label.response)?.scenario !== label.scenario) {
      wrong("response", label.response, `the id of a recorded reply to ${label.scenario}; see --recordings`);
    } else labels.push(label);
  }
  if (problems.length === 0 && labels.length === 0) {
    problems.push({
      place: { file },
      field: "",
      message: `holds no label of the part "${part}", expected at least one`,
    });
  }
  if (problems.length > 0) throw new InputError(problems);
  return labels;
}

function gradeReplies(
  responses: ReadonlySet<string>,
  transcripts: ReadonlyMap<string, Transcript>,
  scenarios: readonly Scenario[],
  policyFile: string,
): GradedReply[] {
  const policy = loadPolicy(policyFile);
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return [...responses].flatMap((response): GradedReply[] => {
    const transcript = transcripts.get(response);
    const scenario = transcript && byId.get(transcript.scenario);
    if (!scenario) return [];
    const gold = scenario.turns.map((_, index) => decide(factsAtTurn(scenario, index + 1), policy));
    const grades = gradeTranscript(scenario, transcript, gold, Object.values(GRADERS));
    return [{ response, scenario: scenario.id, grades }];
  });
}
