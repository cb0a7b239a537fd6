import type { MatchLogic, PriceCalculation, PriceOptions, Usage } from "@pydantic/genai-prices";
import type { ModelPrice, Rates } from "../../records/price.ts";

/** What is needed of the price package, which is loaded late. */
export interface PackagePrices {
  calcPrice: (usage: Usage, model: string, options: PriceOptions) => PriceCalculation | null;
}

type Price = PriceCalculation["model_price"];

/**
 * A model's price by the package; null where it knows none, where what it found is another model, since it takes
 * `claude-sonnet-5-5` for `claude-sonnet-5`, and where it charges for more than tokens in and out.
 */
export function packagePrice(
  { calcPrice }: PackagePrices,
  model: string,
  at: Date,
): Pick<ModelPrice, "tiers" | "source"> | null {
  const asked = vendorModel(model);
  if (asked === null) return null;
  const found = calcPrice({ input_tokens: 0, output_tokens: 0 }, asked.model, {
    providerId: asked.vendor,
    timestamp: at,
  });
  if (found === null || !isSameModel(asked.model, found.model) || !isByTokens(found.model_price)) return null;
  return {
    tiers: tiersOf(found.model_price),
    source: `@pydantic/genai-prices, ${found.provider.id} ${found.model.id}`,
  };
}

/** The package's name of each vendor, by promptfoo's. A deployment on Azure or a local model may be called anything. */
const VENDORS: Record<string, string> = {
  anthropic: "anthropic",
  openai: "openai",
  google: "google",
  vertex: "google",
  bedrock: "aws",
  openrouter: "openrouter",
  mistral: "mistral",
  groq: "groq",
  xai: "x-ai",
  deepseek: "deepseek",
  cohere: "cohere",
  cerebras: "cerebras",
};

/** promptfoo puts the way of calling between vendor and model: `openai:chat:gpt-5`. */
const WAYS = new Set(["chat", "responses", "completion", "messages", "converse"]);

function vendorModel(model: string): { vendor: string; model: string } | null {
  const [provider, ...rest] = model.split(":");
  if (provider === "anthropic") return { vendor: "anthropic", model: rest.join(":") };
  if (provider !== "promptfoo") return null;
  const [name = "", ...parts] = rest;
  const vendor = VENDORS[name];
  if (vendor === undefined || parts.length === 0) return null;
  const named = parts.length > 1 && WAYS.has(parts[0] ?? "") ? parts.slice(1) : parts;
  return { vendor, model: named.join(":") };
}

/** Whether the model found is the one asked for: its name, a dated snapshot of it, or a name that it lists as its own. */
function isSameModel(asked: string, { id, match }: PriceCalculation["model"]): boolean {
  if (asked === id || namesIn(match).includes(asked)) return true;
  const family = id.replace(/-latest$/, "");
  const snapshot = asked.startsWith(family) ? asked.slice(family.length) : null;
  if (snapshot !== null && /^[-@](\d{8}|\d{4}-\d{2}-\d{2})$/.test(snapshot)) return true;
  // Amazon's prices are the same in every region but "global".
  return /^(?!global\.)([a-z-]+\.)?anthropic\./.test(asked) && `regional.${fromVendor(asked)}` === id;
}

function fromVendor(bedrockModel: string): string {
  return bedrockModel.slice(bedrockModel.indexOf("anthropic."));
}

function namesIn(match: MatchLogic): string[] {
  if ("equals" in match) return [match.equals];
  if ("or" in match) return match.or.flatMap(namesIn);
  return [];
}

function isByTokens(price: Price): boolean {
  const more = ["requests_kcount", "output_reasoning_mtok", "output_citation_mtok"];
  return (
    price["input_mtok"] !== undefined &&
    price["output_mtok"] !== undefined &&
    more.every((key) => price[key] === undefined)
  );
}

function tiersOf(price: Price): ModelPrice["tiers"] {
  const starts = Object.values(price).flatMap((value) =>
    typeof value === "object" ? value.tiers.map(({ start }) => start) : [],
  );
  return [0, ...new Set(starts)]
    .sort((a, b) => a - b)
    .map((over) => ({ over, rates: ratesOver(price, over) }));
}

/** Rates of prompts longer than `over` tokens. Where a vendor has no price of its own for the cache, it is the input's. */
function ratesOver(price: Price, over: number): Rates {
  const rate = (key: string): number | undefined => {
    const value = price[key];
    if (typeof value !== "object") return value;
    return value.tiers.findLast(({ start }) => start <= over && over > 0)?.price ?? value.base;
  };
  const input = rate("input_mtok") ?? 0;
  const cacheWrite5m = rate("cache_write_mtok") ?? input;
  return {
    input,
    output: rate("output_mtok") ?? 0,
    cacheRead: rate("cache_read_mtok") ?? input,
    cacheWrite5m,
    cacheWrite1h: rate("cache_write_1h_mtok") ?? cacheWrite5m,
  };
}
