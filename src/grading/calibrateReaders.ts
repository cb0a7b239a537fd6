import { ELICITED_VERDICTS, elicitedVerdict } from "../records/elicited.ts";
import type { Grade } from "../records/grade.ts";
import type { Transcript } from "../records/transcript.ts";
import { ratio, type Ratio } from "../statistics/agreement.ts";
import { verdictsOf } from "./calibrateVerdicts.ts";

/** A reply of a run as several read its last verdict. */
export interface ReadReply {
  transcript: Pick<Transcript, "elicited">;
  /** What today's checkers say. */
  grades: readonly Grade[];
  /** What stands in the run, where a judge may have answered; null where it was never graded. */
  judged: readonly Grade[] | null;
}

/** How often those who read the last verdicts of a run's replies differ; no label is needed for it. */
export interface ReaderDisagreement {
  /** Replies that were asked for their verdict in one word; of those, answered with exactly one of the three. */
  asked: number;
  read: number;
  /** Where both give one of the three verdicts. */
  checkerElicited: Ratio;
  judgeElicited: Ratio;
  checkerJudge: Ratio;
}

/** Compares the verdicts that checker, judge and the replies themselves (asked for one word) give. */
export function readerDisagreement(replies: readonly ReadReply[]): ReaderDisagreement {
  const readings = replies.map(({ transcript, grades, judged }) => ({
    elicited: elicitedVerdict(transcript),
    checker: verdictsOf(grades, "checker").at(-1),
    judge: verdictsOf(judged ?? [], "judge").at(-1),
  }));
  const differ = (one: Reader, other: Reader): Ratio => {
    const both = readings.filter((said) => isVerdict(said[one]) && isVerdict(said[other]));
    return ratio(both.filter((said) => said[one] !== said[other]).length, both.length);
  };
  const asked = readings.filter(({ elicited }) => elicited !== undefined);
  return {
    asked: asked.length,
    read: asked.filter(({ elicited }) => elicited !== null).length,
    checkerElicited: differ("checker", "elicited"),
    judgeElicited: differ("judge", "elicited"),
    checkerJudge: differ("checker", "judge"),
  };
}

type Reader = "checker" | "judge" | "elicited";

function isVerdict(verdict: string | null | undefined): boolean {
  return ELICITED_VERDICTS.some((one) => one === verdict);
}

/** The figures in words, a sentence each; none where nobody could be compared and nobody was asked. */
export function readerLines(found: ReaderDisagreement): string[] {
  const { asked, read, checkerElicited, judgeElicited, checkerJudge } = found;
  const figures: [string, Ratio][] = [
    ["the reply's one word is another verdict than the checker read", checkerElicited],
    ["the reply's one word is another verdict than the judge read", judgeElicited],
    ["checker and judge read another verdict", checkerJudge],
  ];
  return [
    ...(asked > 0 ? [`Asked for the verdict in one word: ${asked} replies, ${read} answered with one.`] : []),
    ...figures.flatMap(([what, { hits, of, value }]) =>
      value === null
        ? []
        : [`Where both can be read, ${what} in ${hits} of ${of} (${Math.round(100 * value)} %).`],
    ),
  ];
}
