/** ✓ right, ✗ wrong, ? not read; in words for those who do not see it. */
export function RightMark({ right }: { right: boolean | null }) {
  if (right === null)
    return (
      <span class="mark-open" role="img" aria-label="not read">
        ?
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
