/** What a worker thread sends back. Faults cross threads as data: an Error would lose its code and place on the way. */
import type { Piscina } from "piscina";
import { type FaultCode, type FaultPlace, LeitmotionError, toLeitmotionError } from "../core/error.js";

export type Reply<T> =
  | { readonly value: T }
  | { readonly fault: { readonly code: FaultCode; readonly what: string; readonly place: FaultPlace } };

/** In the worker: do the work, and make data of its fault. */
export async function replyOf<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { value: await work() };
  } catch (thrown) {
    const { code, what, place } = toLeitmotionError(thrown);
    return { fault: { code, what, place } };
  }
}

/**
 * In the main thread: give a worker a task and wait for its value.
 *
 * @throws LeitmotionError as the worker threw it
 */
export async function askWorker<T>(pool: Piscina, task: unknown, signal: AbortSignal): Promise<T> {
  const reply = (await pool.run(task, { signal })) as Reply<T>;
  if ("value" in reply) return reply.value;
  const { code, what, place } = reply.fault;
  throw new LeitmotionError(code, what, place);
}
