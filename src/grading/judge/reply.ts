import { JudgeAnswerSchema, type JudgeReply } from "../../records/judge.ts";
import { batchText } from "../../records/replyLine.ts";
import { voidCause } from "./votes.ts";

/** What a judge answered on each item of one call; `failure` is null where the answer can be used. */
export interface ReadReply {
  answers: Map<string, ReadAnswer>;
  /** Items that were answered although they were not asked. */
  extra: string[];
}

interface ReadAnswer {
  met: boolean | null;
  quote: string;
  failure: string | null;
}

/**
 * Reads one reply of a judge against the items that were asked and the replies that were shown. Whatever is wrong with
 * it leaves the items concerned without an answer, each with its cause; nothing is guessed and nothing is thrown.
 */
export function readReply(reply: JudgeReply, items: readonly string[], shown: readonly string[]): ReadReply {
  const body = bodyOf(reply);
  const list = "failure" in body ? body : answerList(body.value, body.cut);
  if ("failure" in list)
    return { answers: new Map(items.map((item) => [item, failed(list.failure)])), extra: [] };
  const given = new Map<string, unknown[]>(items.map((item) => [item, []]));
  const extra: string[] = [];
  for (const answer of list.answers) {
    const id = (answer as { item?: unknown } | null)?.item;
    const same = typeof id === "string" ? given.get(id) : undefined;
    if (same) same.push(answer);
    else extra.push(String(id));
  }
  return { answers: new Map(items.map((item) => [item, readAnswer(given.get(item) ?? [], shown)])), extra };
}

function readAnswer(given: readonly unknown[], shown: readonly string[]): ReadAnswer {
  if (given.length === 0) return failed("judge: gave no answer on this item");
  if (given.length > 1) return failed("judge: answered this item more than once");
  const parsed = JudgeAnswerSchema.safeParse(given[0]);
  if (!parsed.success) return failed(offMenu(given[0]));
  const { met, quote } = parsed.data;
  const failure = voidCause({ met, quote }, shown);
  return failure === null ? { met, quote, failure } : { met: null, quote, failure };
}

/** "met" or "quote" is not what the question allows: `judge: answer off the menu: "met" is "partly"`. */
function offMenu(answer: unknown): string {
  const { met, quote } = answer as { met?: unknown; quote?: unknown };
  const [name, value] = typeof met === "boolean" ? ["quote", quote] : ["met", met];
  return `judge: answer off the menu: "${name}" is ${(JSON.stringify(value) ?? "missing").slice(0, 80)}`;
}

/** The answer as a value or as the text that should hold it; `cut` where the judge ran out of room. */
function bodyOf(reply: JudgeReply): { value: unknown; cut: boolean } | { failure: string } {
  const { result } = reply;
  if (result !== undefined && result.type !== "succeeded") return { failure: `judge: call ${result.type}` };
  const stop = result?.message?.stop_reason ?? reply.stop_reason;
  if (stop === "refusal") return { failure: "judge: refused to answer" };
  const cut = stop === "max_tokens";
  if (reply.answers !== undefined) return { value: { answers: reply.answers }, cut };
  const text = (result && batchText(result)) ?? reply.text ?? "";
  if (text.trim() === "") return { failure: cut ? BREAKS_OFF : "judge: answered nothing" };
  try {
    return { value: JSON.parse(unfenced(text)), cut };
  } catch {
    return { failure: cut || isBegun(text) ? BREAKS_OFF : "judge: answer is not JSON" };
  }
}

const BREAKS_OFF = "judge: answer breaks off";

function answerList(value: unknown, cut: boolean): { answers: unknown[] } | { failure: string } {
  const answers = (value as { answers?: unknown } | null)?.answers;
  if (Array.isArray(answers)) return { answers };
  return { failure: cut ? BREAKS_OFF : "judge: answer is not of the asked form" };
}

/** Some engines put a code fence around their JSON; nothing else may stand beside it. */
function unfenced(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(text)?.[1] ?? text;
}

/** Whether a text that does not parse begins as JSON and never closes. */
function isBegun(text: string): boolean {
  return /^\s*(?:```(?:json)?\s*)?\{/.test(text) && !/\}\s*(?:```)?\s*$/.test(text);
}

function failed(failure: string): ReadAnswer {
  return { met: null, quote: "", failure };
}
