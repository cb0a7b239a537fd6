/**
 * Renames the keys of a record read from disk to camelCase, deeply, leaving `opaque` keys' values untouched.
 * `opaque` names (in their disk spelling) hold data whose keys are vocabulary, such as fact names.
 */
export function fromDisk(value: unknown, opaque: ReadonlySet<string>): unknown {
  return renameKeys(value, opaque, (key) =>
    key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

/** The inverse of {@link fromDisk}: camelCase keys to snake_case, deeply; `opaque` names are in disk spelling. */
export function toDisk(value: unknown, opaque: ReadonlySet<string>): unknown {
  return renameKeys(value, opaque, (key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** Type-level counterpart of {@link fromDisk}: `Camel<{stop_reason: string}>` is `{stopReason: string}`. */
export type Camel<T, Opaque extends string = never> = T extends readonly (infer Item)[]
  ? Camel<Item, Opaque>[]
  : T extends object
    ? {
        [Key in keyof T as Key extends string ? CamelKey<Key> : Key]: Key extends Opaque
          ? T[Key]
          : Camel<T[Key], Opaque>;
      }
    : T;

type CamelKey<Key extends string> = Key extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : Key;

function renameKeys(value: unknown, opaque: ReadonlySet<string>, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, opaque, rename));
  if (value === null || typeof value !== "object") return value;
  const renamed: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    renamed[rename(key)] = opaque.has(key) ? inner : renameKeys(inner, opaque, rename);
  }
  return renamed;
}
