import type { RateLimits } from "./provider.ts";

/** How long a vendor asks to wait, in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date; undefined where it says nothing. */
export function retryAfterMs(headers: Headers | undefined, now = Date.now()): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = headers?.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const COUNTED = {
  requests: "requests",
  inputTokens: "input-tokens",
  outputTokens: "output-tokens",
  tokens: "tokens",
} as const;

/** What `anthropic-ratelimit-<counted>-limit | -remaining | -reset` say; undefined where none is complete. */
export function rateLimits(headers: Headers): RateLimits | undefined {
  const limits: RateLimits = {};
  for (const [name, counted] of Object.entries(COUNTED) as [keyof typeof COUNTED, string][]) {
    const [limit, remaining] = ["limit", "remaining"].map((part) =>
      Number.parseInt(headers.get(`anthropic-ratelimit-${counted}-${part}`) ?? "", 10),
    ) as [number, number];
    if (Number.isNaN(limit) || Number.isNaN(remaining)) continue;
    limits[name] = { limit, remaining, resetsAt: headers.get(`anthropic-ratelimit-${counted}-reset`) };
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}
