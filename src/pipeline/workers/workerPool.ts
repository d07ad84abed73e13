/** Worker threads: one Piscina pool per kind of work. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import pLimit from "p-limit";
import { Piscina } from "piscina";
import { BUILD_FOLDER } from "../../core/ownFiles.js";

export interface PoolOptions {
  /** Compiled worker of this folder, e.g. `audioWorker`. */
  readonly worker: string;
  readonly threads: number;
  readonly workerData?: unknown;
}

/** Start a pool; the caller destroys it. Threads start as work comes in and stay until then. */
export function openPool({ worker, threads, workerData }: PoolOptions): Piscina {
  return watched(
    new Piscina({
      filename: workerUrl(worker).href,
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: 30_000,
      workerData,
    }),
  );
}

/** Pools that could start no thread, and why. */
const failures = new WeakMap<Piscina, Error>();

/** Why a pool has been given up, or undefined. */
export function poolFailure(pool: Piscina): Error | undefined {
  return failures.get(pool);
}

/**
 * Give a pool up whose threads die before they can take a task: Piscina starts no other, and tasks would wait for ever.
 * A thread that dies while others work, or nothing waits, is of no concern.
 */
export function watched(pool: Piscina): Piscina {
  pool.on("error", (error: Error) => {
    if (pool.threads.length > 0 || pool.queueSize === 0) return;
    failures.set(pool, error);
    void pool.destroy();
  });
  return pool;
}

/** Run every task, a few more at a time than there are threads, so that none idles and few results wait in memory. */
export async function fanOut<T>(
  tasks: readonly T[],
  threads: number,
  run: (task: T) => Promise<void>,
): Promise<void> {
  const limit = pLimit(threads + 2);
  await Promise.all(tasks.map((task) => limit(() => run(task))));
}

/** Workers run compiled: from the sources (in tests) the build in dist/ is used. */
function workerUrl(worker: string): URL {
  return pathToFileURL(path.join(BUILD_FOLDER, "pipeline/workers", `${worker}.js`));
}
