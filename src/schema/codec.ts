/** Documents speak snake_case, TypeScript speaks camelCase: the one place that says how names are converted. */

type CamelKey<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : S;

/** The camelCase form of a snake_case document type. */
export type Camel<T> = T extends readonly (infer Item)[]
  ? T extends readonly [unknown, ...unknown[]]
    ? { [K in keyof T]: Camel<T[K]> }
    : Camel<Item>[]
  : T extends object
    ? { [K in keyof T as K extends string ? CamelKey<K> : K]: Camel<T[K]> }
    : T;

/**
 * Convert every key of a value from camelCase to snake_case, arrays and nested objects included.
 * Keys that are data (a part ID) would be converted too: documents hold lists, not maps of user text.
 */
export function toDocument(value: unknown): unknown {
  return mapKeys(value, snakeCase);
}

/** The inverse of `toDocument`. The caller has validated the document and names its type. */
export function fromDocument<T>(value: T): Camel<T> {
  return mapKeys(value, camelCase) as Camel<T>;
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (value === null || typeof value !== "object") return value;
  const mapped: Record<string, unknown> = {};
  for (const key in value) mapped[rename(key)] = mapKeys((value as Record<string, unknown>)[key], rename);
  return mapped;
}

const snakeCache = new Map<string, string>();
const camelCache = new Map<string, string>();

export function snakeCase(key: string): string {
  return cached(snakeCache, key, (k) => k.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

export function camelCase(key: string): string {
  return cached(camelCache, key, (k) =>
    k.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function cached(cache: Map<string, string>, key: string, make: (key: string) => string): string {
  let made = cache.get(key);
  if (made === undefined) {
    made = make(key);
    if (cache.size < 1000) cache.set(key, made);
  }
  return made;
}
