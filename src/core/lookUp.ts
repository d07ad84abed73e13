/** Tables indexed by words of foreign files. */

/**
 * The entry of a table, and of the table only: every object also answers to `constructor` and the like, which a file
 * may well say.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
