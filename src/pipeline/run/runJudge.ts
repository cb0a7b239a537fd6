import { DealbenchError } from "../../records/errors.ts";
import type { Run } from "../../records/run.ts";
import { readJudged } from "../../runs/judged.ts";

/** Who is to judge a run, and how often each question is asked. */
export type JudgeWanted = NonNullable<Run["judgeWanted"]>;

/**
 * Who judges a run when it goes on: who was asked from here last, else who was named when it began; undefined for nobody, as where its judge
 * answered by files.
 */
export function judgeWantedBy({ judge, judgeWanted }: Run): JudgeWanted | undefined {
  if (judge === undefined) return judgeWanted;
  return judge.spent ? { model: judge.model, votes: judge.votes } : undefined;
}

/**
 * Refuses a judge for a folder that keeps answers of another one.
 * @throws DealbenchError (exit 2): whose, and what to do.
 */
export async function refuseOtherJudge(
  folder: string,
  judging: JudgeWanted | null | undefined,
): Promise<void> {
  const other = await otherJudge(folder, judging);
  if (!judging || other === null) return;
  const ways = [
    "the folder's own judge: leave --judge out",
    `drop what ${other} answered first: dealbench judge run ${folder} --judge ${judging.model} --start-over`,
    "a new run: leave --resume out; replies that are in the response cache are not paid for again",
  ];
  throw new DealbenchError(
    [
      `--resume ${folder}: was judged by "${other}", found --judge "${judging.model}"; a run has one judge. Nothing was asked. Ways on:`,
      ...ways.map((way, index) => `  ${index + 1}. ${way}`),
    ].join("\n"),
  );
}

/** The judge whose answers a folder keeps where it is another than the one that is wanted; null where it is not. */
export async function otherJudge(
  folder: string,
  judging: JudgeWanted | null | undefined,
): Promise<string | null> {
  if (!judging) return null;
  return (await readJudged(folder)).find(({ judge }) => judge !== judging.model)?.judge ?? null;
}
