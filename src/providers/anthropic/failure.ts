import type { APIError } from "@anthropic-ai/sdk";
import { retryAfterMs } from "../headers.ts";
import { CallFailure, type FailureKind } from "../provider.ts";
import { withoutSecrets } from "../redact.ts";

/** What the API said of a failure: an HTTP error's parts, or those of an error object that came with status 200 or in a stream. */
interface ApiError {
  status?: number | undefined;
  headers?: Headers | undefined;
  body: unknown;
  requestId: string | null;
  secrets: readonly string[];
}

/**
 * Turns whatever the SDK threw into a CallFailure. Only an APIError knows its status: a torn body is a bare TypeError ("terminated"),
 * broken JSON a bare SyntaxError, an error event in a stream an APIError without status.
 * @throws the signal's reason when it was aborted for another reason than time
 */
export function failureOf(
  error: unknown,
  signal: AbortSignal | undefined,
  secrets: readonly string[],
): CallFailure {
  if (error instanceof CallFailure) return error;
  if (signal?.aborted) {
    const reason: unknown = signal.reason;
    if (!isNamed(reason, "TimeoutError")) throw reason;
    return new CallFailure("timeout", "anthropic: no complete answer in the time that was given");
  }
  if (isApiError(error)) {
    const { status, headers, error: body, requestID } = error;
    // A body that is no JSON (a proxy's page) is only in the message, after the status.
    const said = body ?? error.message.replace(/^\d{3} /, "");
    if (status !== undefined || body !== undefined)
      return apiFailure({ status, headers, body: said, requestId: requestID ?? null, secrets });
    const kind = isNamed(error, "APIConnectionTimeoutError") ? "timeout" : "network";
    return new CallFailure(kind, `anthropic: ${withoutSecrets(wordsOf(causesOf(error)), secrets)}`);
  }
  const causes = causesOf(error);
  const message = wordsOf(causes);
  if (causes.some((cause) => cause instanceof TypeError))
    return new CallFailure(
      "network",
      `anthropic: the connection broke (${withoutSecrets(message, secrets)})`,
    );
  return new CallFailure(
    "bad_reply",
    `anthropic: the answer could not be read (${withoutSecrets(message, secrets)})`,
  );
}

/** The failure that an API error stands for, whichever way it came. */
export function apiFailure({ status, headers, body, requestId, secrets }: ApiError): CallFailure {
  const { type, message, code } = partsOf(body);
  const kind = kindOf(status, type, `${code} ${message}`);
  const said = withoutSecrets(message, secrets);
  const words = [
    `anthropic: ${[status, type].filter(Boolean).join(" ") || "error"}`,
    said === "" ? "" : `: ${said}`,
    requestId === null ? "" : ` (request ${requestId})`,
    kind === "denied" ? "; check ANTHROPIC_API_KEY and the account's credit and permissions" : "",
    status === 404 ? "; dealbench models lists what this key can call" : "",
  ];
  const wait = retryAfterMs(headers);
  return new CallFailure(kind, words.join(""), {
    ...(status === undefined ? {} : { status }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(requestId === null ? {} : { requestId }),
  });
}

/** Error types by what is to be done; a type wins over its status, since a stream's error has no status. */
const KINDS: Record<string, FailureKind> = {
  rate_limit_error: "rate_limited",
  overloaded_error: "overloaded",
  authentication_error: "denied",
  permission_error: "denied",
  billing_error: "denied",
};

/** Spent credit and limits set by the account's owner come as 400, 402 or 429 and do not go better next time. */
const NO_MONEY = /spend_limit|on_hold|billing|credit balance/i;

function kindOf(status: number | undefined, type: string, words: string): FailureKind {
  if (NO_MONEY.test(words)) return "denied";
  if (status === 401 || status === 402 || status === 403) return "denied";
  if (status === 429) return "rate_limited";
  if (status === 529) return "overloaded";
  const known = KINDS[type];
  if (known !== undefined) return known;
  if (status === undefined || status < 400)
    return type === "invalid_request_error" ? "bad_request" : "bad_reply";
  return status >= 500 || status === 408 || status === 409 || status === 499 ? "server" : "bad_request";
}

function partsOf(body: unknown): { type: string; message: string; code: string } {
  const error = fieldOf(body, "error") ?? body;
  return {
    type: textOf(fieldOf(error, "type")),
    message: typeof error === "string" ? error : textOf(fieldOf(error, "message")),
    code: textOf(fieldOf(fieldOf(error, "details"), "error_code")),
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The SDK's errors are told by their names: its classes are not loaded before they are needed. */
function isApiError(error: unknown): error is APIError {
  return error instanceof Error && "status" in error && "requestID" in error;
}

function isNamed(error: unknown, name: string): boolean {
  return typeof error === "object" && error !== null && "name" in error && error.name === name;
}

/** An error and what caused it: the SDK's stream wraps what broke it. A host of several addresses has an error for each, and no words of its own. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < 4; at = at.cause) causes.push(at);
  return causes.flatMap((cause) =>
    cause instanceof AggregateError ? [cause, ...cause.errors.filter((one) => one instanceof Error)] : cause,
  );
}

function wordsOf(causes: readonly Error[]): string {
  const messages = causes
    .map(({ message }) => message.replace(/\.$/, ""))
    .filter((message) => message !== "");
  return [...new Set(messages)].join(": ");
}
