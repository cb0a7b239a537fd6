import { readReplyFiles } from "../../files/replyFiles.ts";
import type { Problem } from "../../records/errors.ts";
import { type Judged, type JudgeReply, JudgeReplySchema } from "../../records/judge.ts";
import type { Call } from "./request.ts";
import { votesIn } from "./votesIn.ts";

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
  const callOf = (id: string): Call | undefined => known.get(ID.exec(id)?.[1] ?? "");
  const taken = new Set<string>();
  const intake: Intake = { judged: [], notes: [] };
  const lines = readReplyFiles(files, JudgeReplySchema, {
    form: ID,
    formWords: "one that judge export wrote (<dimension>-<hash>-<vote>)",
    isKnown: (id) => callOf(id) !== undefined,
    knownWords: () =>
      `one of the ${known.size} calls of this run; if it was graded again since, write the requests again with judge export`,
    severalFiles: true,
    body: ["answers", "text", "result"],
    hasBody,
  });
  for await (const { value, place } of lines) {
    const call = callOf(value.custom_id);
    if (!call) continue;
    const vote = freeVote(call.id, Number(ID.exec(value.custom_id)?.[2]), taken);
    takeReply(value, { call, vote }, { judge, place, intake });
  }
  return intake;
}

/** The vote that an id names, or the next that is free where another file had the same id. */
function freeVote(call: string, named: number, taken: Set<string>): number {
  let vote = named;
  while (taken.has(`${call}-${vote}`)) vote++;
  taken.add(`${call}-${vote}`);
  return vote;
}

function hasBody({ answers, text, result, stop_reason: stop }: JudgeReply): boolean {
  return answers !== undefined || text !== undefined || result !== undefined || Boolean(stop);
}

function takeReply(
  reply: JudgeReply,
  { call, vote }: { call: Call; vote: number },
  { judge, place, intake }: { judge: string; place: Problem["place"]; intake: Intake },
): void {
  const { judged, extra } = votesIn(reply, { call, vote, judge });
  intake.judged.push(...judged);
  for (const item of extra) {
    const message = `found an answer on ${JSON.stringify(item.slice(0, 80))}, which was not asked; it is left out`;
    intake.notes.push({ place, field: "answers", message });
  }
}
