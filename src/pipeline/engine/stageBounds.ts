/** A stage's bounds: time, memory, and the run's own end. Whichever is reached first stops it. */
import { LeitmotionError } from "../../core/error.js";

const MEMORY_EVERY_MS = 100;
/** How long work that was told to stop is waited for. */
const GRACE_MS = 2000;
/** Timers cannot wait longer: about 25 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Bounds {
  /** Seconds; 0 is no limit. */
  readonly timeoutSec: number;
  /** Bytes of the whole process. */
  readonly memoryByte: number;
  /** Bytes that the process holds now. */
  readonly measureMemory: () => number;
}

export interface Bounded {
  /** Fires when a bound is reached, or with the outer signal. */
  readonly signal: AbortSignal;
  /** The bound that was reached, or null. */
  readonly fault: () => LeitmotionError | null;
  /** Measure once more and stop measuring. @returns the most bytes seen */
  end(): number;
}

/**
 * Watch the bounds of one attempt. Memory is that of the process, not of the stage alone: stages that run side by side
 * share it.
 */
export function watchBounds(stage: string, bounds: Bounds, outer: AbortSignal): Bounded {
  const stop = new AbortController();
  let peakByte = 0;
  let fault: LeitmotionError | null = null;
  const refuse = (code: "STAGE_TIMEOUT" | "STAGE_MEMORY", what: string) => {
    fault ??= new LeitmotionError(code, what, { stage });
    stop.abort(fault);
  };
  const measure = () => {
    peakByte = Math.max(peakByte, bounds.measureMemory());
    if (peakByte > bounds.memoryByte)
      refuse("STAGE_MEMORY", `Held ${inMb(peakByte)} of ${inMb(bounds.memoryByte)}`);
  };
  measure();
  const sampling = setInterval(measure, MEMORY_EVERY_MS);
  sampling.unref();
  const late = () => refuse("STAGE_TIMEOUT", `Took longer than ${bounds.timeoutSec} s`);
  const timeoutMs = Math.min(LONGEST_TIMER_MS, bounds.timeoutSec * 1000);
  const timer = bounds.timeoutSec > 0 ? setTimeout(late, timeoutMs) : undefined;
  return {
    signal: AbortSignal.any([outer, stop.signal]),
    fault: () => fault,
    end: () => {
      measure();
      clearInterval(sampling);
      clearTimeout(timer);
      return peakByte;
    },
  };
}

function inMb(byte: number): string {
  return `${Math.ceil(byte / 2 ** 20)} MB`;
}

/**
 * The work, or a rejection once the signal fires. Work that was told to stop has 2 s to do so; then it is left behind.
 *
 * @throws LeitmotionError INTERRUPTED, or what the work threw before the signal fired
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<"aborted">((resolve) => {
    onAbort = () => resolve("aborted");
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    const first = await Promise.race([work.then((value) => ({ value })), aborted]);
    if (first !== "aborted") return first.value;
    await settled(work, GRACE_MS);
    throw new LeitmotionError("INTERRUPTED", "The stage was stopped");
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Wait for a promise to end, well or not, but no longer than this. @returns false if it did not */
export async function settled(work: Promise<unknown>, longestMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestMs);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

/** Wait; at once over when the signal fires. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(delayMs, LONGEST_TIMER_MS));
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
