import { findDates } from "./dates.ts";
import { imperativeAt } from "./imperatives.ts";
import type { Span } from "./places.ts";
import type { Reply } from "./reply.ts";

/** A row of a table of actions: which of its cells says what is to be done, by whom, when, and what counts as done. */
export interface PlanRow {
  row: Span;
  action: Span;
  owner: Span | null;
  when: Span | null;
  success: Span | null;
  /** Whether the table has such a column at all: an empty cell under one says that nobody or nothing is named. */
  hasOwnerColumn: boolean;
}

/** The rows of every table in a reply whose headers make it a table of actions. */
export function planRows(reply: Reply): PlanRow[] {
  const rows: PlanRow[] = [];
  let columns: Columns | null = null;
  for (const block of reply.blocks) {
    const cells = block.cells ?? [];
    if (block.kind === "table_head") columns = columnsOf(cells.map((cell) => textOf(reply, cell)));
    else if (block.kind !== "row") columns = null;
    else rows.push(...rowOf(reply, block, cells, columns));
  }
  return rows;
}

interface Columns {
  action: number;
  owner: number;
  when: number;
  success: number;
}

const HEADERS: Record<keyof Columns, RegExp> = {
  owner:
    /^(?:owners?|owned by|who(?: owns)?|whose|responsible|lead|accountable|assigned(?: to)?|assignee|driver|dri|by whom)\b/,
  when: /^(?:when|by|by when|due(?: date| by)?|dates?|deadline|timing|timeline|target date|days?|weeks?|done by|complete by|time ?frame|until|window)$/,
  success:
    /^(?:done|result|outcome|good|success|evidence|proof|exit|deliverable|definition|pass|looks like|metric|kpi|measure|what good|target outcome|complete when|goal|finished|output|test)\b/,
  action:
    /^(?:key |immediate |next )?(?:actions?|steps?|moves?|tasks?|what(?: to do| we do| you do| needs to happen|.s next)?$|to[ -]?do|activity|activities|commitments?|asks?|questions?|plays?|do|initiatives?|milestones?|items?|topics?)\b/,
};
/** Columns of a decision table ("Trigger | Action"): what would be done if something happened is no plan. */
const CONDITIONAL =
  /^(?:if|triggers?|signals?|scenario|you have|answer|condition|when they say|objection|risks?)\b/;

function columnsOf(headers: string[]): Columns | null {
  const names = headers.map((header) => header.toLowerCase().trim());
  if (names.some((name) => CONDITIONAL.test(name))) return null;
  const found: Columns = { action: -1, owner: -1, when: -1, success: -1 };
  for (const [index, name] of names.entries()) {
    const role = (Object.keys(HEADERS) as (keyof Columns)[]).find(
      (key) => found[key] === -1 && HEADERS[key].test(name),
    );
    if (role) found[role] = index;
  }
  const supports = [found.owner, found.when].filter((index) => index !== -1).length;
  if (found.action === -1 && supports === 2)
    found.action = names.findIndex(
      (name, index) => name !== "" && ![found.owner, found.when, found.success].includes(index),
    );
  const useful =
    found.action !== -1 &&
    (supports > 0 ||
      (found.success !== -1 && /^(?:key |next )?(?:action|step|move|task)/.test(names[found.action] ?? "")));
  return useful ? found : null;
}

function rowOf(reply: Reply, row: Span, cells: Span[], columns: Columns | null): PlanRow[] {
  if (columns === null) return keyedRow(reply, row, cells);
  const action = filled(reply, cells[columns.action]);
  if (!action) return [];
  return [
    {
      row: { start: row.start, end: row.end },
      action,
      owner: filled(reply, cells[columns.owner]),
      when: filled(reply, cells[columns.when]),
      success: filled(reply, cells[columns.success]),
      hasOwnerColumn: columns.owner !== -1,
    },
  ];
}

/** "| Next step | Call the COO by 20 Nov (rep) |" in a table of anything. */
function keyedRow(reply: Reply, row: Span, cells: Span[]): PlanRow[] {
  const [key, value] = cells;
  if (!key || !/^next (?:action|step|move)s?$/i.test(textOf(reply, key))) return [];
  const action = filled(reply, value);
  return action && (imperativeAt(textOf(reply, action)) >= 0 || findDates(textOf(reply, action)).length > 0)
    ? [
        {
          row: { start: row.start, end: row.end },
          action,
          owner: null,
          when: null,
          success: null,
          hasOwnerColumn: false,
        },
      ]
    : [];
}

function filled(reply: Reply, cell: Span | undefined): Span | null {
  if (!cell) return null;
  const text = reply.plain.slice(cell.start, cell.end);
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const start = cell.start + (text.length - text.trimStart().length);
  return { start, end: start + text.trim().length };
}

function textOf(reply: Reply, span: Span): string {
  return reply.plain.slice(span.start, span.end).trim();
}
