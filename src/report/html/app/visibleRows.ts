import { useEffect, useRef, useState } from "preact/hooks";

/** Up to this many rows are all drawn: the page then scrolls, prints and searches as one. */
const DRAW_ALL = 100;
const OVERSCAN = 20;

/** Which rows to draw, and the room that the others take above and below. */
interface VisibleRows {
  from: number;
  to: number;
  /** Pixels above the first and below the last drawn row. */
  above: number;
  below: number;
  /** Whether the table scrolls in a box of its own. */
  boxed: boolean;
}

/**
 * Follows the scroll position of a box of `count` rows of `height` pixels each, so that only the rows in sight (and some
 * around them) are drawn. Goes back to the top whenever `resetKey` changes.
 */
export function useVisibleRows(count: number, height: number, resetKey: unknown) {
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [inSight, setInSight] = useState(30);
  const boxed = count > DRAW_ALL;
  const follow = () => {
    if (!box.current) return;
    // Steps of ten rows: a redraw every few frames, not every frame.
    setFirst(Math.floor(box.current.scrollTop / height / 10) * 10);
    setInSight(Math.ceil(box.current.clientHeight / height));
  };
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    follow();
  }, [resetKey, boxed]);
  const from = boxed ? Math.max(0, Math.min(first, count) - OVERSCAN) : 0;
  const to = boxed ? Math.min(count, first + inSight + OVERSCAN) : count;
  const visible: VisibleRows = { from, to, above: from * height, below: (count - to) * height, boxed };
  return { box, follow, visible };
}
