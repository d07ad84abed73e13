/** How long to wait before another attempt. */

/** Share of a delay that chance may add, so that many callers do not come back at the same moment. */
const JITTER = 0.1;

/**
 * Delays that double from the first to the longest, each with up to a tenth more.
 *
 *     delayMs(attempt) = min(longestMs, firstMs * 2^(attempt - 1)) * (1 + 0..0.1)
 *
 * @returns  milliseconds to wait after the given attempt, which counts from 1
 * @source   ../shared/spec/algorithms.md, 3.7
 */
export function retryDelays(firstMs: number, longestMs: number): (attempt: number) => number {
  return (attempt) => Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (1 + JITTER * Math.random());
}
