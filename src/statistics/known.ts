/** The sum, or null as soon as one part is unknown (null): unknown is never 0. 0 of nothing. */
export function sumOrUnknown(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum: number | null, part) => (sum === null || part === null ? null : sum + part), 0);
}
