/** The guard of something outside (engraver, synthesizer, …): retry for what passes, a circuit breaker for what does not. */
import type * as Cockatiel from "cockatiel";
import pLimit from "p-limit";
import { LeitmotionError, toLeitmotionError } from "../../core/error.js";
import { loadModule } from "../../core/loadModule.js";
import { ProbationBreaker } from "./breaker.js";
import { retryDelays } from "./retryDelays.js";
import { isTransient } from "./transient.js";

/** Loaded for the first outside thing: matching has none. */
const cockatiel = () => loadModule<typeof Cockatiel>("cockatiel");

const ATTEMPTS = 3;
const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
const OPEN_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface DependencyStatistics {
  readonly name: string;
  readonly state: "closed" | "open" | "half_open";
  readonly calls: number;
  readonly successes: number;
  /** Calls that failed after all their attempts, faults of the data left out. */
  readonly failures: number;
  /** Calls refused because the circuit was open. */
  readonly refused: number;
  /** Attempts after the first. */
  readonly retries: number;
  readonly failuresInRow: number;
  readonly failuresLastHour: number;
}

export class Dependency {
  readonly #breaker = new ProbationBreaker();
  readonly #circuit;
  readonly #retry;
  readonly #oneAtATime = pLimit(1);
  readonly #counts = { calls: 0, successes: 0, failures: 0, refused: 0, retries: 0 };
  #failedAtMs: number[] = [];

  /** @param firstDelayMs  wait after a first attempt; the next ones double it */
  constructor(
    readonly name: string,
    { firstDelayMs = FIRST_DELAY_MS } = {},
  ) {
    const { circuitBreaker, DelegateBackoff, handleWhen, retry } = cockatiel();
    const counts = handleWhen(countsAsFailure);
    this.#circuit = circuitBreaker(counts, { halfOpenAfter: OPEN_MS, breaker: this.#breaker });
    const delayMs = retryDelays(firstDelayMs, LONGEST_DELAY_MS);
    const backoff = new DelegateBackoff<Cockatiel.IRetryBackoffContext<unknown>>(({ attempt }) =>
      delayMs(attempt),
    );
    this.#retry = retry(handleWhen(isTransient), { maxAttempts: ATTEMPTS - 1, backoff });
    this.#retry.onRetry(() => {
      this.#counts.retries += 1;
    });
    this.#circuit.onFailure(({ handled }) => {
      if (handled) this.#noteFailure();
    });
  }

  /**
   * Do a piece of work with it: up to 3 attempts while the fault is transient, 1 s apart and doubling. After 5 calls
   * in a row that failed so, further ones are refused for 60 s; then one at a time is let through until 3 succeed.
   *
   * @throws LeitmotionError DEPENDENCY_UNAVAILABLE while the circuit is open; INTERRUPTED once `signal` has fired;
   *         else what `work` threw last
   */
  async call<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.#counts.calls += 1;
    const call = () => this.#throughCircuit(() => attempt(work, signal), signal);
    const value = await (this.#isTrusted ? call() : this.#oneAtATime(call));
    this.#counts.successes += 1;
    return value;
  }

  get statistics(): DependencyStatistics {
    const sinceMs = Date.now() - HOUR_MS;
    return {
      name: this.name,
      state: this.#state,
      ...this.#counts,
      failuresInRow: this.#breaker.failuresInRow,
      failuresLastHour: this.#failedAtMs.filter((atMs) => atMs >= sinceMs).length,
    };
  }

  get #isTrusted(): boolean {
    return this.#circuit.state === cockatiel().CircuitState.Closed && !this.#breaker.onProbation;
  }

  get #state(): DependencyStatistics["state"] {
    if (this.#isTrusted) return "closed";
    return this.#circuit.state === cockatiel().CircuitState.Open ? "open" : "half_open";
  }

  async #throughCircuit<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.#circuit.execute(() => this.#retry.execute(work, signal));
    } catch (thrown) {
      if (!(thrown instanceof cockatiel().BrokenCircuitError)) throw thrown;
      this.#counts.refused += 1;
      const what = `The ${this.name} failed ${this.#breaker.failuresInRow} times in a row`;
      throw new LeitmotionError("DEPENDENCY_UNAVAILABLE", what, {}, { cause: thrown });
    }
  }

  #noteFailure(): void {
    this.#counts.failures += 1;
    const sinceMs = Date.now() - HOUR_MS;
    this.#failedAtMs = [...this.#failedAtMs.filter((atMs) => atMs >= sinceMs), Date.now()];
  }
}

/** The guards of a run, one per outside thing. */
export class Dependencies {
  readonly #byName = new Map<string, Dependency>();

  of(name: string): Dependency {
    let dependency = this.#byName.get(name);
    if (!dependency) {
      dependency = new Dependency(name);
      this.#byName.set(name, dependency);
    }
    return dependency;
  }

  /** In the order of their first use. */
  get statistics(): DependencyStatistics[] {
    return [...this.#byName.values()].map((dependency) => dependency.statistics);
  }
}

async function attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    signal.throwIfAborted();
    return await work();
  } catch (thrown) {
    if (signal.aborted)
      throw new LeitmotionError("INTERRUPTED", "The work was stopped", {}, { cause: thrown });
    throw thrown;
  }
}

/** A data fault says nothing about the dependency; a defect of its own (INTERNAL) does, though no second attempt helps. */
function countsAsFailure(thrown: Error): boolean {
  return isTransient(thrown) || toLeitmotionError(thrown).code === "INTERNAL";
}
