/** A span of a text that one item rests on; `item` numbers the item within the opened reply. */
export interface Mark {
  item: number;
  start: number;
  end: number;
}

/** A piece of a text under the same items throughout. */
export interface Segment {
  /** Where it begins in the text. */
  start: number;
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
    return { start: from, text: text.slice(from, borders[index + 1]), items };
  });
}

/** What of a text's segments lies within a span of it; those at its ends are cut. */
export function segmentsWithin(
  segments: readonly Segment[],
  { start, end }: { start: number; end: number },
): Segment[] {
  const found: Segment[] = [];
  for (let at = lastUpTo(segments, start); at < segments.length; at++) {
    const segment = segments[at];
    if (!segment || segment.start >= end) break;
    const from = Math.max(start, segment.start);
    const text = segment.text.slice(from - segment.start, end - segment.start);
    if (text !== "") found.push({ ...segment, start: from, text });
  }
  return found;
}

/** The place of the last segment that begins at `position` or before. */
function lastUpTo(segments: readonly Segment[], position: number): number {
  let [low, high] = [0, segments.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.start ?? Infinity) <= position) low = middle;
    else high = middle;
  }
  return low;
}
