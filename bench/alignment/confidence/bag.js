/** A multiset that gives 1 for what it still holds. */
export class Bag {
  #left = new Map();
  constructor(items) {
    for (const item of items) this.#left.set(item, (this.#left.get(item) ?? 0) + 1);
  }
  take(item) {
    const left = this.#left.get(item) ?? 0;
    if (left > 0) this.#left.set(item, left - 1);
    return left > 0 ? 1 : 0;
  }
}
