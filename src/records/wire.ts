/** Which keys are renamed between disk and memory; names are in disk spelling (snake_case). */
export interface KeyRules {
  /** Keys whose values are left untouched, since the keys inside are vocabulary (fact names, turn numbers). */
  opaque?: ReadonlySet<string>;
  /** Only these keys are renamed: for records that carry fields of others, which must come back as they were. */
  known?: ReadonlySet<string>;
}

/** Renames the keys of a record read from disk to camelCase, deeply. */
export function fromDisk(value: unknown, rules: KeyRules = {}): unknown {
  return renameKeys(value, rules, (key) => ((rules.known?.has(key) ?? true) ? camel(key) : key));
}

/** The inverse of {@link fromDisk}: camelCase keys to snake_case, deeply. */
export function toDisk(value: unknown, rules: KeyRules = {}): unknown {
  return renameKeys(value, rules, (key) => ((rules.known?.has(snake(key)) ?? true) ? snake(key) : key));
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

function renameKeys(value: unknown, rules: KeyRules, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rules, rename));
  if (value === null || typeof value !== "object") return value;
  const renamed: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    renamed[rename(key)] = rules.opaque?.has(snake(key)) ? inner : renameKeys(inner, rules, rename);
  }
  return renamed;
}

const camel = remembered((key) =>
  key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
);

const snake = remembered((key) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** Records repeat their few keys without end; those of others are remembered no further than this. */
const MOST_REMEMBERED = 2000;

function remembered(spell: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const spelt = spell(key);
    if (known.size < MOST_REMEMBERED) known.set(key, spelt);
    return spelt;
  };
}
