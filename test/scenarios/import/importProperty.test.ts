import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../../src/records/errors.ts";
import { crmText, imported } from "./imported.ts";

const HEADERS = "Account,Deal,Amount,Stage,Close Date,Owner,Contacts,Competitors,Industry,Type,Notes,Extra";
const nasty = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom(
    "=1+1",
    " | ",
    "a | b",
    "-",
    "…",
    " … ",
    "x\r\ny",
    "\t@z",
    '"',
    "Ann Lee; Bo Ek",
    "2026-03-16",
    "Proof",
    "Acme, Inc.",
  ),
);
const row = fc.tuple(
  nasty,
  nasty,
  fc.constantFrom("5", "€ 45k", "", "$1.2M"),
  ...Array.from({ length: 9 }, () => nasty),
);

describe("importDeals", () => {
  test("writes a file that loads and passes every check, whatever the cells hold; or refuses with problems", () => {
    let written = 0;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), fc.boolean(), (rows, anonymise) => {
        const lines = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
        try {
          const { problems, scenarios, deals } = imported(crmText([HEADERS, ...lines].join("\n")), {
            industry: ["retail"],
            dealType: ["new_logo"],
            usdRate: ["EUR=2"],
            dates: "dmy",
            anonymise,
            map: ["Stage=message"],
          });
          expect(problems).toEqual([]);
          expect(scenarios.map(({ id }) => id)).toEqual(deals.map(({ id }) => id));
          written++;
        } catch (error) {
          if (!(error instanceof InputError) || !error.message.includes("found no deal")) throw error;
        }
      }),
      { numRuns: 80, seed: 20261127 },
    );
    expect(written).toBeGreaterThan(50);
  });
});
