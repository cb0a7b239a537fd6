/** Signs and names of currencies; every other is named by its ISO code. "$" alone is some dollar. */
const NAMES: Record<string, string> = {
  $: "dollar",
  us$: "USD",
  a$: "AUD",
  au$: "AUD",
  c$: "CAD",
  ca$: "CAD",
  nz$: "NZD",
  s$: "SGD",
  hk$: "HKD",
  r$: "BRL",
  mx$: "MXN",
  "€": "EUR",
  "£": "GBP",
  "¥": "JPY",
  "₹": "INR",
  "₩": "KRW",
  "₺": "TRY",
  "₦": "NGN",
  zł: "PLN",
  kč: "CZK",
  "₪": "ILS",
  "₫": "VND",
  dollar: "dollar",
  dollars: "dollar",
  "us dollar": "USD",
  "us dollars": "USD",
  "u.s. dollar": "USD",
  euro: "EUR",
  euros: "EUR",
  "british pound": "GBP",
  "pound sterling": "GBP",
  "swiss franc": "CHF",
  "japanese yen": "JPY",
  "canadian dollar": "CAD",
  "australian dollar": "AUD",
  "indian rupee": "INR",
};

/** Currencies that write "$". */
const DOLLARS: ReadonlySet<string> = new Set([
  "USD",
  "AUD",
  "CAD",
  "NZD",
  "SGD",
  "HKD",
  "MXN",
  "TWD",
  "CLP",
  "COP",
  "ARS",
]);

/** The ISO code that a sign, a name or a code means ("€", "US Dollar", "EUR - Euro"), `dollar` for "$"; undefined where it means none. */
export function currencyNamed(text: string): string | undefined {
  const name = text.trim();
  const known = NAMES[name.toLowerCase()];
  if (known !== undefined) return known;
  return /^([A-Z]{3})(?:\s*[-–(].*)?$/.exec(name.length === 3 ? name.toUpperCase() : name)?.[1];
}

/** The currency that two places mean together; either may say nothing, or "dollar" where the other says which. */
export function agreed(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || one === other) return other;
  if (other === undefined) return one;
  if (one === "dollar" && DOLLARS.has(other)) return other;
  return other === "dollar" && DOLLARS.has(one) ? one : "conflict";
}
