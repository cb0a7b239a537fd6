import { existsSync } from "node:fs";
import { openReplyStore, replyStoreFile } from "../../executor/store/replyStore.ts";
import { judgeRemarks } from "../../grading/judge/family.ts";
import { keptAlone } from "./answers.ts";
import { openReplyJudge, type ReplyJudge } from "./judging.ts";
import { openRegressionLane, type RegressionLane, type SidesSettings } from "./lane.ts";
import type { PreparedRegression } from "./prepare.ts";

/** A regression's judge, and what was opened for it. */
interface OpenedJudge {
  judge: ReplyJudge | null;
  /** A lane of the judge's own, to be closed with it; null where it shares the candidates'. */
  lane: { close: () => Promise<void> } | null;
  /** Its bias, a sentence for each. */
  notes: string[];
}

/**
 * Opens the judge of a regression: in the lane of the model under test, with which it shares limits, cache and budget; in one of its own
 * where recordings or a stand-in answer; for a plan over what the response cache holds, asking nobody.
 * @throws DealbenchError for a judge that cannot be called.
 */
export async function openJudgeOf(
  { judge, kind, target }: Pick<PreparedRegression, "judge" | "kind" | "target">,
  lane: RegressionLane | null,
  settings: SidesSettings,
): Promise<OpenedJudge> {
  if (judge === null) return { judge: null, lane: null, notes: [] };
  const notes = judgeRemarks(judge.model, [target.model]).map((remark) => `Judge: ${remark}`);
  if (!settings.isAsking) {
    const file = replyStoreFile(undefined, process.env);
    const own = lane?.store || !existsSync(file) ? null : await openReplyStore(file, settings);
    const kept = keptAlone(lane?.store ?? own);
    const ask: typeof kept.ask = (request, repeat) => {
      settings.onJudgeRequest?.(request);
      return kept.ask(request, repeat);
    };
    return { judge: openReplyJudge(judge, { ask }), lane: own && { close: async () => own.close() }, notes };
  }
  if (lane && kind === "live") return { judge: openReplyJudge(judge, lane.executor), lane: null, notes };
  const own = await openRegressionLane({ ...settings, models: [judge.model] });
  return { judge: openReplyJudge(judge, own.executor), lane: own, notes };
}
