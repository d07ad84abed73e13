/** How work is dealt out to threads. */

/** Of few items each thread still gets this many batches, so that none idles while another ends its last one. */
const BATCHES_PER_THREAD = 4;

/**
 * Cut a list into runs for worker threads, in order.
 *
 * @param most  items in a batch, at most
 * @example batchesOf([1, 2, 3, 4, 5, 6, 7, 8, 9], 1, 16) // [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
 */
export function batchesOf<T>(items: readonly T[], threads: number, most: number): T[][] {
  const size = Math.min(most, Math.max(1, Math.ceil(items.length / (threads * BATCHES_PER_THREAD))));
  const batches: T[][] = [];
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size));
  return batches;
}
