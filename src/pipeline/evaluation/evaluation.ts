import { join } from "node:path";
import { strictJson } from "../../files/jsonl.ts";
import { openScratch, type Part, type ScratchFile, sweepScratch } from "../../files/scratchFile.ts";
import type { CalibrationRecord } from "../../records/calibration.ts";
import { type Run, runToDisk } from "../../records/run.ts";
import { sampleNumbers } from "../../records/sampleNumbers.ts";
import { type Summary, summaryToDisk } from "../../records/summary.ts";
import type { SampleName, Transcript } from "../../records/transcript.ts";
import { renderHtml } from "../../report/html/render.ts";
import { type JunitCounts, type JunitSuite, NO_CASES, plus, renderJunit } from "../../report/junit.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { endRun } from "../../runs/describe.ts";
import { addToTally, emptyTally, sum } from "../../runs/tally.ts";
import { type Fold, startFold } from "../../summary/fold.ts";
import { withReliability } from "../../summary/reliability.ts";
import type { GradedPiece, GradingContext } from "./gradedPiece.ts";
import { readReplies } from "../readReplies.ts";
import { keptReplies, type KeptReplies } from "./keptReplies.ts";
import { reportRow } from "./reportRow.ts";

/** The evaluation of a run folder's transcripts, one reply after the other; memory holds a small row of each. */
export interface Evaluation {
  /**
   * Takes in a transcript with what grading made of it (null = its scenario is not known). `stored` is where its grades
   * stand in grades.jsonl, where they are not to be written again.
   */
  add: (transcript: Transcript, piece: GradedPiece | null, stored?: Part | null) => void;
  /**
   * Writes grades, summary and reports into the folder, run.json last; transcripts.jsonl must be whole by then.
   * @throws DealbenchError (exit 4) where they cannot be written; the folder is then as it was.
   */
  finish: (run: Run, ending: Ending) => Promise<{ run: Run; summary: Summary }>;
  /** Gives up; the folder is as it was. Does nothing after `finish`. */
  abandon: () => void;
}

/** How an evaluation ends. */
interface Ending {
  /** When the run finished; null where it is only shown again: run.json then stays as it is. */
  finishedAt: Date | null;
  /** The samples in the order of transcripts.jsonl, where transcripts were added in another order, as they came in. */
  order?: Iterable<SampleName>;
}

/** What an evaluation is made with. */
export interface EvaluationContext extends GradingContext {
  calibration: CalibrationRecord | null;
}

/** Bytes that are copied in one piece. */
const READ_AT_ONCE = 262_144;

/** Begins to evaluate the transcripts of `folder`. Nothing there changes before `finish`. */
export function startEvaluation(folder: string, context: EvaluationContext): Evaluation {
  const fold = startFold(context);
  const tally = emptyTally();
  const counts = new Map<string, JunitCounts>();
  const files: ScratchFile[] = [];
  sweepScratch(folder);
  const begin = (name: string, mark?: string): ScratchFile => {
    const file = openScratch(join(folder, name), mark);
    files.push(file);
    return file;
  };
  const unordered = begin("grades.jsonl");
  const cases = begin("junit.xml", "cases.tmp");
  let kept = keptReplies();
  let line = 0;
  let isGraded = false;

  const abandon = (): void => {
    for (const file of files) file.discard();
  };
  const finish: Evaluation["finish"] = async (begun, { finishedAt, order }) => {
    let grades = unordered;
    if (order) {
      kept = kept.inOrder(placesOf(kept, fold, order));
      // Sums of money are those of this order, whatever order replies came in.
      tally.incurredUsd = incurredBy(kept, fold);
      if (isGraded && !standsInOrder(kept))
        grades = reordered(kept, unordered, begin("grades.jsonl", "ordered.tmp"));
    }
    const run = finishedAt ? endRun(begun, tally, finishedAt) : begun;
    const folded = { ...fold.summary(run), replies: run.provenance.replies, status: run.status };
    const summary = withReliability(folded, context.calibration, run.identity.graders.sha256);
    const input = { run, summary, scenarios: context.scenarios };
    const junit = begin("junit.xml");
    for (const piece of renderJunit(input, suitesOf(summary, { kept, fold }, counts, cases)))
      junit.append(piece);
    const markdown = begin("summary.md");
    markdown.append(renderMarkdown(input));
    const json = begin("summary.json");
    json.append(`${strictJson(summaryToDisk(summary), 2)}\n`);
    const html = begin("report.html");
    const rows = {
      length: kept.length(),
      at: (index: number) => {
        const one = kept.at(index);
        return one && reportRow(fold.row(one.row));
      },
    };
    const replies = (places: readonly number[]) =>
      readReplies(
        folder,
        places.flatMap((place) => kept.at(place) ?? []),
        isGraded ? grades : null,
      );
    const { decisions } = context;
    for await (const piece of renderHtml({ ...input, decisions, rows, replies })) html.append(piece);
    if (isGraded) grades.commit();
    for (const file of [json, junit, markdown, html]) file.commit();
    if (finishedAt) {
      const record = begin("run.json");
      record.append(`${strictJson(runToDisk(run), 2)}\n`);
      record.commit();
    }
    return { run, summary };
  };
  return {
    abandon,
    add: (transcript, piece, stored = null) => {
      const own = line++;
      addToTally(tally, transcript);
      if (piece === null) {
        fold.skip(transcript.model);
        return;
      }
      if (piece.grades) isGraded = true;
      kept.add({
        row: fold.add(piece.digest),
        line: own,
        grades: piece.grades ? unordered.append(piece.grades) : stored,
        junit: cases.append(piece.junit.xml),
      });
      counts.set(transcript.model, plus(counts.get(transcript.model) ?? NO_CASES, piece.junit.counts));
    },
    finish: async (run, ending) => {
      try {
        return await finish(run, ending);
      } finally {
        abandon();
      }
    },
  };
}

/** The places of the kept in this order; those that are not in it drop out. */
function* placesOf(kept: KeptReplies, fold: Fold, order: Iterable<SampleName>): Generator<number> {
  const places = sampleNumbers();
  for (let place = 0; place < kept.length(); place++) places.put(fold.sample(rowOf(kept, place)), place);
  for (const sample of order) {
    const place = places.of(sample);
    if (place !== undefined) yield place;
  }
}

function incurredBy(kept: KeptReplies, fold: Fold): number | null {
  let total: number | null = 0;
  for (let place = 0; place < kept.length(); place++)
    total = sum(total, fold.incurredUsd(rowOf(kept, place)));
  return total;
}

function rowOf(kept: KeptReplies, place: number): number {
  return kept.at(place)?.row ?? -1;
}

/** Whether the grades of the kept stand one behind the other from the beginning on. */
function standsInOrder(kept: KeptReplies): boolean {
  let end = 0;
  for (let place = 0; place < kept.length(); place++) {
    const grades = kept.at(place)?.grades;
    if (!grades) continue;
    if (grades.start !== end) return false;
    end += grades.length;
  }
  return true;
}

/** Copies the grades of the kept, in their order, and tells them their new places. */
function reordered(kept: KeptReplies, from: ScratchFile, to: ScratchFile): ScratchFile {
  // A buffer for each would be garbage that the collector sees late.
  const desk = Buffer.allocUnsafe(READ_AT_ONCE);
  for (let place = 0; place < kept.length(); place++) {
    const grades = kept.at(place)?.grades;
    if (grades) kept.moveGrades(place, to.append(from.read(grades, desk)));
  }
  return to;
}

interface Replies {
  kept: KeptReplies;
  fold: Fold;
}

function suitesOf(
  summary: Summary,
  replies: Replies,
  counts: ReadonlyMap<string, JunitCounts>,
  cases: ScratchFile,
): JunitSuite[] {
  return summary.models.flatMap(({ model }) => {
    const own = counts.get(model);
    return own ? [{ model, counts: own, cases: casesOf(replies, model, cases) }] : [];
  });
}

/** A model's cases in the order of the kept; those that stand side by side are read at once. */
function* casesOf({ kept, fold }: Replies, model: string, cases: ScratchFile): Generator<string> {
  let side: Part = { start: 0, length: 0 };
  for (let place = 0; place < kept.length(); place++) {
    const { junit, row = -1 } = kept.at(place) ?? {};
    if (!junit || fold.sample(row).model !== model) continue;
    if (junit.start === side.start + side.length && side.length < READ_AT_ONCE) {
      side = { start: side.start, length: side.length + junit.length };
    } else {
      yield cases.read(side).toString("utf8");
      side = junit;
    }
  }
  yield cases.read(side).toString("utf8");
}
