/** ✓ right, ✗ wrong, ? not read, ! right and yet the dropped deal is given something; in words for those who do not see it. */
export function RightMark({ right, leaks = false }: { right: boolean | null; leaks?: boolean }) {
  if (right === null)
    return (
      <span class="mark-open" role="img" aria-label="not read">
        ?
      </span>
    );
  if (right && leaks)
    return (
      <span class="mark-leak" role="img" aria-label={LEAKS}>
        !
      </span>
    );
  return right ? (
    <span class="good" role="img" aria-label="right">
      ✓
    </span>
  ) : (
    <span class="bad" role="img" aria-label="wrong">
      ✗
    </span>
  );
}

const LEAKS = "right verdict, but the deal is still given something";
