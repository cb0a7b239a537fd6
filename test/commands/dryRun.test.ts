import { expect, test } from "vitest";
import { dryRunText } from "../../src/commands/dryRun.ts";
import { type DryRun, dryRunToDisk, type JudgeDryRun } from "../../src/records/dryRun.ts";

const RUN: DryRun = {
  samples: 72,
  continued: { folder: "reports/x", kept: 1000, planned: 1072, spentUsd: 1.5 },
  models: [
    {
      model: "anthropic:claude-sonnet-5",
      samples: 36,
      calls: 48,
      held: 8,
      waiting: 3,
      inputTokens: { tokens: 180_000, counted: 180_000 },
      outputTokens: { typical: 28_800, most: 160_000 },
      cacheableTokens: 120_000,
      costUsd: {
        live: { typical: 0.648, most: 1.96 },
        liveWithPromptCache: { typical: 0.44, most: 1.75 },
        batch: { typical: 0.324, most: 0.98 },
      },
      priceSource: "@pydantic/genai-prices, anthropic claude-sonnet-5",
    },
    {
      model: "promptfoo:ollama:llama3.3",
      samples: 36,
      calls: 48,
      held: 0,
      waiting: 0,
      inputTokens: { tokens: 210_000, counted: 0 },
      outputTokens: { typical: 34_560, most: 192_000 },
      cacheableTokens: 0,
      costUsd: { live: null, liveWithPromptCache: null, batch: null },
      priceSource: null,
    },
  ],
  costUsd: { live: null, liveWithPromptCache: null, batch: null },
  notes: ["No price is known for promptfoo:ollama:llama3.3."],
};

test("shows calls, tokens and costs, marks what is estimated, and says unknown for unknown", () => {
  expect(dryRunText(RUN)).toMatchInlineSnapshot(`
    "Dry run, nothing is sent: 72 conversations, 96 calls, 8 of them in the response cache, 3 of them in a batch already.
    It would go on with reports/x, which has 1,000 of 1,072 conversations already, for $1.5000.

    anthropic:claude-sonnet-5: 48 calls, 8 of them in the response cache, 3 of them in a batch already
      input tokens       180,000 (counted)
      output tokens      28,800 – 160,000 (estimated)
      cost               $0.6480 – $1.9600
      with prompt cache  $0.4400 – $1.7500
      as a batch         $0.3240 – $0.9800

    promptfoo:ollama:llama3.3: 48 calls
      input tokens       210,000 (estimated)
      output tokens      34,560 – 192,000 (estimated)
      cost               unknown
      with prompt cache  unknown
      as a batch         unknown

    all models
      cost               unknown
      with prompt cache  unknown
      as a batch         unknown

    Ranges: replies of the usual length – replies that use all of their max tokens.
    No price is known for promptfoo:ollama:llama3.3.
    "
  `);
});

const JUDGE: JudgeDryRun = {
  model: "anthropic:claude-opus-5",
  votes: 3,
  replies: { there: 10, toCome: 62 },
  calls: { typical: 1200, most: 3000 },
  judged: 30,
  held: 6,
  waiting: 0,
  inputTokens: { typical: 1_000_000, most: 9_000_000 },
  outputTokens: { typical: 860_000, most: 48_000_000 },
  costUsd: {
    live: { typical: 20, most: 900 },
    liveWithPromptCache: { typical: 19, most: 890 },
    batch: null,
  },
  priceSource: "@pydantic/genai-prices, anthropic claude-opus-5",
};

test("shows the judge's part on lines of its own, as an estimate, and what it comes to with the models'", () => {
  const [sonnet] = RUN.models;
  if (!sonnet) throw new Error("there is a model");
  const run = { ...RUN, continued: null, models: [sonnet], costUsd: sonnet.costUsd, notes: [] };
  expect(dryRunText({ ...run, judge: JUDGE })).toMatchInlineSnapshot(`
    "Dry run, nothing is sent: 72 conversations, 48 calls, 8 of them in the response cache, 3 of them in a batch already; and about 1,200 calls of the judge, at most 3,000.

    anthropic:claude-sonnet-5: 48 calls, 8 of them in the response cache, 3 of them in a batch already
      input tokens       180,000 (counted)
      output tokens      28,800 – 160,000 (estimated)
      cost               $0.6480 – $1.9600
      with prompt cache  $0.4400 – $1.7500
      as a batch         $0.3240 – $0.9800

    judge anthropic:claude-opus-5 (an estimate): about 1,200 calls, at most 3,000, 3 votes each, 30 more answered already, 6 of them in the response cache
      input tokens       1,000,000 – 9,000,000 (estimated)
      output tokens      860,000 – 48,000,000 (estimated)
      cost               $20.00 – $900.00
      with prompt cache  $19.00 – $890.00
      as a batch         unknown

    with the judge
      cost               $20.65 – $901.96
      with prompt cache  $19.44 – $891.75
      as a batch         unknown

    Ranges: replies of the usual length – replies that use all of their max tokens.
    "
  `);
});

test("of a judge of whose replies nothing is known it says unknown, of one whose replies are all there how many calls", () => {
  const nothing = { typical: null, most: 1000 };
  const costUsd = { live: nothing, liveWithPromptCache: nothing, batch: nothing };
  const judge = { ...JUDGE, votes: 1, judged: 0, held: 0, calls: nothing, inputTokens: nothing, costUsd };
  const text = dryRunText({ ...RUN, judge });
  expect(text).toContain("; and an unknown number of calls of the judge, at most 1,000.");
  expect(text).toContain("  input tokens       unknown – 1,000 (estimated)\n");
  expect(text).toContain("  cost               unknown – $1000.00\n");
  const known = { ...JUDGE, replies: { there: 72, toCome: 0 }, calls: { typical: 1, most: 1 } };
  expect(dryRunText({ ...RUN, judge: known })).toContain("; and 1 call of the judge.");
});

test("is snake_case as JSON", () => {
  expect(dryRunToDisk(RUN)).toMatchObject({
    samples: 72,
    models: [
      {
        input_tokens: { tokens: 180_000, counted: 180_000 },
        cost_usd: { live_with_prompt_cache: { typical: 0.44, most: 1.75 } },
        price_source: "@pydantic/genai-prices, anthropic claude-sonnet-5",
      },
      { cost_usd: { live: null } },
    ],
    cost_usd: { batch: null },
  });
});
