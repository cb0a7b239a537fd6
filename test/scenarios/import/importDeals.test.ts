import { describe, expect, test } from "vitest";
import { parseCsv } from "../../../src/files/csv.ts";
import { FACT_NAMES } from "../../../src/records/facts.ts";
import { problemsOf } from "../../support/problems.ts";
import { crmFile, crmText, imported } from "./imported.ts";

const GIVEN = { industry: ["technology"], dealType: ["new_logo"] };

/** Ids of two deals of one name, the second at this stage. */
function datedIds(stage: string): string[] {
  const rows = `Acme,Pump,5,Proof,2026-01-02\nAcme,Pump,6,${stage},2025-01-02\n`;
  const { scenarios } = imported(crmText(`Account,Deal,Amount,Stage,Created Date\n${rows}`), GIVEN);
  return scenarios.map(({ id }) => id);
}

describe("importDeals", () => {
  test("makes drafts of a Salesforce report: the CRM's words, the stage it claims, and no other fact", () => {
    const result = imported(crmFile("salesforce.csv"), { industry: ["Food & Beverage=retail"] });
    expect(result.problems).toEqual([]);
    const [norvik, halden] = result.scenarios;
    expect(result.scenarios).toHaveLength(2);
    expect(norvik).toMatchObject({
      id: "norvik-foods-inc-norvik-scale-app",
      family: "norvik-foods-inc-norvik-scale-app",
      title: "Norvik Foods Inc.: Norvik - scale app",
      taskType: "qualify",
      industry: "retail",
      dealType: "new_logo",
      stage: "evaluation",
      dealValueUsd: 1_250_000,
      valueBasis: "TCV",
      asOfDate: "2026-03-02",
      tags: ["draft"],
      verdictExpected: false,
      acceptableVerdicts: [],
      expectedFrameworks: ["MEDDPICC"],
      anchors: ["Norvik Foods Inc.", "Bram Oduya", "Skalen", "Whiteboards Ltd", "$1,250,000", "2026-09-30"],
      people: [
        { name: "Bram Oduya", title: "CFO", side: "customer", role: "other" },
        { name: "Lena Fisk", title: "not stated", side: "us", role: "rep" },
      ],
    });
    expect(norvik?.turns.map(({ text }) => text)).toEqual([
      `What now?

From the CRM, today, 2026-03-02:
Account Name: Norvik Foods Inc.
Opportunity Name: Norvik - scale app
Amount: $1,250,000
Stage: Value Proposition
Close Date: 2026-09-30
Probability (%): 40%
Type: New Business
Account Industry: Food & Beverage
Opportunity Owner: Lena Fisk
Primary Contact: Bram Oduya (CFO)
Competitor(s): Skalen; Whiteboards Ltd
Created Date: 2026-01-15
Last Activity: 2026-02-25
Next Step: Demo on Friday
Description: Bram Oduya said: "the board approved it".
Second call went well
Lead Source: Web`,
    ]);
    const known = FACT_NAMES.filter((name) => norvik?.facts[name].value !== "unknown");
    expect(known).toEqual(["stage"]);
    expect(norvik?.facts.stage).toEqual({ value: "evaluation", evidence: "Stage: Value Proposition" });
    expect(halden).toMatchObject({
      dealValueUsd: 45_000,
      dealType: "expansion",
      industry: "financial_services",
    });
    expect(halden?.people.map(({ name, title }) => [name, title])).toEqual([
      ["Ida Berg", "not stated"],
      ["Nils Aune", "Head of Fraud"],
      ["Omar Reyes", "not stated"],
    ]);
    expect(halden?.anchors).not.toContain("None");
    expect(result.skipped).toEqual([
      { why: "closed", lines: [4] },
      { why: "note", lines: [8, 9, 10] },
    ]);
    expect(result.asTheyAre).toEqual(["Lead Source"]);
  });

  test("makes drafts of a HubSpot export, and tells deals of one name apart by their record id", () => {
    const result = imported(crmFile("hubspot.csv"), { industry: ["technology"] });
    expect(result.problems).toEqual([]);
    expect(result.scenarios.map(({ id, stage, dealValueUsd }) => [id, stage, dealValueUsd])).toEqual([
      ["tresco-platform-101", "discovery", 60_000],
      ["tresco-platform-102", "close", 85_000.5],
    ]);
    expect(result.scenarios[0]?.people.map(({ name }) => name)).toEqual(["Ana Cruz", "Lee Park", "Mia Holt"]);
    expect(result.scenarios[0]?.turns[0]?.text).toContain("\nClose Date: 2026-06-30\n");
    expect(result.scenarios[0]?.turns[0]?.text).not.toContain("101");
    expect(result.skipped).toEqual([
      { why: "closed", lines: [4] },
      { why: "no_amount", lines: [5] },
    ]);
    const all = imported(crmFile("hubspot.csv"), { industry: ["technology"], closed: true, amount: 5000 });
    expect(all.scenarios.map(({ stage, dealValueUsd }) => [stage, dealValueUsd]).slice(2)).toEqual([
      ["n/a", 40_000],
      ["discovery", 5000],
    ]);
    expect(all.problems).toEqual([]);
  });

  test("makes drafts of a European file with semicolons, by what the options say of it", () => {
    const result = imported(crmFile("european.csv"), {
      map: [
        "Wert (EUR)=amount",
        "Phase=stage",
        "Abschluss=close_date",
        "Kontakt=contacts",
        "Branche=industry",
        "notizen=description",
      ],
      stage: ["Angebot=proof", "Verhandlung=negotiation"],
      industry: ["Maschinenbau=manufacturing"],
      dealType: ["new_logo"],
      usdRate: ["EUR=1.1"],
      dates: "dmy",
    });
    expect(result.problems).toEqual([]);
    expect(result.scenarios.map(({ id, stage, dealValueUsd }) => [id, stage, dealValueUsd])).toEqual([
      ["muller-sohne-gmbh-leitstand", "proof", 1_375_000],
      ["lodz-stal-hallenplan", "negotiation", 50_050],
    ]);
    const text = result.scenarios[0]?.turns[0]?.text;
    expect(text).toContain("Wert (EUR): EUR 1,250,000\nPhase: Angebot\nAbschluss: 2026-04-05\n");
    expect(text).toContain('Notizen: Läuft; "gut"\nsagt er');
    expect(result.scenarios[0]?.people).toEqual([
      { name: "Jörg Weiß", title: "CTO", side: "customer", role: "other" },
    ]);
  });

  test("makes drafts of a spreadsheet: status for stage, totals and blank columns passed over, no formula begins a cell", () => {
    const result = imported(crmFile("spreadsheet.csv"), {
      industry: ["healthcare"],
      dealType: ["new_logo"],
      usdRate: ["GBP=1.25"],
    });
    expect(result.problems).toEqual([]);
    expect(result.scenarios.map(({ id, stage, dealValueUsd }) => [id, stage, dealValueUsd])).toEqual([
      ["quarry-lane-phone-system", "negotiation", 1_200_000],
      ["bexley-trust-ward-tablets", "proof", 312_500],
    ]);
    expect(result.scenarios[1]?.turns[0]?.text).toContain("Value: GBP 250,000\nStatus: Proof of concept\n");
    expect(result.scenarios[1]?.turns[0]?.text).toMatch(
      /\nExpected Close: 2026-03-16\nNotes: =2\+3 pilots\n/,
    );
    expect(result.skipped).toEqual([{ why: "total", lines: [4] }]);
    expect(result.warnings).toEqual([
      "1 amount names no currency and was taken for US dollars; --currency says otherwise",
      'a cell of a date column is no date and went into the message as it is (line 2: "Q3 FY26")',
    ]);
  });

  test("takes what a spreadsheet would run out of every cell that would begin with it", () => {
    const result = imported(
      crmText(
        '=Stage,Account,Deal,Amount,Stage,Owner,Competitor\n1,"=cmd|x","@SUM(A1)",5,Proof,+Eve,-Rival\n',
      ),
      { ...GIVEN, map: ["=Stage=message"] },
    );
    expect(result.problems).toEqual([]);
    const cells = parseCsv(result.csv, "deals.csv").rows.flatMap((row) => row.map(({ text }) => text));
    expect(cells.filter((cell) => /^\s*[=+\-@]/.test(cell))).toEqual([]);
    expect(result.scenarios[0]).toMatchObject({ title: "cmd|x: @SUM(A1)", anchors: ["5"] });
    expect(result.scenarios[0]?.turns[0]?.text).toContain("Account: =cmd|x\nDeal: @SUM(A1)\n");
  });

  test("names deals by account and name, the same whatever the order of the rows, and each once", () => {
    const header = "Account,Deal,Amount,Note";
    const rows = [
      "Acme,Pump,5,a",
      "Acme,Pump,5,b",
      "Acme,Pump,5,b",
      "株式会社,導入,5,",
      `${"Long ".repeat(30)},x,5,`,
    ];
    const ids = (lines: string[]) =>
      imported(crmText([header, ...lines].join("\n")), GIVEN).scenarios.map(({ id }) => id);
    const forward = ids(rows);
    expect(forward).toHaveLength(4);
    expect(forward).toEqual([
      expect.stringMatching(/^acme-pump-[0-9a-f]{8}$/),
      expect.stringMatching(/^acme-pump-[0-9a-f]{8}$/),
      expect.stringMatching(/^deal-[0-9a-f]{12}$/),
      expect.stringMatching(/^long-long-.*-[0-9a-f]{8}$/),
    ]);
    expect(ids(rows.toReversed()).toSorted()).toEqual(forward.toSorted());
    expect(datedIds("Proof")).toEqual(["acme-pump-2026-01-02", "acme-pump-2025-01-02"]);
    expect(datedIds("Closed Won")).toEqual(["acme-pump-2026-01-02"]);
  });

  test("keeps stages it was told, and says how many deals have none", () => {
    const result = imported(crmText("Deal,Amount,Stage\nA,1,Parked\nB,1,Proposal (EMEA) 60%\nC,1,\n"), {
      ...GIVEN,
      stage: ["parked=closed", "Proposal=negotiation"],
    });
    expect(result.scenarios.map(({ title, stage }) => [title, stage])).toEqual([
      ["B", "negotiation"],
      ["C", "n/a"],
    ]);
    expect(result.warnings).toEqual([
      "1 deal has no stage: stage n/a, and unknown among the facts",
      "2 amounts name no currency and were taken for US dollars; --currency says otherwise",
    ]);
    expect(result.problems).toEqual([]);
  });

  test("tells everything that is wrong with options and file at once", () => {
    const file = crmText(
      "Deal,Account,Amount,Stage,Close Date,Sector\nA,X,1.5M EUR,Proposal,03/04/2026,Energy\nB,Y,CHF 4k,Sondierung,04/05/2026,Retail\nC,Z,much,Proof,,\nD,W,-5,Proof,,\n",
    );
    const told = problemsOf(() =>
      imported(file, {
        map: ["Nope=name", "Deal=who", "Stage"],
        omit: ["Foo"],
        usdRate: ["EUR"],
        stage: ["Proof"],
        dealType: ["x=y"],
        ask: "=1",
        asOf: "2026-02-30",
        currency: "money",
      }),
    );
    expect(told.map((line) => line.replace(file, "crm.csv"))).toEqual([
      '--omit: found the header "Foo", which the file does not have, expected one of: Deal, Account, Amount, Stage, Close Date, Sector',
      '--map: found the header "Nope", which the file does not have, expected one of: Deal, Account, Amount, Stage, Close Date, Sector',
      expect.stringMatching(/^--map: found the field "who", expected one of: account, name, .*, message$/),
      expect.stringMatching(/^--map: found "Stage", expected "Header=field"; the fields are account, /),
      '--ask: found "=1", expected text that no spreadsheet runs as a formula; begin with a letter',
      '--as-of: found "2026-02-30", expected a date like 2026-03-16',
      '--usd-rate: found "EUR", expected a currency and its US dollars, such as EUR=1.08',
      '--currency: found "money", expected an ISO code such as EUR',
      expect.stringMatching(/^--stage: found "Proof", expected "Name=discovery": /),
      expect.stringMatching(/^--deal-type: found "x=y", expected "Name=new_logo" or new_logo: /),
      'crm.csv:2:14: found "Proposal" (1 deal), "Sondierung" (1 deal), expected one of: discovery, evaluation, proof, negotiation, close, n/a, closed; say which with --stage "Proposal=…" --stage "Sondierung=…"',
      'crm.csv:4:5: found "much", expected an amount such as 1250000, "$1,250,000.00", "1.250.000,00 EUR" or "1.2M"',
      'crm.csv:5:5: found "-5", expected an amount of 0 or more',
      "crm.csv:2:5: found amounts in EUR (1 deal), CHF (1 deal), expected US dollars, which a scenario is measured in; say what one unit is worth with --usd-rate EUR=… --usd-rate CHF=…",
      expect.stringMatching(
        /^crm\.csv:2:34: found "Energy" \(1 deal\), no industry \(2 deals\), expected one of: .*; say which with --industry … for all of them, or --industry "Energy=…"$/,
      ),
      expect.stringMatching(/^crm\.csv: found no deal type \(4 deals\), expected one of: new_logo, /),
      'crm.csv:2:23: found "03/04/2026" (and 1 more such dates), which is 2026-04-03 or 2026-03-04; say which with --dates dmy (day first) or --dates mdy (month first)',
    ]);
  });

  test.each([
    [
      "no column of names",
      "Amount,Stage\n1,Proof\n",
      /:1:1: found no column with the names of deals or accounts among "Amount", "Stage", .*--map "Header=name"/,
    ],
    [
      "no column of amounts",
      "Deal,Stage\nA,Proof\n",
      /:1:1: found no column with amounts among .*--map "Header=amount".*--amount USD/,
    ],
    [
      "nothing but closed deals",
      "Deal,Amount,Stage\nA,1,Won\nB,,Proof\n",
      /found no deal to import \(1 won or lost, 1 without an amount\), expected at least one; --closed keeps .*; --amount USD/,
    ],
    [
      "two currencies in a row",
      "Deal,Amount,Currency\nA,€5,USD\n",
      /:2:3: found "€5" and "USD", expected one currency/,
    ],
    [
      "a currency that is none",
      "Deal,Amount,Currency\nA,5,shells\n",
      /:2:3: found the currency "shells", expected an ISO code/,
    ],
    [
      "a column that may hold currencies",
      "Deal,Amount,Base currency,Amount in company currency\nA,5,EUR,6\n",
      /:1:13 Base currency: found a column that may hold the currency .*--map "Base currency=currency", or --map "Base currency=message"/,
    ],
  ])("refuses %s", (_, text, message) => {
    expect(problemsOf(() => imported(crmText(text), GIVEN))).toEqual([expect.stringMatching(message)]);
  });

  test("refuses one field in two columns, and more than a scenario file may hold", () => {
    const file = crmText("A,B,Amount\nx,y,1\n");
    expect(problemsOf(() => imported(file, { ...GIVEN, map: ["A=name", "B=name"] }))).toEqual([
      '--map: found "A" and "B" for name, expected one column',
    ]);
    const large = crmText(
      `Deal,Amount,Notes\nx,1,${"word ".repeat(850_000)}\ny,1,${"word ".repeat(850_000)}\n`,
    );
    expect(problemsOf(() => imported(large, GIVEN))).toEqual([
      expect.stringMatching(
        /crm\.csv: holds 8\.\d MB of scenarios, expected at most 8\.0 MB in a file; import fewer/,
      ),
    ]);
  });

  test("knows Pipedrive's and Salesforce's prefixed, joined and underscored headers", () => {
    const result = imported(
      crmText(
        "Deal - Title,Deal - Currency of Value,Deal - Value,Deal - Organization,Deal - Stage,Deal - Expected close date,OPPORTUNITY_OWNER,NextStep\nPump,EUR,5,Acme,Pilot,2026-08-01,Al Bo,Call\n",
      ),
      { ...GIVEN, usdRate: ["EUR=2"] },
    );
    expect(result.scenarios[0]).toMatchObject({ title: "Acme: Pump", dealValueUsd: 10, stage: "proof" });
    expect(result.asTheyAre).toEqual([]);
    expect(result.warnings).toEqual([]);
  });

  test("takes options of the user before usual headers, several columns of contacts, and leaves out what is omitted", () => {
    const result = imported(
      crmText("Name,Title,Amount,Contact,Primary Contact,Secret,Type\nBo Ek,Pump,7,Ann Lee,Cy Om,x1,New\n"),
      {
        industry: ["retail"],
        map: ["Title=name", "Name=message"],
        omit: ["secret"],
        currency: "EUR",
        usdRate: ["eur=2"],
      },
    );
    expect(result.scenarios[0]).toMatchObject({
      title: "Pump",
      dealValueUsd: 14,
      people: [{ name: "Ann Lee" }, { name: "Cy Om" }],
    });
    expect(result.scenarios[0]?.turns[0]?.text).toMatch(/:\nTitle: Pump\nAmount: 7\n.*\nName: Bo Ek$/s);
    expect(result.omitted).toEqual(["Secret"]);
    expect(result.csv).not.toContain("x1");
    expect(result.columns.map(({ header, field }) => [header, field])).toContainEqual([
      "Contact",
      "contacts",
    ]);
  });
});
