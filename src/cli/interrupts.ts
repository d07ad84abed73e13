/** Ctrl-C, and being told to stop: once to come to an orderly end, a second time to end at once. */
import { formatFault, LeitmotionError } from "../core/error.js";

let stop = endAtOnce;

/** To be called first of all: until a command says how it is to be stopped, nothing has been begun. */
export function listenForSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      const stopNow = stop;
      stop = endAtOnce;
      stopNow();
    });
  }
}

/**
 * How the work at hand is stopped.
 *
 * @param handler  called with the first signal
 * @returns        to be called when the work is over
 */
export function onInterrupt(handler: () => void): () => void {
  stop = handler;
  return () => {
    stop = endAtOnce;
  };
}

function endAtOnce(): void {
  const fault = new LeitmotionError("INTERRUPTED", "Told to stop");
  process.stderr.write(`${formatFault(fault)}\n`);
  process.exit(fault.exitCode);
}
