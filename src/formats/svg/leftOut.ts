/** What was left out of a page, counted by name. */

export interface LeftOut {
  /** Of an element, or in words. */
  readonly name: string;
  readonly count: number;
}

const MAX_NAMES = 40;
const MAX_NAME_LENGTH = 40;

/** A tally that stays small whatever a document is made of. */
export class LeftOutTally {
  readonly #counts = new Map<string, number>();

  add(name: string, count = 1): void {
    const known = this.#counts.has(name) || (this.#counts.size < MAX_NAMES && name.length <= MAX_NAME_LENGTH);
    const key = known ? name : "other elements";
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  /** Most frequent first, then by name. */
  list(): LeftOut[] {
    const rows = [...this.#counts].map(([name, count]) => ({ name, count }));
    return rows.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }
}
