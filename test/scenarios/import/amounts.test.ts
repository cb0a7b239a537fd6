import { describe, expect, test } from "vitest";
import { amountText, readAmount } from "../../../src/scenarios/import/amounts.ts";

describe("readAmount", () => {
  test.each([
    ["1250000", 1_250_000, undefined],
    ["1250000.5", 1_250_000.5, undefined],
    ["45000.000", 45_000, undefined],
    ["$1,250,000.00", 1_250_000, "dollar"],
    ["US$ 1,250", 1250, "USD"],
    ["1.250.000,00 EUR", 1_250_000, "EUR"],
    ["1.250 €", 1250, "EUR"],
    ["12,5", 12.5, undefined],
    ["1 250 000,50", 1_250_000.5, undefined],
    ["1\u00a0250\u202f000 kč", 1_250_000, "CZK"],
    ["CHF 1'250'000", 1_250_000, "CHF"],
    ["₹ 12,50,000", 1_250_000, "INR"],
    ["1.2M", 1_200_000, undefined],
    ["$1.2 million", 1_200_000, "dollar"],
    ["€ 45k", 45_000, "EUR"],
    ["45k€", 45_000, "EUR"],
    ["1,2 Mio. €", 1_200_000, "EUR"],
    ["3 MEUR", 3_000_000, "EUR"],
    ["$90,000 USD", 90_000, "USD"],
    ["0", 0, undefined],
    ["+5", 5, undefined],
    [".5", 0.5, undefined],
  ])("reads %s", (text, value, currency) => {
    expect(readAmount(text)).toEqual({ value, currency });
  });

  test.each(["", "-", "–", "n/a", "TBD"])("takes %j for an empty cell", (text) => {
    expect(readAmount(text)).toBe("empty");
  });

  test.each([
    ["1.250M", "reads two ways"],
    ["1,250K", "reads two ways"],
    ["1,25,0", "reads two ways"],
    ["1.2.3", "reads two ways"],
    ["-5", "0 or more"],
    ["(5,000)", "0 or more"],
    ["100k-200k", "ISO code"],
    ["€5 USD", "ISO code"],
    ["5 shells", "ISO code"],
    ["a lot", "expected an amount"],
    ["9999999999999", "below a million millions"],
  ])("refuses %s", (text, why) => {
    expect(readAmount(text)).toEqual({ wrong: expect.stringContaining(why) });
  });

  test("writes amounts one way", () => {
    expect([amountText(1_250_000, "USD"), amountText(45.5, "EUR"), amountText(1000, undefined)]).toEqual([
      "$1,250,000",
      "EUR 45.5",
      "1,000",
    ]);
  });
});
