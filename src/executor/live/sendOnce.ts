import { type Answer, CallFailure, type Provider, type SendOptions } from "../../providers/provider.ts";
import type { ModelRequest } from "../../records/request.ts";

/** The attempts in flight, so that all can be cut off at once. */
export type InFlight = Set<AbortController>;

/**
 * One attempt, ended after `timeoutMs` whatever the provider does: headers, body and a stream that hangs.
 * @throws CallFailure of kind `timeout`, or the provider's; the reason with which its controller was aborted.
 */
export async function sendOnce(
  provider: Provider,
  request: ModelRequest,
  options: Omit<SendOptions, "signal"> & { timeoutMs: number; inFlight: InFlight },
): Promise<Answer> {
  const { timeoutMs, inFlight, ...rest } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(timedOut(provider.name, timeoutMs)), timeoutMs);
  inFlight.add(controller);
  try {
    return await new Promise<Answer>((resolve, reject) => {
      // A provider that does not heed the signal must not hold up the run.
      signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
      provider.send(request, { ...rest, signal }).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    inFlight.delete(controller);
  }
}

function timedOut(provider: string, timeoutMs: number): CallFailure {
  return new CallFailure("timeout", `${provider}: no complete answer within ${timeoutMs / 1000} s`);
}
