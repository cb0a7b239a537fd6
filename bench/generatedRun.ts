import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { loadScenarios } from "../src/scenarios/load.ts";
import { userTurns } from "../src/scenarios/render.ts";
import { swapper } from "./variants.ts";

const ROOT = join(import.meta.dirname, "..");

/** What the stub answers to one brief: its replies in turn, then again from the first. */
export interface Replies {
  user: string;
  replies: string[];
}

/** Deals made up for a run, in a folder of their own, and what the stub answers to them. */
export interface GeneratedRun {
  scenarios: string;
  briefs: Replies[];
}

/** Cells that are no text in which a name or an amount stands. */
const UNTOUCHED = new Set(["id", "family", "deal_value_usd", "as_of_date", "planted_contradiction"]);

const BRIEF = "turns.0.text";

/** Far below what a scenario file may hold. */
const ROWS_A_FILE = 500;

/**
 * Writes `count` scenarios of one turn into `folder`: those of core.csv again and again, each time under other ids and with
 * people and amounts changed; no two of them have the same brief. Each has up to `distinct` replies that are all different: recorded ones, changed likewise; or
 * short sentences.
 */
export function generateRun(
  folder: string,
  { count, distinct, short }: { count: number; distinct: number; short: boolean },
): GeneratedRun {
  const scenarios = join(folder, "scenarios");
  mkdirSync(scenarios, { recursive: true });
  const rows = parse<Record<string, string>>(readFileSync(join(ROOT, "scenarios", "core.csv"), "utf8"), {
    columns: true,
    bom: true,
  });
  const recorded = recordedReplies();
  const base = new Map<string, { id: string; variant: number }>();
  const seen = new Set<string>();
  const derived = Array.from({ length: count }, (_, index) => {
    const row = rows[index % rows.length] ?? {};
    const variant = Math.floor(index / rows.length) + 1;
    const id = `${row["id"]}-v${variant}`;
    base.set(id, { id: row["id"] ?? "", variant });
    const own = derivedRow(row, variant);
    // A brief without a name or an amount to change would be another's word for word, and answered from its reply.
    const text = own[BRIEF] ?? "";
    const brief = seen.has(text) ? `${text} (${id})` : text;
    seen.add(brief);
    return { ...own, id, [BRIEF]: brief };
  });
  for (let from = 0; from < count; from += ROWS_A_FILE) {
    const name = `deals-${String(from / ROWS_A_FILE).padStart(4, "0")}.csv`;
    writeFileSync(join(scenarios, name), toCsv(derived.slice(from, from + ROWS_A_FILE)));
  }
  const briefs = loadScenarios(scenarios).map(({ scenario }) => {
    const { id, variant } = base.get(scenario.id) ?? { id: "", variant: 1 };
    const own = recorded.get(id) ?? [];
    const replies = Array.from({ length: distinct }, (_, index) => {
      if (short || own.length === 0)
        return `Disqualify. There is no economic buyer and no budget: look at line ${index + 1}.`;
      const changed = swapper(scenario, variant + Math.floor(index / own.length));
      return changed(own[index % own.length] ?? "");
    });
    return { user: userTurns(scenario)[0] ?? "", replies };
  });
  return { scenarios, briefs };
}

function derivedRow(row: Record<string, string>, variant: number): Record<string, string> {
  const people = Object.entries(row)
    .filter(([column, cell]) => /^people\.\d+\.name$/.test(column) && cell !== "")
    .map(([, name]) => ({ name }));
  const change = swapper({ people }, variant);
  return Object.fromEntries(
    Object.entries(row).map(([column, cell]) => [column, UNTOUCHED.has(column) ? cell : change(cell)]),
  );
}

/** The first reply of every recording, by scenario. */
function recordedReplies(): Map<string, string[]> {
  const folder = join(ROOT, "recordings");
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line) as { scenario: string; turns: { assistant: string }[] });
  const replies = new Map<string, string[]>();
  for (const { scenario, turns } of lines)
    replies.set(scenario, [...(replies.get(scenario) ?? []), turns[0]?.assistant ?? ""]);
  return replies;
}

function toCsv(rows: readonly Record<string, string>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return lines
    .map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`)
    .join("");
}
