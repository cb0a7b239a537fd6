import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { Command } from "commander";
import { GRADERS } from "../../graders/index.ts";
import { readJsonl } from "../files/jsonl.ts";
import { type Journal, openJournal } from "../files/journal.ts";
import { refuseOutFile } from "../files/write.ts";
import { nearest } from "../files/wording.ts";
import { type LabelQuestion, labelQuestions, unanswered } from "../grading/labelling.ts";
import { inPart } from "../grading/split.ts";
import { decideAll } from "../policy/decideAll.ts";
import { loadPolicy } from "../policy/load.ts";
import { DealbenchError, EXIT } from "../records/errors.ts";
import { type ItemLabel, itemLabelFromDisk, ItemLabelSchema, itemLabelToDisk } from "../records/label.ts";
import type { Scenario } from "../records/scenario.ts";
import type { Transcript } from "../records/transcript.ts";
import { loadScenarios } from "../scenarios/load.ts";
import type { CalibrateOptions } from "./calibrateLabels.ts";
import { INTERRUPT, keysFrom } from "./calibrateKeys.ts";
import { gradeByCheckers, openReplies } from "./calibrateReplies.ts";
import { KEYS_HELP, questionText, replyText } from "./calibrateScreen.ts";

interface LabelOptions {
  out: string;
  item?: string;
}

/** Options of `calibrate` that `label` goes by too: commander reads them wherever they stand. */
type SharedOptions = Pick<
  CalibrateOptions,
  "run" | "recordings" | "scenarios" | "policy" | "part" | "annotator"
>;

/** `dealbench calibrate label`: asks for the next unlabelled items in the terminal. */
export function labelCommand(): Command {
  return new Command("label")
    .description(
      "label replies item by item in the terminal, blind to who wrote them and how they were graded",
    )
    .option(
      "--out <file>",
      "JSONL that the labels are appended to; an earlier session goes on",
      "labels.jsonl",
    )
    .option(
      "--item <lines>",
      "only these rubric lines, with commas between: DR4,AP4 (default: all that apply)",
    )
    .addHelpText(
      "after",
      `
${KEYS_HELP}
Without a terminal the keys are read from standard input, one a line.

Examples:
  dealbench calibrate label --item DR4,AP4 --annotator kim
  dealbench calibrate label --run reports/mine --out mine-labels.jsonl`,
    )
    .configureHelp({ showGlobalOptions: true })
    .action(label);
}

async function label(_: LabelOptions, command: Command): Promise<void> {
  const options: LabelOptions & SharedOptions = command.optsWithGlobals();
  // Labelling tunes nothing: all families, unless one part is asked for.
  const part = command.parent?.getOptionValueSource("part") === "cli" ? options.part : "all";
  const annotator = options.annotator ?? userInfo().username;
  const wanted = wantedLines(options.item);
  refuseOutFile(options.out, { isReplaced: true });
  const scenarios = loadScenarios(options.scenarios)
    .map(({ scenario }) => scenario)
    .filter(({ family }) => inPart(family, part));
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const decisions = decideAll(scenarios, loadPolicy(options.policy));
  const sourced = await openReplies(options);
  const replies = [...sourced.transcripts].flatMap(([response, transcript]) => {
    const scenario = byId.get(transcript.scenario);
    const gold = decisions[transcript.scenario] ?? [];
    return scenario
      ? [{ response, scenario, gold, grades: gradeByCheckers(scenario, transcript, gold) }]
      : [];
  });
  const rubrics = Object.values(GRADERS).map(({ rubric }) => rubric);
  const all = labelQuestions(replies, rubrics, wanted);
  const open = unanswered(all, await storedLabels(options.out), annotator);
  const tally = await ask(open, all.length, {
    out: options.out,
    annotator,
    transcripts: sourced.transcripts,
    scenarios: byId,
  });
  process.stdout.write(`\n${tally}\n${existsSync(options.out) ? options.out : "Nothing was labelled."}\n`);
}

/**
 * The filter that `--item` stands for.
 * @throws DealbenchError naming every line that no rubric has.
 */
function wantedLines(item: string | undefined): (line: string) => boolean {
  if (item === undefined) return () => true;
  const known = Object.values(GRADERS).flatMap(({ rubric }) => rubric.items.map(({ id }) => id));
  const lines = item.split(",").map((line) => line.trim());
  const unknown = lines.filter((line) => !known.includes(line));
  if (unknown.length > 0) {
    throw new DealbenchError(
      unknown.map((line) => `--item: found "${line}", expected ${nearest(line, known)}`).join("\n"),
    );
  }
  return (line) => lines.includes(line);
}

async function storedLabels(file: string): Promise<ItemLabel[]> {
  const labels: ItemLabel[] = [];
  if (!existsSync(file)) return labels;
  for await (const { value } of readJsonl(file, ItemLabelSchema, { torn: "drop" }))
    labels.push(itemLabelFromDisk(value));
  return labels;
}

interface Asked {
  annotator: string;
  out: string;
  transcripts: ReadonlyMap<string, Transcript>;
  scenarios: ReadonlyMap<string, Scenario>;
}

/** Puts the questions one by one and stores every answer before the next is put; returns what came of it in words. */
async function ask(
  questions: readonly LabelQuestion[],
  total: number,
  { transcripts, scenarios, annotator, out }: Asked,
): Promise<string> {
  /** A session in which nothing is labelled leaves no file. */
  let journal: Journal | null = null;
  const answered = new Set<number>();
  const before = total - questions.length;
  const progress = () =>
    `${before + answered.size} of ${total} items labelled, ${questions.length - answered.size} to go`;
  let at = 0;
  let shown: string | undefined;
  const put = () => {
    const question = questions[at];
    if (!question) return;
    const transcript = transcripts.get(question.response);
    const scenario = scenarios.get(question.scenario);
    if (transcript && scenario && shown !== question.response)
      process.stdout.write(replyText(transcript, scenario));
    shown = question.response;
    process.stdout.write(questionText(question, progress()));
  };
  try {
    put();
    if (questions.length === 0) return `${progress()}: nothing is left to label.`;
    for await (const key of keysFrom(process.stdin)) {
      const question = questions[at];
      if (key === INTERRUPT) process.exitCode = EXIT.interrupted;
      if (key === INTERRUPT || key === "q" || !question) break;
      const state = STATES[key];
      if (state) {
        const labelled: ItemLabel = {
          response: question.response,
          scenario: question.scenario,
          item: question.item,
          state,
          annotator,
          labelledAt: new Date().toISOString(),
          sample: "random",
          corrects: answered.has(at),
        };
        journal ??= await openJournal(out);
        await journal.append(itemLabelToDisk(labelled));
        answered.add(at);
      }
      if (state || key === "s") at++;
      else if (key === "b") at = Math.max(0, at - 1);
      else process.stdout.write(`\n"${key}" is no answer. ${KEYS_HELP}\n`);
      if (at >= questions.length) break;
      put();
    }
  } finally {
    await journal?.close();
  }
  return `${progress()}.`;
}

const STATES: Record<string, ItemLabel["state"]> = { m: "met", n: "not_met", u: "unsure" };
