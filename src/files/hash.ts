import { hash } from "node:crypto";

/** SHA-256 of a UTF-8 text as 64 hex digits. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** SHA-256 of a value's JSON with keys sorted at every depth, so that key order never changes an identity. */
export function contentHash(value: unknown): string {
  return sha256(sortedJson(value));
}

/** The JSON itself, written at once: sorted copies of all objects would take twice the time. */
function sortedJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  const object = value as Record<string, unknown>;
  let fields = "";
  for (const key of inOrder(Object.keys(object))) {
    const inner = object[key];
    if (inner !== undefined) fields += `${fields && ","}${JSON.stringify(key)}:${sortedJson(inner)}`;
  }
  return `{${fields}}`;
}

/** As an object has them whose keys were set in their order: whole numbers first, by size. */
function inOrder(keys: string[]): string[] {
  keys.sort();
  return keys.some(isWholeNumber) ? Object.keys(Object.fromEntries(keys.map((key) => [key, null]))) : keys;
}

function isWholeNumber(key: string): boolean {
  const code = key.charCodeAt(0);
  return code >= 48 && code <= 57;
}
