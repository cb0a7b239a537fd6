import { listed } from "../../files/wording.ts";
import type { Place, Problem } from "../../records/errors.ts";
import { amountText, readAmount } from "./amounts.ts";
import { agreed, currencyNamed } from "./currencies.ts";
import type { Money } from "./settings.ts";

/** The amount of a deal: its US dollars, and how the message writes it. */
interface DealAmount {
  usd: number;
  text: string;
}

/** Where the amount of a deal and its currency stand. */
interface AmountCells {
  text: string;
  place: Place;
  /** What the header, and the column of currencies, say of it; empty where they say nothing. */
  currencies: readonly string[];
}

/** Reads the amounts of deals, and keeps the currencies that have no rate. */
export interface AmountReader {
  /** Undefined where the amount cannot be told, which is a problem then. */
  read: (cells: AmountCells) => DealAmount | "empty" | undefined;
  problems: () => Problem[];
  warnings: () => string[];
}

/** A reader of amounts by the rates of `money`. */
export function amountReader({ currency: usual, isAssumed, rates }: Money): AmountReader {
  const problems: Problem[] = [];
  const open = new Map<string, { count: number; place: Place }>();
  let assumed = 0;
  const wrong = (place: Place, message: string): undefined => {
    problems.push({ place, field: "", message });
  };
  const read = ({ text, place, currencies }: AmountCells): DealAmount | "empty" | undefined => {
    const reading = readAmount(text);
    if (reading === "empty") return reading;
    if ("wrong" in reading) return wrong(place, reading.wrong);
    const others = currencies.filter((name) => name !== "");
    const named = others.map(currencyNamed);
    const unknown = others[named.indexOf(undefined)];
    if (unknown !== undefined)
      return wrong(place, `found the currency ${JSON.stringify(unknown)}, expected an ISO code such as EUR`);
    const told = [reading.currency, ...named].reduce(agreed, undefined);
    if (told === "conflict")
      return wrong(
        place,
        `found ${[text, ...others].map((part) => JSON.stringify(part)).join(" and ")}, expected one currency`,
      );
    const ours = agreed("dollar", usual) === usual ? usual : "USD";
    const currency = told === "dollar" ? ours : told;
    if (currency === undefined && isAssumed) assumed++;
    const rate = rates.get(currency ?? usual);
    if (rate === undefined) {
      const known = open.get(currency ?? usual) ?? { count: 0, place };
      open.set(currency ?? usual, { ...known, count: known.count + 1 });
      return undefined;
    }
    return { usd: Number((reading.value * rate).toFixed(2)), text: amountText(reading.value, currency) };
  };
  return {
    read,
    problems: () => [...problems, ...withoutRate(open)],
    warnings: () =>
      assumed === 0
        ? []
        : [
            `${assumed} ${assumed === 1 ? "amount names" : "amounts name"} no currency and ${assumed === 1 ? "was" : "were"} taken for US dollars; --currency says otherwise`,
          ],
  };
}

function withoutRate(open: ReadonlyMap<string, { count: number; place: Place }>): Problem[] {
  const [first] = open.values();
  if (!first) return [];
  const found = [...open].map(([code, { count }]) => `${code} (${count} ${count === 1 ? "deal" : "deals"})`);
  const options = [...open.keys()].map((code) => `--usd-rate ${code}=…`).join(" ");
  const message = `found amounts in ${listed(found, 40)}, expected US dollars, which a scenario is measured in; say what one unit is worth with ${options}`;
  return [{ place: first.place, field: "", message }];
}
