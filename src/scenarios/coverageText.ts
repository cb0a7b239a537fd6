import type { AxisCounts, Coverage, CrossTable, UnmetMinimum } from "./coverage.ts";

/** The coverage as plain text: one line an axis, the cross tables with aligned columns, then the unmet minima. */
export function coverageText({ scenarios, axes, tables, unmet }: Coverage): string {
  const sections = [
    [`${scenarios} scenarios`, "", ...axes.map(axisLine)],
    ...tables.map(tableLines),
    unmet.length === 0 ? ["Every minimum is met."] : unmetLines(unmet),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function axisLine({ axis, counts }: AxisCounts): string {
  const shown = Object.entries(counts).map(([value, count]) => `${value} ${count}`);
  return `${axis}: ${shown.join(" · ")}`;
}

function tableLines({ rows, columns, counts }: CrossTable): string[] {
  const header = Object.keys(Object.values(counts)[0] ?? {});
  const body = Object.entries(counts).map(([row, cells]) => [
    row,
    ...header.map((column) => String(cells[column] ?? 0)),
  ]);
  return aligned([[`${rows} × ${columns}`, ...header], ...body]);
}

/** Lines of cells padded to the widest of their column; the first column to the left, numbers to the right. */
function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}

function unmetLines(unmet: readonly UnmetMinimum[]): string[] {
  const groups = Map.groupBy(unmet, ({ minimum, expected }) => `${minimum}, at least ${expected}`);
  const lines = [...groups].map(([minimum, cells]) => {
    const shown = cells.map(({ cell, found }) => (found === 0 ? cell : `${cell} (${found})`));
    return `  ${minimum}: ${shown.join(", ")}`;
  });
  return [`${unmet.length} minima not met yet (found, where not none):`, ...lines];
}
