import { agreed, currencyNamed } from "./currencies.ts";

/** What an amount's cell says; `currency` is an ISO code, undefined where the cell names none, `dollar` where it says "$". */
export type AmountReading = { value: number; currency: string | undefined } | { wrong: string } | "empty";

const SCALES: Record<string, number> = {
  k: 1e3,
  t: 1e3,
  tsd: 1e3,
  thousand: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  mill: 1e6,
  million: 1e6,
  millions: 1e6,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};
const LARGEST = 1e12;
const EXPECTED = 'expected an amount such as 1250000, "$1,250,000.00", "1.250.000,00 EUR" or "1.2M"';

/**
 * Reads an amount with its currency and scale, by either notation of thousands and decimals: "$1,250,000.00", "1.250.000,00 EUR",
 * "CHF 1'250'000", "1 250 000,50", "1.2M", "€ 45k". What reads two ways (1.250M) is told as wrong rather than guessed.
 */
export function readAmount(text: string): AmountReading {
  if (/^(?:[-–—]+|n\/?a|none|tbd|tbc|unknown|\?+)?$/i.test(text)) return "empty";
  const found = `found ${JSON.stringify(text)}`;
  const match = /^([^\d.,+-]*)([+-]?)\s*([^\d.,+-]*)((?:\d|[.,](?=\d))(?:[\d.,'’\s]*\d)?)\s*(.*)$/su.exec(
    text,
  );
  if (!match) return { wrong: `${found}, ${EXPECTED}` };
  const [, before = "", sign, after = "", digits = "", behind = ""] = match;
  if (sign === "-" || before.includes("(")) return { wrong: `${found}, expected an amount of 0 or more` };
  const { scale, rest } = scaleOf(behind.trim());
  const names = [before + after, rest].map((part) => part.trim()).filter((part) => part !== "");
  const currencies = names.map(currencyNamed);
  const currency = currencies.reduce(agreed, undefined);
  if (currencies.includes(undefined) || currency === "conflict")
    return { wrong: `${found}, ${EXPECTED}; write the currency as its ISO code` };
  const value = numberOf(digits, scale);
  if (value === undefined) return { wrong: `${found}, which reads two ways or none; ${EXPECTED}` };
  if (value * scale >= LARGEST) return { wrong: `${found}, expected an amount below a million millions` };
  return { value: Number((value * scale).toFixed(2)), currency };
}

/** An amount as it stands in the message: "$1,250,000", "EUR 1,250,000", "1,250,000" where nobody says of what. */
export function amountText(value: number, currency: string | undefined): string {
  const number = value.toLocaleString("en-US", { maximumFractionDigits: 2 });
  if (currency === undefined) return number;
  return currency === "USD" ? `$${number}` : `${currency} ${number}`;
}

function scaleOf(behind: string): { scale: number; rest: string } {
  const [, word = "", rest = ""] = /^(\p{L}*)\.?\s*(.*)$/su.exec(behind) ?? [];
  const scale = SCALES[word.toLowerCase()];
  if (scale !== undefined) return { scale, rest };
  // "k€", "MEUR", "T€": a scale that its currency follows at once.
  const joined = /^(k|m|mio|t)([€£$]|[A-Z]{3}$)/i.exec(behind);
  const joinedScale = SCALES[joined?.[1]?.toLowerCase() ?? ""];
  if (!joined || joinedScale === undefined || /^[A-Z]{3}$/.test(word)) return { scale: 1, rest: behind };
  return { scale: joinedScale, rest: behind.slice(joined[1]?.length) };
}

/** The digits as a number; undefined where they are in no notation, or where a scale leaves open what the point divides. */
function numberOf(digits: string, scale: number): number | undefined {
  const plain = digits.replaceAll(/(?<=\d)[\s'’](?=\d{3}(?!\d))/gu, "");
  if (!/^[\d.,]+$/.test(plain)) return undefined;
  const signs = plain.replaceAll(/\d/g, "");
  if (signs === "") return Number(plain);
  const last = signs.at(-1) ?? "";
  const others = signs.slice(0, -1);
  const [, whole = "", fraction = ""] = /^(.*)[.,](\d*)$/s.exec(plain) ?? [];
  if (others === "") {
    // Three digits behind the only sign are thousands, unless nothing, a zero or too much stands before it.
    if (fraction.length !== 3 || !/^[1-9]\d{0,2}$/.test(whole)) return Number(`${whole || "0"}.${fraction}`);
    return scale === 1 ? Number(whole + fraction) : undefined;
  }
  if (!others.includes(last))
    return isGrouped(whole, others[0] ?? "")
      ? Number(`${whole.replaceAll(/[.,]/g, "")}.${fraction}`)
      : undefined;
  return isGrouped(plain, last) ? Number(plain.replaceAll(last, "")) : undefined;
}

/** Groups of three behind the first, or of two before the last (12,50,000). */
function isGrouped(text: string, sign: string): boolean {
  const groups = text.split(sign);
  return (
    groups.every((group) => /^\d+$/.test(group)) &&
    groups.at(-1)?.length === 3 &&
    (groups[0]?.length ?? 9) <= 3 &&
    (groups.slice(1).every(({ length }) => length === 3) ||
      groups.slice(1, -1).every(({ length }) => length === 2))
  );
}
