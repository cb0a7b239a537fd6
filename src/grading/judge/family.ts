/** Names under which the models of one maker are known; a name that holds none of them is a family of its own. */
const FAMILIES: Record<string, RegExp> = {
  claude: /claude|sonnet|opus|haiku|anthropic/,
  gpt: /gpt|openai|(?<![a-z])o[1345](?![a-z0-9])|codex/,
  gemini: /gemini|gemma|palm/,
  llama: /llama/,
  mistral: /mi[sx]tral|magistral|ministral|codestral/,
  qwen: /qwen|qwq/,
  deepseek: /deepseek/,
  grok: /grok/,
  nova: /nova|titan/,
  command: /command|cohere/,
  phi: /(?<![a-z])phi(?![a-z])/,
  glm: /glm/,
  kimi: /kimi|moonshot/,
};

/** Names that stand for a model without saying which. */
const NAMELESS = /^(?:unknown|recorded(?::.*)?|llm|model)$/i;

/**
 * What a reader must know of a judge that is, or is akin to, a model it judges: models rate their own kind's replies
 * higher. One sentence for each such model, naming the bias; empty where none is.
 */
export function judgeBias(judge: string, models: readonly string[]): string[] {
  return models.flatMap((model) => {
    if (model.toLowerCase() === judge.toLowerCase())
      return [
        `Self-enhancement bias: ${judge} judges its own replies, and models rate their own replies higher.`,
      ];
    const family = familyOf(judge);
    if (family === undefined || family !== familyOf(model)) return [];
    return [
      `Self-enhancement bias: ${judge} and ${model} are of one family (${family}), and models rate their own kind higher.`,
    ];
  });
}

/** What the reports say of a judge beside its figures: its biases, and those that nobody can rule out. */
export function judgeRemarks(judge: string, models: readonly string[]): string[] {
  const nameless = models.filter((model) => NAMELESS.test(model));
  const doubts = nameless.map(
    (model) =>
      `"${model}" does not say which model wrote the replies, so it cannot be ruled out that ${judge} judges its own kind.`,
  );
  return [...judgeBias(judge, models), ...doubts];
}

function familyOf(model: string): string | undefined {
  const name = model.toLowerCase();
  return Object.entries(FAMILIES).find(([, pattern]) => pattern.test(name))?.[0];
}
