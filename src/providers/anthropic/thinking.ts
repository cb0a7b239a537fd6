import type { ThinkingConfigParam } from "@anthropic-ai/sdk/resources/messages";
import type { Effort } from "../../records/request.ts";

interface ThinkingRule {
  models: RegExp;
  /** What turns thinking off; null = nothing does, or it is off unless asked for. */
  off: "disabled" | "between_tools" | null;
  /** Whether `adaptive` must be sent for an effort to be thought with; null = the model takes no such thing. */
  on: "adaptive" | null;
}

/**
 * What `thinking` each model takes; the wrong one is a 400. From the vendor's "Thinking" page and the migration guides of 5.5, read in
 * November 2026. A model that is not listed gets none, and so does whatever it does by itself.
 */
const RULES: readonly ThinkingRule[] = [
  { models: /^claude-(opus-5-5|fable-|mythos-)/, off: null, on: "adaptive" },
  { models: /^claude-sonnet-5-5/, off: "between_tools", on: "adaptive" },
  { models: /^claude-(haiku-5-5|opus-5|sonnet-5)(-\d{8})?$/, off: "disabled", on: "adaptive" },
  // These do not think unless they are asked to.
  { models: /^claude-(opus-4-[678]|sonnet-4-6)(-\d{8})?$/, off: null, on: "adaptive" },
];

/** The `thinking` of a request: off without an effort, adaptive with one, as far as the model lets it be chosen. */
export function thinkingFor(model: string, effort: Effort | null): ThinkingConfigParam | undefined {
  const rule = RULES.find(({ models }) => models.test(model));
  const type = effort === null ? rule?.off : rule?.on;
  return type ? { type } : undefined;
}
