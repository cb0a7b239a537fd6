import { Command, InvalidArgumentError, Option } from "commander";
import { strictJson } from "../files/jsonl.ts";
import { listed } from "../files/wording.ts";
import { refuseOutFile, writeAtomic } from "../files/write.ts";
import { DealbenchError } from "../records/errors.ts";
import { TASK_TYPES } from "../records/scenario.ts";
import { type Imported, importDeals } from "../scenarios/import/importDeals.ts";
import type { ImportOptions } from "../scenarios/import/settings.ts";
import { SKIPS } from "../scenarios/import/skips.ts";
import { positiveNumber } from "./options.ts";

interface Options extends Partial<Lists>, Omit<ImportOptions, keyof Lists> {
  out: string;
  replace?: boolean;
  json?: boolean;
}

/** Options that may be given several times. */
type Lists = Pick<ImportOptions, "map" | "omit" | "stage" | "industry" | "dealType" | "usdRate">;

const NOTHING: Lists = { map: [], omit: [], stage: [], industry: [], dealType: [], usdRate: [] };
const ASK = "This is one of our open deals as it stands in the CRM. What should we do with it?";

/** `dealbench scenarios import`: a CRM's export of opportunities as draft scenarios. */
export function scenariosImportCommand(): Command {
  return new Command("import")
    .description("turn a CRM's export of opportunities (CSV) into draft scenarios, one row a deal")
    .argument("<crm>", "CSV file of Salesforce, HubSpot, Dynamics, Pipedrive, a spreadsheet…, in UTF-8")
    .requiredOption("--out <file>", "the scenario file (.csv) to write", csvFile)
    .option("--replace", "write over a file that is there")
    .option(
      "--map <Header=field>",
      "what a column holds (repeatable); the field message puts it there as it is",
      collect,
    )
    .option("--omit <header>", "leave a column out (repeatable)", collect)
    .option(
      "--stage <Name=stage>",
      "what a stage of the CRM is here (repeatable); closed is won or lost",
      collect,
    )
    .option(
      "--industry <[Name=]industry>",
      "what an industry is here, or all that nothing else names (repeatable)",
      collect,
    )
    .option(
      "--deal-type <[Name=]type>",
      "what a type of deal is here, or all that nothing else names (repeatable)",
      collect,
    )
    .option("--usd-rate <EUR=1.08>", "US dollars for one unit of a currency (repeatable)", collect)
    .option("--currency <code>", "currency of amounts that name none (default: USD, with a warning)")
    .option("--amount <usd>", "amount of deals that have none (default: they are skipped)", positiveNumber)
    .addOption(new Option("--dates <order>", "how dates such as 03/04/2026 read").choices(["dmy", "mdy"]))
    .option("--solution <text>", "what is sold, where no column says it")
    .addOption(new Option("--task <type>", "what the user wants").choices(TASK_TYPES).default("qualify"))
    .option("--ask <text>", "what the user says before the deal", ASK)
    .option("--role <text>", "who asks", "manager")
    .option("--as-of <date>", "the day of the export", today())
    .option("--closed", "keep deals that are won or lost")
    .option(
      "--anonymise",
      "put made-up names for accounts and people (docs/scenarios-import.md says what it misses)",
    )
    .option("--json", "print one JSON object instead of text")
    .addHelpText(
      "after",
      `
Examples:
  dealbench scenarios import pipeline.csv --out my-deals.csv --industry technology --deal-type new_logo
  dealbench scenarios import hubspot.csv --out my-deals.csv --stage "Proposal/Price Quote=negotiation" --dates mdy \\
    --industry "Energy=manufacturing" --deal-type "Renewal=expansion" --usd-rate EUR=1.08
  dealbench scenarios import deals.csv --out my-deals.csv --map "Kunde=account" --map "Betrag=amount" --omit "Internal rating"

The drafts hold what the CRM says and no verdict: what has to be added before one is graded is in docs/scenarios-import.md.

Exit codes: 0 written · 2 wrong use, or something wrong in the file (all of it is told, nothing is written) · 4 could not be written`,
    )
    .action(importFile);
}

function importFile(file: string, options: Options): void {
  const problems: DealbenchError[] = [];
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof DealbenchError)) throw error;
      problems.push(error);
      return undefined;
    }
  };
  attempt(() => refuseOutFile(options.out, { isReplaced: options.replace === true }));
  const imported = attempt(() => importDeals(file, { ...NOTHING, ...options }));
  if (!imported || problems.length > 0)
    throw new DealbenchError(problems.map(({ message }) => message).join("\n"), { cause: problems[0] });
  writeAtomic(options.out, imported.csv);
  const { csv: _, ...told } = imported;
  process.stdout.write(
    options.json ? `${strictJson({ file: options.out, ...told })}\n` : textOf(imported, options),
  );
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function csvFile(file: string): string {
  if (/\.csv$/i.test(file)) return file;
  throw new InvalidArgumentError("expected a file that ends in .csv, by which scenarios are read.");
}

/** The day here, which is the user's; Sweden writes it as ISO does. */
function today(): string {
  return new Date().toLocaleDateString("sv-SE");
}

function textOf(imported: Imported, { out }: Options): string {
  const { deals, columns, asTheyAre, omitted, skipped, warnings, replaced } = imported;
  const width = Math.max(...columns.map(({ header }) => header.length));
  const rows = skipped.reduce((sum, { lines }) => sum + lines.length, 0);
  return [
    `${deals.length} ${deals.length === 1 ? "deal" : "deals"} written to ${out}`,
    "",
    "Columns:",
    ...columns.map(({ header, use }) => `  ${header.padEnd(width)}  ${use}`),
    ...(asTheyAre.length === 0 ? [] : [`Into the message as they are: ${asTheyAre.join(", ")}`]),
    ...(omitted.length === 0 ? [] : [`Left out: ${omitted.join(", ")}`]),
    ...(rows === 0 ? [] : [`Skipped: ${rows} ${rows === 1 ? "row" : "rows"}`]),
    ...skipped.map(({ why, lines }) => {
      const { words, way } = SKIPS[why];
      return `  ${lines.length} ${words} (${lines.length === 1 ? "line" : "lines"} ${listed(lines.map(String))})${way === undefined ? "" : `; ${way}`}`;
    }),
    ...(replaced
      ? [
          `Replaced: ${replaced.accounts} accounts, ${replaced.people} people; read the file before you give it to anybody`,
        ]
      : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
    "",
    "These are drafts: all facts but the stage are unknown, and no reply is graded on its verdict. To have one graded, fill in its facts with",
    "evidence, its acceptable_verdicts, and verdict_expected true (docs/scenarios-import.md), then check:",
    `  dealbench scenarios check --scenarios ${out}`,
    `  dealbench run --scenarios ${out} --model simulated:director`,
    "",
  ].join("\n");
}
