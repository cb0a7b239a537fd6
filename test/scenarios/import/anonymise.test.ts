import { describe, expect, test } from "vitest";
import { crmText, imported } from "./imported.ts";

const GIVEN = { dealType: ["new_logo"], industry: ["retail"] };
const CRM = `Account Name,Opportunity Name,Amount,Owner,Primary Contact,Phone,Notes,Competitor,Created By,Champion
Norvik Foods GmbH,Norvik - scale app,$5000,Lena Fisk,"Oduya, Bram",0171 2345678,"Bram Oduya (bram@norvik.example) told Lena on 2026-03-16 that NORVIK FOODS has $1,250,000. Oduya's board meets; see https://norvik.example/x or +1 415 555 0199.",Skalen,Omar Reyes,Not Identified
Halden Bank,Desk,$5000,Lena Fisk,Bram Oduya; Ida Berg,,Lena met Ida. bram@norvik.example again,None,,
`;

function told(): ReturnType<typeof imported> {
  return imported(crmText(CRM), { ...GIVEN, anonymise: true });
}

/** A number in letters alone. */
function letters(number: number): string {
  return String(number).replaceAll(/\d/g, (digit) => "abcdefghij"[Number(digit)] ?? "");
}

describe("--anonymise", () => {
  test("replaces accounts, people, addresses, numbers and links in all cells, and the same ones alike", () => {
    const { csv, scenarios, problems, replaced } = told();
    expect(problems).toEqual([]);
    expect(csv).not.toMatch(/norvik|halden|lena|fisk|bram|oduya|ida|berg|omar|reyes|0171|415/i);
    expect(replaced).toEqual({ accounts: 2, people: 4 });
    const [first, second] = scenarios.map(({ turns }) => turns[0]?.text ?? "");
    const owner = /Owner: (.*)/.exec(first ?? "")?.[1];
    const [given = ""] = owner?.split(" ") ?? [];
    expect(second).toContain(`Owner: ${owner}\n`);
    expect(second).toContain(`Notes: ${given} met `);
    expect(first).toMatch(/person-1@example\.com.* on 2026-03-16 .*\$1,250,000.*\[link\] or \[phone\]\./);
    expect(second).toContain("person-1@example.com again");
    expect(first).toContain("Phone: [phone]");
    expect(first).toContain("Competitor: Skalen\n");
    expect(first).toContain("Champion: Not Identified");
    const account = /Account Name: (.*)/.exec(first ?? "")?.[1] ?? "";
    expect(first).toContain(`Opportunity Name: ${account} - scale app`);
    expect(scenarios[0]?.anchors).toContain(account);
    expect(scenarios[1]?.people).toHaveLength(3);
  });

  test("names deals by hashes that stay the same, and gives the same names to the same file", () => {
    const [first, second] = [told(), told()];
    expect(first.csv).toBe(second.csv);
    expect(first.deals.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^deal-[0-9a-f]{12}$/),
      expect.stringMatching(/^deal-[0-9a-f]{12}$/),
    ]);
  });

  test("puts a placeholder for people whose names it cannot read", () => {
    const { csv, scenarios } = imported(
      crmText(
        'Account,Deal,Amount,Owner,Contacts\nAcme,Pump,1,jdoe12,"lena fisk (the boss); Oduya, Bram; unknown"\n',
      ),
      { ...GIVEN, anonymise: true },
    );
    expect(csv).not.toMatch(/jdoe|lena|fisk|bram|oduya/i);
    expect(scenarios[0]?.turns[0]?.text).toMatch(
      /Owner: \[person\]\nContacts: \[person\]; \w+ \w+; unknown$/,
    );
  });

  test("has names enough, each once, for many deals", () => {
    const rows = Array.from(
      { length: 450 },
      (_, index) => `Q${letters(index)}q Group,Deal,1,W${letters(index)}w Vane`,
    );
    const { scenarios } = imported(crmText(["Account,Deal,Amount,Owner", ...rows].join("\n")), {
      ...GIVEN,
      anonymise: true,
    });
    const names = scenarios.map(({ title }) => title);
    expect(new Set(names).size).toBe(450);
    expect(new Set(scenarios.map(({ people }) => people[0]?.name)).size).toBe(450);
  });
});
