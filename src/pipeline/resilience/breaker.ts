/** When a circuit opens, and what it takes to trust it again. */
import type { CircuitState, IBreaker } from "cockatiel";

/** cockatiel's own number for it; its test holds the two together. */
export const HALF_OPEN: CircuitState.HalfOpen = 2;

/** Failures in a row that open the circuit. */
export const FAILURES_TO_OPEN = 5;
/** Successes, one at a time, that close it again. */
export const SUCCESSES_TO_CLOSE = 3;

/**
 * Opens after five failures in a row. cockatiel closes a half-open circuit after one success; until two more have
 * followed, this breaker is on probation: the next failure opens the circuit at once.
 *
 * @source ../shared/spec/algorithms.md, 3.7
 */
export class ProbationBreaker implements IBreaker {
  /** cockatiel keeps and restores it; a run begins anew. */
  state: unknown = null;
  #failuresInRow = 0;
  #successesToGo = 0;

  /** True from the moment it opens until three calls have succeeded. */
  get onProbation(): boolean {
    return this.#successesToGo > 0;
  }

  get failuresInRow(): number {
    return this.#failuresInRow;
  }

  success(): void {
    this.#failuresInRow = 0;
    if (this.onProbation) this.#successesToGo -= 1;
  }

  failure(state: CircuitState): boolean {
    this.#failuresInRow += 1;
    const opens = state === HALF_OPEN || this.onProbation || this.#failuresInRow >= FAILURES_TO_OPEN;
    if (opens) this.#successesToGo = SUCCESSES_TO_CLOSE;
    return opens;
  }
}
