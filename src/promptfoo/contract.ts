/**
 * What promptfoo 0.123 hands to our functions and takes from them, as far as we use it. Written down here because
 * promptfoo is no dependency: nothing of it is imported.
 */

/** Variables of one of our test cases. */
interface TestVars {
  /** Id of the scenario. */
  scenario: string;
  title: string;
  /** The first user turn as it is sent, attachments included. */
  brief: string;
  [name: string]: unknown;
}

export interface TestCase {
  description: string;
  vars: TestVars;
  /** For --filter-metadata. */
  metadata: Record<string, string | string[]>;
}

export interface PromptContext {
  vars: Record<string, unknown>;
  config?: Record<string, unknown> | undefined;
}

export interface ProviderContext {
  vars: Record<string, unknown>;
  prompt?: { label?: string; config?: Record<string, unknown> } | undefined;
  /** Counts from 0. */
  repeatIndex?: number | undefined;
}

export interface ProviderResponse {
  output?: string;
  error?: string;
  cached?: boolean;
  cost?: number;
  tokenUsage?: TokenUsage;
  /** The whole conversation, as a line of transcripts.jsonl. */
  metadata?: { dealbench: { transcript: unknown } };
}

export interface TokenUsage {
  total: number;
  prompt: number;
  completion: number;
  cached: number;
  numRequests: number;
}

export interface AssertionContext {
  vars: Record<string, unknown>;
  config?: Record<string, unknown> | undefined;
  providerResponse?: { metadata?: Record<string, unknown> | undefined } | undefined;
}

export interface GradingResult {
  pass: boolean;
  score: number;
  reason: string;
  namedScores?: Record<string, number>;
  componentResults?: GradingResult[];
  metadata?: Record<string, unknown>;
}
