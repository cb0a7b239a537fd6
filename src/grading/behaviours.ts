import { z } from "zod";
import { listed } from "../files/wording.ts";
import type { Rubric } from "../records/rubric.ts";
import { type Deal, TriggerSchema, triggers, triggerWords } from "./behaviourTriggers.ts";

const text = z.string().min(1);

/** graders/behaviours.yaml: a row for everything that the persona commits to. */
export const BehavioursSchema = z.array(
  z
    .strictObject({
      id: z.string().regex(/^B\d{3}$/),
      says: text,
      /** The rubric items that grade it, and what of it they leave out (`note`). */
      items: z.array(text).min(1).optional(),
      when: TriggerSchema.optional(),
      note: text.optional(),
      /** Why nothing grades it. */
      not_graded: text.optional(),
    })
    .refine((row) => (row.items === undefined) !== (row.not_graded === undefined), {
      error: 'found both or neither of "items" and "not_graded", expected one of them',
    }),
);
type Row = z.output<typeof BehavioursSchema>[number];

/** More scenarios than this are counted after the first few. */
const MOST_NAMED = 6;

/**
 * graders/BEHAVIOURS.md: for every behaviour the items that grade it and the scenarios that trigger it, or why it is not
 * graded. A behaviour that no scenario triggers says so, though items could grade it.
 * @throws Error when a row names an item that no rubric has, or an id stands twice.
 */
export function behavioursTable(
  rows: readonly Row[],
  rubrics: readonly Rubric[],
  deals: readonly Deal[],
): string {
  const titles = new Map(rubrics.flatMap(({ items }) => items.map(({ id, title }) => [id, title])));
  const unknown = rows.flatMap(({ items = [] }) => items.filter((id) => !titles.has(id)));
  if (unknown.length > 0)
    throw new Error(`behaviours.yaml names items that no rubric has: ${unknown.join(", ")}`);
  if (new Set(rows.map(({ id }) => id)).size < rows.length)
    throw new Error("behaviours.yaml: an id stands twice");
  const lines = rows.map((row) => ({ row, hit: deals.filter((deal) => triggers(row.when ?? {}, deal)) }));
  const graded = lines.filter(({ row }) => row.items !== undefined);
  const idle = graded.filter(({ hit }) => hit.length === 0);
  return [
    "# What grades what the persona commits to",
    "",
    "Generated from `behaviours.yaml`, the rubrics and `scenarios/` by `npx vitest run test/grading/behaviours.test.ts -u`.",
    "A row's items grade it as far as the last column says; an item may need a judge (see the rubric).",
    "",
    `${rows.length} behaviours: ${graded.length - idle.length} graded and triggered, ${idle.length} graded by items but triggered by no scenario, ${rows.length - graded.length} not graded.`,
    "",
    "| row | behaviour | graded by | triggered by | what is left out, or why nothing grades it |",
    "|---|---|---|---|---|",
    ...lines.map(({ row, hit }) => line(row, hit, deals.length)),
    "",
    "## Items",
    "",
    ...[...titles]
      .filter(([id]) => rows.some(({ items = [] }) => items.includes(id)))
      .map(([id, title]) => `- ${id}: ${title}`),
    "",
    `Items that no row needs: ${[...titles.keys()].filter((id) => !rows.some(({ items = [] }) => items.includes(id))).join(", ") || "none"}.`,
    "",
  ].join("\n");
}

function line(row: Row, hit: readonly Deal[], all: number): string {
  const items = row.items?.join(", ") ?? "**not graded**";
  const trigger = row.items === undefined && row.when === undefined ? "" : triggerCell(row, hit, all);
  return `| ${row.id} | ${row.says} | ${items} | ${trigger} | ${row.note ?? row.not_graded ?? ""} |`;
}

function triggerCell({ when = {} }: Row, hit: readonly Deal[], all: number): string {
  const words = triggerWords(when);
  if (hit.length === all) return `${words}: all ${all} scenarios`;
  if (hit.length === 0) return `${words}: **no scenario**`;
  const ids = hit.map(({ scenario }) => scenario.id);
  return `${words}: ${listed(ids, MOST_NAMED)}`;
}
