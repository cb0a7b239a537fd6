const SEMVER = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Whether a text is a semantic version such as 1.2.0, 1.2.0-rc.1 or 1.2.0+soft. */
export function isVersion(text: string): boolean {
  return SEMVER.test(text);
}

/**
 * Whether `next` is a later version than `before`, by the numbers; of equal numbers, one without a suffix is later than one with.
 * Two suffixes are compared as text; what follows a plus sign counts for nothing. False when either is not a version.
 */
export function isLaterVersion(next: string, before: string): boolean {
  const [a, b] = [SEMVER.exec(next), SEMVER.exec(before)];
  if (!a || !b) return false;
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference > 0;
  }
  const [suffix, suffixBefore] = [a[4], b[4]];
  if (suffix === undefined || suffixBefore === undefined)
    return suffix === undefined && suffixBefore !== undefined;
  return suffix > suffixBefore;
}
