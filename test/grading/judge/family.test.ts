import { describe, expect, test } from "vitest";
import { judgeBias, judgeRemarks } from "../../../src/grading/judge/family.ts";

describe("a judge's bias", () => {
  test.each([
    ["claude-opus-5", "claude-opus-5", /judges its own replies/],
    ["Claude-Opus-5", "claude-opus-5", /judges its own replies/],
    ["claude-opus-5", "anthropic:messages:claude-haiku-4-5", /one family \(claude\)/],
    ["opus", "claude-sonnet-5", /one family \(claude\)/],
    ["gpt-5", "openai:chat:o4-mini", /one family \(gpt\)/],
    ["mixtral-8x22b", "mistral-large", /one family \(mistral\)/],
    ["panel-of-three", "Panel-of-three", /judges its own replies/],
  ])("%s judging %s is named", (judge, model, expected) => {
    expect(judgeBias(judge, [model]).join()).toMatch(expected);
    expect(judgeBias(judge, [model]).join()).toMatch(/^Self-enhancement bias/);
  });

  test.each([
    ["gemini-3-pro", "claude-opus-5"],
    ["panel-of-three", "claude-opus-5"],
    ["panel-of-three", "panel-of-two"],
    ["our-finetune-7", "our-finetune-8"],
  ])("%s judging %s has none that a name would show", (judge, model) => {
    expect(judgeBias(judge, [model])).toEqual([]);
  });

  test("is said for each model that it concerns", () => {
    expect(judgeBias("claude-opus-5", ["gpt-5", "claude-opus-5", "claude-haiku-4-5"])).toHaveLength(2);
  });

  test("cannot be ruled out where a name does not say which model replied", () => {
    expect(judgeRemarks("claude-opus-5", ["recorded:llm"]).join()).toMatch(
      /"recorded:llm" does not say which model/,
    );
    expect(judgeRemarks("claude-opus-5", ["gpt-5"])).toEqual([]);
  });
});
