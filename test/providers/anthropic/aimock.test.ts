import { LLMock } from "@copilotkit/aimock";
import { expect, onTestFinished, test } from "vitest";
import { failureFrom, providerAt, send } from "./api.ts";

/** A mock of the vendor's API that was not written by us: our stub cannot share our misunderstandings with it. */
async function aimock(script: (mock: LLMock) => void): Promise<string> {
  const mock = new LLMock({ port: 0, host: "127.0.0.1", logLevel: "silent" });
  script(mock);
  const url = await mock.start();
  onTestFinished(() => mock.stop());
  return url;
}

test("429, 529, 500, then an answer: each attempt tells what it met", async () => {
  const url = await aimock((mock) => {
    mock.on(
      { userMessage: /Larkfield/, sequenceIndex: 0 },
      { error: { message: "Slow down", type: "rate_limit_error" }, status: 429, retryAfter: 3 },
    );
    mock.on(
      { userMessage: /Larkfield/, sequenceIndex: 1 },
      { error: { message: "Overloaded", type: "overloaded_error" }, status: 529 },
    );
    mock.on(
      { userMessage: /Larkfield/, sequenceIndex: 2 },
      { error: { message: "Oops", type: "api_error" }, status: 500 },
    );
    mock.onMessage(/Larkfield/, { content: "Disqualify it." });
  });
  const provider = providerAt(url);
  expect(await failureFrom(send(provider))).toMatchObject({ kind: "rate_limited", retryAfterMs: 3000 });
  expect((await failureFrom(send(provider))).kind).toBe("overloaded");
  expect((await failureFrom(send(provider))).kind).toBe("server");
  expect(await send(provider)).toMatchObject({ outcome: "ok", text: "Disqualify it." });
});

test("a stream, whole and torn", async () => {
  const content = "Disqualify it today, and tell the customer why. ".repeat(20);
  const url = await aimock((mock) => {
    mock.on(
      { userMessage: /Larkfield/, sequenceIndex: 0 },
      { content },
      { chunkSize: 20, truncateAfterChunks: 5 },
    );
    mock.onMessage(/Larkfield/, { content });
  });
  const provider = providerAt(url);
  let tokens = 0;
  const torn = failureFrom(send(provider, {}, { onFirstToken: () => undefined }));
  expect(["network", "bad_reply"]).toContain((await torn).kind);
  expect((await send(provider, {}, { onFirstToken: () => tokens++ })).text).toBe(content);
  expect(tokens).toBe(1);
});
