/** The main thread's side of a task for a worker: asked under a guard, its reply opened. */
import type { Piscina } from "piscina";
import { LeitmotionError } from "../../core/error.js";
import type { Dependency } from "../resilience/dependency.js";
import type { Reply } from "./reply.js";
import { poolFailure } from "./workerPool.js";

/**
 * Give a worker a task and wait for what it sends back, under the guard of a dependency.
 *
 * @throws LeitmotionError WORKER_DIED if the thread did not survive the task, after 3 attempts; INTERRUPTED;
 *         DEPENDENCY_UNAVAILABLE
 */
export function callWorker<T>(
  pool: Piscina,
  dependency: Dependency,
  task: unknown,
  signal: AbortSignal,
): Promise<T> {
  return dependency.call(() => runTask<T>(pool, dependency.name, task, signal), signal);
}

/**
 * The same for a worker that sends a Reply: gives its value.
 *
 * @throws LeitmotionError as the worker threw it, and those of `callWorker`
 */
export function askWorker<T>(
  pool: Piscina,
  dependency: Dependency,
  task: unknown,
  signal: AbortSignal,
): Promise<T> {
  const ask = async () => openReply(await runTask<Reply<T>>(pool, dependency.name, task, signal));
  return dependency.call(ask, signal);
}

/** Our workers send their faults as data: a task that is rejected all the same has lost its thread. */
async function runTask<T>(pool: Piscina, name: string, task: unknown, signal: AbortSignal): Promise<T> {
  try {
    const failure = poolFailure(pool);
    if (failure) throw failure;
    return (await pool.run(task, { signal })) as T;
  } catch (thrown) {
    const cause = poolFailure(pool) ?? thrown;
    const error = cause instanceof Error ? cause : new Error(String(cause));
    if (signal.aborted || error.name === "DataCloneError") throw error;
    const what = `A worker thread of the ${name} died: ${error.message}`;
    throw new LeitmotionError("WORKER_DIED", what, {}, { cause });
  }
}

function openReply<T>(reply: Reply<T>): T {
  if ("value" in reply) return reply.value;
  const { code, what, place, errno } = reply.fault;
  const cause = errno ? Object.assign(new Error(what), { code: errno }) : undefined;
  throw new LeitmotionError(code, what, place, { cause });
}
