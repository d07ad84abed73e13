/** A file that grows by whole lines, each on the disk's side before the call returns. */
import pino from "pino";
import type { LeitmotionError } from "../core/error.js";
import { toOutputFault } from "./writeFileAtomic.js";

/** Where log lines go, in the form that pino asks for. */
export interface LogFile {
  write(line: string): void;
  /** Let go of the file. @returns the first fault of writing, after which no line was written; null if all were */
  close(): LeitmotionError | null;
}

const STDERR = 2;

/**
 * Open a file to append to, made if it is not there; its folder must be.
 *
 * @param destination  path, or `-` for stderr
 * @throws LeitmotionError OUTPUT_UNWRITABLE, OUTPUT_FULL
 */
export function openLogFile(destination: string): LogFile {
  let fault: LeitmotionError | null = null;
  const stream = open(destination);
  stream.on("error", (thrown: unknown) => {
    fault ??= toOutputFault(thrown, destination);
  });
  let isOpen = true;
  return {
    write: (line) => {
      if (fault || !isOpen) return;
      try {
        stream.write(line);
      } catch (thrown) {
        fault = toOutputFault(thrown, destination);
      }
    },
    close: () => {
      if (isOpen && destination !== "-") stream.destroy();
      isOpen = false;
      return fault;
    },
  };
}

function open(destination: string): ReturnType<typeof pino.destination> {
  try {
    return pino.destination({ dest: destination === "-" ? STDERR : destination, sync: true });
  } catch (thrown) {
    throw toOutputFault(thrown, destination);
  }
}
