import type { CallFailure } from "../../providers/provider.ts";

/** What a connection that was never made says of itself; providers keep the words, not the error. */
const NEVER_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|Connect Timeout Error|connect ETIMEDOUT/;

/**
 * Whether an attempt without an answer may have been paid for: the model may have written all of it before the connection broke, and
 * nobody will say. A refusal by the server is free.
 */
export function mayBeBilled(failure: CallFailure): boolean {
  if (failure.kind === "network") return !NEVER_CONNECTED.test(failure.message);
  return failure.kind === "timeout" || failure.kind === "bad_reply";
}
