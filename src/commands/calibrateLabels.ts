import { GRADERS } from "../../graders/index.ts";
import { readLabels, type ReadLabels } from "../grading/readLabels.ts";
import { inPart, type Part } from "../grading/split.ts";
import { InputError } from "../records/errors.ts";
import type { Scenario } from "../records/scenario.ts";
import type { SourcedReplies } from "./calibrateReplies.ts";

/** What `dealbench calibrate` is told. */
export interface CalibrateOptions {
  labels: string[];
  recordings: string[];
  run?: string;
  scenarios: string;
  policy: string;
  part: Part;
  wide?: boolean;
  json?: boolean;
  write?: string | true;
  replace?: boolean;
  correct?: string;
  annotator?: string;
}

/**
 * Reads the labels of one part; to correct a run, or where something else is told of it without labels (`needed` false), those of
 * its replies.
 * @throws InputError for everything that is wrong in the files; also when they hold no label of the part and one is needed.
 */
export function labelsFor(
  { labels: files, correct }: Pick<CalibrateOptions, "labels" | "correct">,
  part: Part,
  scenarios: readonly Scenario[],
  { transcripts, option }: SourcedReplies,
  needed = true,
): ReadLabels {
  const labels = readLabels(files, {
    scenarios: new Map(scenarios.map(({ id, family }) => [id, { wanted: inPart(family, part) }])),
    replies: new Map([...transcripts].map(([response, { scenario }]) => [response, scenario])),
    lines: new Set(Object.values(GRADERS).flatMap(({ rubric }) => rubric.items.map(({ id }) => id))),
    source: option,
    others: correct === undefined && needed ? "refuse" : "leave out",
  });
  if (labels.replies.length + labels.items.length > 0 || !needed) return labels;
  const message =
    correct === undefined
      ? `holds no label of the part "${part}", expected at least one`
      : `holds no label of a reply in ${correct}, expected at least one; label with: dealbench calibrate label --run ${correct}`;
  throw new InputError(files.map((file) => ({ place: { file }, field: "", message })));
}
