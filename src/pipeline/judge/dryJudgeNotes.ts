import { USUAL_REPLY_TOKENS } from "../../executor/money/usualReply.ts";
import type { JudgeDryRun } from "../../records/dryRun.ts";
import { counted } from "../../report/numbers.ts";

/** What a judge's estimate rests on. */
interface Evidence {
  /** Replies of others that were looked at. */
  alike: number;
  /** Calls that one reply leaves on average, votes included, of those looked at; null without any. */
  perReply: number | null;
  /** Whether the length of the judge's answers is known of it. */
  isMeasured: boolean;
}

/** What a reader needs to believe the judge's figures: what they assume, and what they are bounded by. */
export function judgeNotes(judge: JudgeDryRun, evidence: Evidence): string[] {
  const { model, calls, held, waiting, priceSource } = judge;
  const isToPay = calls.most > held + waiting;
  return [
    ...assumption(judge, evidence),
    ...(isToPay
      ? [
          "An answer of the judge that cannot be read is asked for once more, which is not in it.",
          ...(evidence.isMeasured
            ? []
            : [
                `A usual answer of the judge is taken to be ${USUAL_REPLY_TOKENS} tokens; thinking is not in it.`,
              ]),
        ]
      : []),
    ...(isToPay && priceSource === null ? [`No price is known for the judge ${model}.`] : []),
  ];
}

function assumption({ replies, votes, calls }: JudgeDryRun, { alike, perReply }: Evidence): string[] {
  const { there, toCome } = replies;
  if (toCome === 0)
    return ["The judge's calls are counted: all replies are there, and say what code leaves to it."];
  const each = votes === 1 ? "" : ` of ${votes} votes`;
  const looked = [
    ...(there > 0 ? [`${counted(there, "reply", "replies")} at hand`] : []),
    ...(alike > 0 ? [`${counted(alike, "recorded reply", "recorded replies")} to the same deals`] : []),
  ].join(" and ");
  const begin = `The judge's calls are an estimate: what code leaves to it is known once the ${counted(toCome, "reply is", "replies are")} there.`;
  const typical =
    perReply === null
      ? "No reply to these deals is at hand to go by."
      : `A reply is taken to leave it what ${looked} do, about ${(perReply / votes).toFixed(1)} calls${each}.`;
  return [
    `${begin} ${typical} At most it is ${calls.most.toLocaleString("en-GB")}: code leaves it every question, and every reply and answer uses all of its max tokens.`,
  ];
}
