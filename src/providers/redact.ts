/** What vendors' keys look like, for those that nobody told us of. */
const KEY_SHAPES =
  /\b(?:sk|pk|xai|gsk|AIza|hf)[-_][\w-]{8,}|\bAIza[\w-]{20,}|\b(?:Bearer|Basic)\s+[\w.~+/=-]{6,}/g;

const LONGEST = 300;

/**
 * Makes one sentence of what a vendor or library said: no secret, one line, at most 300 characters.
 * @param secrets values that must not be shown, wherever they stand; those below six characters are no secrets
 */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  let shown = text;
  for (const secret of secrets)
    if (secret !== undefined && secret.length >= 6) shown = shown.replaceAll(secret, "[redacted]");
  shown = shown.replace(KEY_SHAPES, "[redacted]").replace(/\s+/g, " ").trim();
  return shown.length <= LONGEST ? shown : `${shown.slice(0, LONGEST - 1)}…`;
}
