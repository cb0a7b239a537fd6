import { eachMatch } from "./eachMatch.ts";
import { openingsOf } from "./openings.ts";

/** A number in a text, normalised: "$1.2M", "USD 1,200,000" and "1.2 million dollars" have the same value. */
export interface NumberToken {
  start: number;
  end: number;
  text: string;
  /** `money` has a currency or a scale (M, K, million) and counts nothing; `percent` is as written: 12 for "12 %". */
  kind: "money" | "percent" | "count";
  value: number;
  /** ISO code in upper case; undefined where none is written ("22M"). */
  currency: string | undefined;
  /** What a count counts: the next word in lower case without its plural s ("38 stores" → "store"). */
  unit: string | undefined;
  /** Half of the last written digit: "1.2M" stands for anything within 50,000 of it. */
  precision: number;
}

/** The amounts, percentages and counts of a text, in order. Dates, years, clock times and list numbers are left out. */
export function numbersOf(text: string): NumberToken[] {
  const tokens: NumberToken[] = [];
  let from = 0;
  eachMatch(text, DIGITS, ({ index }) => {
    if (index < from) return;
    const match = numberAt(text, Math.max(from, index - LONGEST_SIGN), index);
    if (match === null) return;
    from = match.index + match[0].length;
    const token = digitsToken(text, match);
    if (token) tokens.push(token);
  });
  from = 0;
  numberWords(text, (start) => {
    NUMBER_WORD.lastIndex = start;
    const match = start < from ? null : NUMBER_WORD.exec(text);
    if (match === null) return false;
    from = NUMBER_WORD.lastIndex;
    tokens.push(wordToken(match));
    return false;
  });
  tokens.sort((a, b) => a.start - b.start);
  for (const [index, token] of tokens.entries()) fillRange(token, tokens[index + 1], text);
  return tokens;
}

/** The number whose digits begin at a place; its currency may stand before. */
function numberAt(text: string, first: number, digits: number): RegExpExecArray | null {
  for (let start = first; start <= digits; start++) {
    NUMBER.lastIndex = start;
    const match = NUMBER.exec(text);
    if (match) return match;
  }
  return null;
}

/** In a range the unit stands once: "$2.3–3.1M", "25–30 %". */
function fillRange(low: NumberToken, high: NumberToken | undefined, text: string): void {
  if (high === undefined || high.start - low.end > 3 || !/^\s?[-–]\s?$/.test(text.slice(low.end, high.start)))
    return;
  const scale = /[a-z]/i.test(low.text.replace(/^[A-Z]{3}/, "")) ? 1 : scaleOf(high);
  low.value *= scale;
  low.precision *= scale;
  low.kind = high.kind === "count" ? low.kind : high.kind;
  low.currency ??= high.currency;
  high.currency ??= low.currency;
  if (low.kind === "money" && high.kind === "count") high.kind = "money";
}

function scaleOf({ value, text }: NumberToken): number {
  const written = Number((/\d[\d,]*(?:\.\d+)?/.exec(text)?.[0] ?? "1").replaceAll(",", ""));
  return written === 0 ? 1 : Math.round(value / written);
}

const CODES =
  "USD|EUR|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|ZAR|KES|NGN|EGP|AED|SAR|QAR|ILS|INR|PKR|CNY|RMB|JPY|KRW|HKD|SGD|MYR|IDR|THB|PHP|VND|AUD|NZD|CAD|MXN|BRL|CLP|COP|PEN|ARS|KZT|UAH|GHS|MAD|TND|TWD|LKR|BDT|ISK|BGN|RSD|UGX|TZS|RWF|ETB|XOF";
const SYMBOLS: Record<string, string> = {
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  "₺": "TRY",
  "₦": "NGN",
  "₩": "KRW",
};
const CURRENCY_WORDS: Record<string, string> = { dollar: "USD", euro: "EUR", pound: "GBP", buck: "USD" };
const SCALES: Record<string, number> = {
  k: 1e3,
  thousand: 1e3,
  grand: 1e3,
  lakh: 1e5,
  m: 1e6,
  mn: 1e6,
  mm: 1e6,
  mio: 1e6,
  million: 1e6,
  crore: 1e7,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}";

const DIGITS = /\d+/g;
/** Of a currency and a space before digits. */
const LONGEST_SIGN = 4;
/** Currency, digits, scale, percent sign, and currency behind them. */
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,:/_#])((?:US|A|C|R|S)?[$€£¥₹₺₦₩]|(?:${CODES})(?!\p{L}))?[  ]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d{1,6})?)(?:[  ]?([kK]|[mM]n?|MM|mio|[bB]n?|thousand|grand|million|billion|lakh|crore)(?![\p{L}\p{N}]))?(?:[  ]?(%|percent\b|per cent\b|pct\b))?(?:[  ]((?:${CODES})\b|(?:dollar|euro|pound|buck)s?\b))?`,
  "uy",
);
const DATE_AFTER = new RegExp(
  String.raw`^(?:st|nd|rd|th)?(?:\s?[-–/]\s?\d{1,2})?\s+(?:of\s+)?${MONTH}\b`,
  "i",
);
const DATE_BEFORE = new RegExp(String.raw`\b${MONTH}\s+(?:\d{1,2}\s?[-–]\s?)?$`, "i");

function digitsToken(text: string, match: RegExpExecArray): NumberToken | undefined {
  const [whole, code, digits = "", scale, percent, after] = match;
  const end = match.index + whole.length;
  const rest = text.slice(end, end + 24);
  if (!code && !scale && !percent && notACount(text, match.index, digits, rest)) return undefined;
  if (/^\p{L}/u.test(rest) && !percent) return undefined;
  const unit = unitOf(rest);
  const bare = scale !== undefined && !code && !after && scale === "m";
  const factor = scale && !bare ? (SCALES[scale.toLowerCase()] ?? 1) : 1;
  const currency = code
    ? (SYMBOLS[code.slice(-1)] ?? code)
    : after
      ? (CURRENCY_WORDS[after.toLowerCase().replace(/s$/, "")] ?? after)
      : undefined;
  const decimals = digits.split(".")[1]?.length ?? 0;
  const counts = scale !== undefined && scale.length > 2 && THINGS.test(rest);
  const kind = percent ? "percent" : currency || (factor > 1 && !counts) ? "money" : "count";
  return {
    start: match.index,
    end,
    text: whole,
    kind,
    value: Number(digits.replaceAll(",", "")) * factor,
    currency: currency?.toUpperCase(),
    unit: kind === "count" ? unit : undefined,
    precision: (0.5 * factor) / 10 ** decimals,
  };
}

/** A plural after "2 million" says that things are counted, unless it is money. */
const THINGS =
  /^\s(?!(?:shilling|rupee|rand|dirham|peso|real|ringgit|dinar|riyal|franc|crown|tenge|naira|lev|lei|zloty|pound|euro|dollar)s\b)\p{L}{3,}s\b/iu;

function notACount(text: string, start: number, digits: string, rest: string): boolean {
  if (/^(?:19|20)\d\d$/.test(digits) || /[\p{L}\d]-$/u.test(text.slice(Math.max(0, start - 2), start)))
    return true;
  if (/^\s?(?:am|pm|a\.m|p\.m|h\b|o'clock)|^[:/]\d|^-\d\d-\d|^\.\d/i.test(rest)) return true;
  if (/^(?:st|nd|rd|th)\b/.test(rest) || DATE_AFTER.test(rest)) return true;
  return DATE_BEFORE.test(text.slice(Math.max(0, start - 24), start)) && digits.length <= 2;
}

function unitOf(rest: string): string | undefined {
  const word = /^[-  ](\p{L}{3,})/u.exec(rest)?.[1]?.toLowerCase();
  return word === undefined || NO_UNITS.has(word) ? undefined : word.replace(/(?<=\p{L}{3})s$/u, "");
}

const NO_UNITS = new Set([
  "and",
  "or",
  "per",
  "for",
  "from",
  "over",
  "with",
  "the",
  "but",
  "was",
  "are",
  "not",
  "has",
  "that",
  "who",
]);

const WORDS: Record<string, number> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const NUMBER_WORD = new RegExp(String.raw`\b(${Object.keys(WORDS).join("|")})\b(?:[- ]([a-z]{3,}))?`, "iy");
const numberWords = openingsOf([Object.keys(WORDS).join("|")]);

function wordToken(match: RegExpExecArray): NumberToken {
  const [, word = "", unit] = match;
  const end = match.index + word.length;
  return {
    start: match.index,
    end,
    text: word,
    kind: "count",
    value: WORDS[word.toLowerCase()] ?? 0,
    currency: undefined,
    unit: unit === undefined ? undefined : unitOf(` ${unit}`),
    precision: 0,
  };
}
