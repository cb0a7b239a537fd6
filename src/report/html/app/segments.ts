/** A span of a text that one item rests on; `item` numbers the item within the opened reply. */
export interface Mark {
  item: number;
  start: number;
  end: number;
}

/** A piece of a text under the same items throughout. */
export interface Segment {
  text: string;
  items: number[];
}

/** Cuts a text at every border of its marks, so that overlapping marks can each be lit whole. */
export function cutSegments(text: string, marks: readonly Mark[]): Segment[] {
  const inside = marks.filter(({ start, end }) => start >= 0 && start < end && end <= text.length);
  const borders = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])];
  borders.sort((a, b) => a - b);
  const starting = Map.groupBy(inside, ({ start }) => start);
  const ending = Map.groupBy(inside, ({ end }) => end);
  const open = new Map<number, number>();
  return borders.slice(0, -1).map((from, index) => {
    for (const { item } of ending.get(from) ?? []) open.set(item, (open.get(item) ?? 0) - 1);
    for (const { item } of starting.get(from) ?? []) open.set(item, (open.get(item) ?? 0) + 1);
    const items = [...open].filter(([, depth]) => depth > 0).map(([item]) => item);
    return { text: text.slice(from, borders[index + 1]), items };
  });
}
