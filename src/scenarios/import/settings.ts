import type { Problem } from "../../records/errors.ts";
import type { Scenario } from "../../records/scenario.ts";
import { currencyNamed } from "./currencies.ts";
import { type DateOrder, isIsoDay } from "./dates.ts";
import { isFormula } from "./scenarioCsv.ts";

/** What can be said of an import; the lists are as they were given on the command line. */
export interface ImportOptions {
  /** `Header=field`. */
  map: readonly string[];
  /** Headers of columns that are left out. */
  omit: readonly string[];
  /** `CRM stage=stage`. */
  stage: readonly string[];
  /** `CRM industry=industry`, or an industry for all others; `dealType` likewise. */
  industry: readonly string[];
  dealType: readonly string[];
  /** `EUR=1.08`: US dollars for one unit. */
  usdRate: readonly string[];
  /** Currency of amounts that name none; without it they are taken for US dollars, with a warning. */
  currency?: string | undefined;
  /** US dollars of deals whose amount is empty; without it they are skipped. */
  amount?: number | undefined;
  dates?: DateOrder | undefined;
  solution?: string | undefined;
  task: Scenario["taskType"];
  /** What the user asks. */
  ask: string;
  /** Who asks. */
  role: string;
  /** The day of the export, as 2026-03-16. */
  asOf: string;
  /** Whether deals that are won or lost are kept. */
  closed?: boolean | undefined;
  anonymise?: boolean | undefined;
}

/** Money as the options describe it. */
export interface Money {
  /** ISO code of amounts that name none. */
  currency: string;
  /** Whether nobody has said that it is. */
  isAssumed: boolean;
  /** US dollars for one unit, by ISO code. */
  rates: ReadonlyMap<string, number>;
}

/** Reads the currencies and rates, and checks the texts that go into a scenario; what is wrong is added to `problems`. */
export function readMoney(
  { usdRate, currency, ask, role, asOf, solution = "not stated" }: ImportOptions,
  problems: Problem[],
): Money {
  const wrong = (option: string, message: string) =>
    problems.push({ place: { file: option }, field: "", message });
  for (const [option, text] of [
    ["--ask", ask],
    ["--role", role],
    ["--solution", solution],
  ] as const) {
    if (text.trim() === "") wrong(option, "found nothing, expected text");
    else if (isFormula(text))
      wrong(
        option,
        `found ${JSON.stringify(text)}, expected text that no spreadsheet runs as a formula; begin with a letter`,
      );
  }
  if (!isIsoDay(asOf)) wrong("--as-of", `found ${JSON.stringify(asOf)}, expected a date like 2026-03-16`);
  const rates = new Map([["USD", 1]]);
  for (const text of usdRate) {
    const [name = "", rate = ""] = text.split("=");
    const code = isoCode(name);
    if (code === undefined || !/^\d+(?:\.\d+)?$/.test(rate.trim()) || Number(rate) <= 0)
      wrong(
        "--usd-rate",
        `found ${JSON.stringify(text)}, expected a currency and its US dollars, such as EUR=1.08`,
      );
    else rates.set(code, Number(rate));
  }
  const own = isoCode(currency ?? "USD");
  if (own === undefined)
    wrong("--currency", `found ${JSON.stringify(currency)}, expected an ISO code such as EUR`);
  return { currency: own ?? "USD", isAssumed: currency === undefined, rates };
}

function isoCode(name: string): string | undefined {
  const code = currencyNamed(name);
  return code === "dollar" ? "USD" : code;
}
