import { describe, expect, test } from "vitest";
import { readReply } from "../../../src/grading/judge/reply.ts";
import type { JudgeReply } from "../../../src/records/judge.ts";

const REPLY = "Disqualify. His office said **no** on Thursday.";
const GOOD = { item: "DR4", quote: "His office said no on Thursday", met: true };

function read(reply: Omit<JudgeReply, "custom_id">, items = ["DR4"]) {
  return readReply({ custom_id: "x", ...reply }, items, [REPLY]);
}

function failureOf(reply: Omit<JudgeReply, "custom_id">): string | null | undefined {
  return read(reply).answers.get("DR4")?.failure;
}

describe("a judge's reply", () => {
  test.each<[string, Omit<JudgeReply, "custom_id">]>([
    ["answers", { answers: [GOOD] }],
    ["text", { text: JSON.stringify({ answers: [GOOD] }) }],
    ["text in a code fence", { text: `\`\`\`json\n${JSON.stringify({ answers: [GOOD] })}\n\`\`\`` }],
    [
      "a batch result, thinking left out",
      {
        result: {
          type: "succeeded",
          message: {
            stop_reason: "end_turn",
            content: [{ type: "thinking" }, { type: "text", text: JSON.stringify({ answers: [GOOD] }) }],
          },
        },
      },
    ],
  ])("is read from %s", (_, reply) => {
    expect(read(reply).answers.get("DR4")).toEqual({ met: true, quote: GOOD.quote, failure: null });
  });

  test("needs no quote to say not met", () => {
    expect(read({ answers: [{ item: "DR4", quote: "", met: false }] }).answers.get("DR4")).toEqual({
      met: false,
      quote: "",
      failure: null,
    });
  });

  const whole = JSON.stringify({ answers: [GOOD] });
  test.each<[string, Omit<JudgeReply, "custom_id">, string]>([
    ["is not JSON", { text: "I think it is met." }, "judge: answer is not JSON"],
    ["has text around its JSON", { text: `Sure! ${whole}` }, "judge: answer is not JSON"],
    ["breaks off", { text: whole.slice(0, 40) }, "judge: answer breaks off"],
    [
      "ran out of tokens",
      { text: whole.slice(0, 40), stop_reason: "max_tokens" },
      "judge: answer breaks off",
    ],
    ["ran out of tokens while thinking", { text: "", stop_reason: "max_tokens" }, "judge: answer breaks off"],
    ["is empty", { text: "  " }, "judge: answered nothing"],
    ["is null", { text: null }, "judge: answered nothing"],
    ["is of another form", { text: '{"DR4":true}' }, "judge: answer is not of the asked form"],
    ["is a bare list", { text: `[${JSON.stringify(GOOD)}]` }, "judge: answer is not of the asked form"],
    ["is null JSON", { text: "null" }, "judge: answer is not of the asked form"],
    ["refuses", { text: whole, stop_reason: "refusal" }, "judge: refused to answer"],
    [
      "refuses in a batch",
      { result: { type: "succeeded", message: { stop_reason: "refusal", content: [] } } },
      "judge: refused to answer",
    ],
    ["errored in a batch", { result: { type: "errored" } }, "judge: call errored"],
    ["expired in a batch", { result: { type: "expired" } }, "judge: call expired"],
    ["leaves the item out", { answers: [] }, "judge: gave no answer on this item"],
    [
      "answers twice",
      { answers: [GOOD, { ...GOOD, met: false }] },
      "judge: answered this item more than once",
    ],
    [
      "says yes instead of true",
      { answers: [{ ...GOOD, met: "yes" }] },
      'judge: answer off the menu: "met" is "yes"',
    ],
    ["says partly", { answers: [{ ...GOOD, met: 0.5 }] }, 'judge: answer off the menu: "met" is 0.5'],
    ["says null", { answers: [{ ...GOOD, met: null }] }, 'judge: answer off the menu: "met" is null'],
    [
      "says nothing",
      { answers: [{ item: "DR4", quote: "" }] },
      'judge: answer off the menu: "met" is missing',
    ],
    [
      "has no quote field",
      { answers: [{ item: "DR4", met: true }] },
      'judge: answer off the menu: "quote" is missing',
    ],
    ["quotes nothing", { answers: [{ ...GOOD, quote: " " }] }, "judge: met without a quote"],
    [
      "invents a quote",
      { answers: [{ ...GOOD, quote: "His office said yes" }] },
      'judge: quote not found in the reply: "His office said yes"',
    ],
    [
      "invents a quote for not met",
      { answers: [{ item: "DR4", met: false, quote: "Great news" }] },
      'judge: quote not found in the reply: "Great news"',
    ],
  ])("that %s leaves the item without an answer", (_, reply, failure) => {
    expect(failureOf(reply)).toBe(failure);
    expect(read(reply).answers.get("DR4")?.met).toBeNull();
  });

  test("fault 15, 16: spoils only the items that it gets wrong", () => {
    const { answers, extra } = read(
      {
        answers: [
          GOOD,
          { item: "DR8", quote: "nowhere", met: true },
          { item: "XX1", quote: "", met: true },
          null,
        ],
      },
      ["DR4", "DR8", "DR9"],
    );
    expect([...answers].map(([item, { met }]) => [item, met])).toEqual([
      ["DR4", true],
      ["DR8", null],
      ["DR9", null],
    ]);
    expect(extra).toEqual(["XX1", "undefined"]);
  });
});
