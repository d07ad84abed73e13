/** Worker threads: one Piscina pool per kind of work. */
import { Piscina } from "piscina";

export interface PoolOptions {
  /** Compiled worker of this folder, e.g. `audioWorker`. */
  readonly worker: string;
  readonly threads: number;
  readonly workerData?: unknown;
}

/** Start a pool; the caller destroys it. Threads start as work comes in and stay until then. */
export function openPool({ worker, threads, workerData }: PoolOptions): Piscina {
  return new Piscina({
    filename: workerUrl(worker).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 30_000,
    workerData,
  });
}

/** Workers run compiled: from the sources (in tests) the build in dist/ is used. */
function workerUrl(worker: string): URL {
  const own = import.meta.url.endsWith(".ts");
  return new URL(own ? `../../dist/pipeline/${worker}.js` : `./${worker}.js`, import.meta.url);
}
