import { retryAfterMs } from "../headers.ts";
import { CallFailure, type FailureKind } from "../provider.ts";
import { withoutSecrets } from "../redact.ts";
import type { PromptfooResponse } from "./module.ts";
import { KEY_VARIABLES, vendorOf } from "./vendors.ts";

/** Turns the string that promptfoo reports an error by into a failure: by its status, told beside it or within it, else by its words. */
export function responseFailure(
  id: string,
  error: string,
  metadata: PromptfooResponse["metadata"],
  secrets: readonly string[],
): CallFailure {
  const status = metadata?.http?.status || statusIn(error);
  const wait = metadata?.http?.headers && retryAfterMs(new Headers(metadata.http.headers));
  const kind = kindOf(status, error);
  const variables = KEY_VARIABLES[vendorOf(id)];
  const remedy = kind === "denied" && variables !== undefined ? `; check ${variables.join(" or ")}` : "";
  const message = `promptfoo:${id}: ${withoutSecrets(wordsOf(error), secrets)}${remedy}`;
  return new CallFailure(kind, message, {
    ...(status ? { status } : {}),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** `API error: 500 Internal Server Error`, `HTTP 429`, `status code 503`, `(401)`. */
function statusIn(error: string): number | undefined {
  const found =
    /(?:\berror:?|\bHTTP(?:\/\d(?:\.\d)?)?|\bstatus(?: code)?:?)\s*\(?([45]\d\d)\b|^([45]\d\d)\b|\(([45]\d\d)\)/i.exec(
      error,
    );
  const digits = found?.[1] ?? found?.[2] ?? found?.[3];
  return digits === undefined ? undefined : Number(digits);
}

const BY_WORDS: readonly [RegExp, FailureKind][] = [
  [/insufficient_quota|exceeded your current quota|billing|credit balance/i, "denied"],
  [/rate.?limit|too many requests/i, "rate_limited"],
  [/overloaded/i, "overloaded"],
  [/timed? ?out|timeout/i, "timeout"],
  [/fetch failed|ECONN|ENOTFOUND|EAI_AGAIN|socket|network|terminated/i, "network"],
  [/api key|unauthori[sz]ed|credentials/i, "denied"],
  [/could not identify provider|unknown model|not supported|invalid request/i, "bad_request"],
  [/unexpected token|JSON|parse/i, "bad_reply"],
];

function kindOf(status: number | undefined, error: string): FailureKind {
  if (BY_WORDS[0]?.[0].test(error)) return "denied";
  if (status === 401 || status === 402 || status === 403) return "denied";
  if (status === 429) return "rate_limited";
  if (status === 529) return "overloaded";
  if (status !== undefined && (status >= 500 || status === 408 || status === 409)) return "server";
  if (status !== undefined && status >= 400) return "bad_request";
  return BY_WORDS.find(([words]) => words.test(error))?.[1] ?? "server";
}

/** A command that failed is told with its whole command line, prompt and all: only what it printed is of use. */
function wordsOf(error: string): string {
  if (!error.startsWith("Command failed:")) return error;
  const printed = error.slice(error.indexOf("\n") + 1).trim();
  return error.includes("\n") && printed !== "" ? `the command failed: ${printed}` : "the command failed";
}
