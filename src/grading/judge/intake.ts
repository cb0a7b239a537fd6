import { resolve } from "node:path";
import { readJsonl } from "../../files/jsonl.ts";
import { InputError, type Problem } from "../../records/errors.ts";
import { type Judged, type JudgeReply, JudgeReplySchema } from "../../records/judge.ts";
import { readReply } from "./reply.ts";
import type { Call } from "./request.ts";

/** What files of replies brought in. */
export interface Intake {
  judged: Judged[];
  /** Things that were left out and do no harm (answers to items that were not asked), for people to read. */
  notes: Problem[];
}

const ID = /^([a-z_]+-[0-9a-f]{32})-([1-9]\d?)$/;

/**
 * Reads files of replies of the named judge against the calls of a run. A bad answer leaves its items without one; a bad
 * file is refused. The same id in several files is several votes: the same questions, answered anew or by somebody else.
 * @throws InputError listing every line that is no reply, or whose id is malformed, unknown or twice in its file.
 */
export async function takeIn(
  files: readonly string[],
  judge: string,
  calls: readonly Call[],
): Promise<Intake> {
  const known = new Map(calls.map((call) => [call.id, call]));
  const taken = new Set<string>();
  const intake: Intake = { judged: [], notes: [] };
  const problems: Problem[] = files
    .filter((file, index) =>
      files.some((other, before) => before < index && resolve(other) === resolve(file)),
    )
    .map((file) => ({ place: { file }, field: "", message: "is given twice; name each file once" }));
  for (const file of files) {
    const seen = new Map<string, number>();
    try {
      for await (const { value, line } of readJsonl(file, JudgeReplySchema)) {
        const place = { file, line };
        const found = matchId(value, known, seen);
        const wrong = "problem" in found ? found.problem : bodiless(value);
        if (wrong) problems.push({ place, ...wrong });
        if ("problem" in found || wrong) continue;
        seen.set(value.custom_id, line);
        const { call } = found;
        const vote = freeVote(call.id, found.vote, taken);
        takeReply(value, { call, vote }, { judge, place, intake });
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return intake;
}

function matchId(
  { custom_id: id }: JudgeReply,
  known: ReadonlyMap<string, Call>,
  seen: ReadonlyMap<string, number>,
): { call: Call; vote: number } | { problem: Omit<Problem, "place"> } {
  const shown = JSON.stringify(id.length <= 80 ? id : `${id.slice(0, 79)}…`);
  const [, callId = "", vote = ""] = ID.exec(id) ?? [];
  if (callId === "")
    return wrongId(
      `malformed id: found ${shown}, expected one that judge export wrote (<dimension>-<hash>-<vote>)`,
    );
  const call = known.get(callId);
  if (!call)
    return wrongId(
      `unknown id: found ${shown}, expected one of the ${known.size} calls of this run; if it was graded again since, write the requests again with judge export`,
    );
  const before = seen.get(id);
  if (before !== undefined)
    return wrongId(`duplicate id: ${shown} stands already in line ${before}; keep one of the two`);
  return { call, vote: Number(vote) };
}

/** The vote that an id names, or the next that is free where another file had the same id. */
function freeVote(call: string, named: number, taken: Set<string>): number {
  let vote = named;
  while (taken.has(`${call}-${vote}`)) vote++;
  taken.add(`${call}-${vote}`);
  return vote;
}

function wrongId(message: string): { problem: Omit<Problem, "place"> } {
  return { problem: { field: "custom_id", message } };
}

function bodiless({
  answers,
  text,
  result,
  stop_reason: stop,
}: JudgeReply): Omit<Problem, "place"> | undefined {
  if (answers !== undefined || text !== undefined || result !== undefined || stop) return undefined;
  return { field: "", message: "holds no answer, expected one of: answers, text, result" };
}

function takeReply(
  reply: JudgeReply,
  { call, vote }: { call: Call; vote: number },
  { judge, place, intake }: { judge: string; place: Problem["place"]; intake: Intake },
): void {
  const items = call.questions.map(({ item }) => item);
  const { answers, extra } = readReply(reply, items, call.sheet.replies);
  const { scenario, dimension } = call.sheet.grade;
  for (const { key, item } of call.questions) {
    const answer = answers.get(item);
    if (answer) intake.judged.push({ question: key, judge, scenario, dimension, item, vote, ...answer });
  }
  for (const item of extra) {
    const message = `found an answer on ${JSON.stringify(item.slice(0, 80))}, which was not asked; it is left out`;
    intake.notes.push({ place, field: "answers", message });
  }
}
