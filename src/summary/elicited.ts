import { ELICITED_VERDICTS } from "../records/elicited.ts";
import { type ElicitedSummary, MAX_NAMED } from "../records/summary.ts";
import { refOf, type Row } from "./rows.ts";

/** How often a reply says another verdict when asked for one word than it wrote; undefined where none was asked. */
export function elicitedSummary(rows: readonly Row[]): ElicitedSummary | undefined {
  const asked = rows.filter(({ elicited }) => elicited !== undefined);
  if (asked.length === 0) return undefined;
  const pairs = ELICITED_VERDICTS.flatMap((wrote) =>
    ELICITED_VERDICTS.map((said) => {
      const those = asked.filter((row) => row.said === wrote && row.elicited === said);
      return { wrote, said, count: those.length, samples: those.slice(0, MAX_NAMED).map(refOf) };
    }),
  );
  const differing = pairs.filter(({ wrote, said, count }) => wrote !== said && count > 0);
  return {
    asked: asked.length,
    read: asked.filter(({ elicited }) => elicited !== null).length,
    compared: total(pairs),
    differ: total(differing),
    pairs: differing.toSorted((a, b) => b.count - a.count),
  };
}

function total(pairs: readonly { count: number }[]): number {
  return pairs.reduce((sum, { count }) => sum + count, 0);
}
