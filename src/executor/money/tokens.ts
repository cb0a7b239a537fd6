import type { ModelRequest } from "../../records/request.ts";

/**
 * Characters a token of plain English, and tokens a character outside ASCII. Claude's current tokenizer is not public.
 * The persona, the scenarios and the recorded replies measure 4.5, 4.1 and 3.8 characters a token with the last public
 * one (@anthropic-ai/tokenizer 0.0.4), single texts 3.3 to 4.6; models since Claude Opus 4.7 count about 30 % more
 * tokens for the same text (up to 35 %), which makes 3.5, 3.2 and 3.0, and 2.4 for the densest.
 */
const TYPICAL = { charactersPerToken: 3, tokensPerOther: 1 };
const MOST = { charactersPerToken: 2.4, tokensPerOther: 3 };

/** What the API adds around each message: roles and their marks. */
const PER_MESSAGE = 8;

/** About how many tokens a text is. */
export function estimateTokens(text: string): number {
  return tokensOf(text, TYPICAL);
}

/** How many tokens a text is with a margin that English business text does not use up. */
export function mostTokens(text: string): number {
  return tokensOf(text, MOST);
}

/** The input tokens of a request by one of the two rules above, the persona's and the schema's included. */
export function inputTokens(request: ModelRequest, rule: (text: string) => number): number {
  const schema = request.schema === null ? 0 : rule(JSON.stringify(request.schema));
  const messages = request.messages.reduce((sum, { content }) => sum + rule(content) + PER_MESSAGE, 0);
  return rule(request.system) + PER_MESSAGE + schema + messages;
}

function tokensOf(text: string, { charactersPerToken, tokensPerOther }: typeof TYPICAL): number {
  const others = text.match(NOT_ASCII)?.length ?? 0;
  return Math.ceil((text.length - others) / charactersPerToken) + others * tokensPerOther;
}

const NOT_ASCII = /[^\0-\x7f]/g;
