/** What a worker thread sends back. Faults cross threads as data: an Error would lose its code and place on the way. */
import { type FaultCode, type FaultPlace, toLeitmotionError } from "../../core/error.js";
import { errnoOf } from "../resilience/transient.js";

export type Reply<T> = { readonly value: T } | { readonly fault: ReplyFault };

export interface ReplyFault {
  readonly code: FaultCode;
  readonly what: string;
  readonly place: FaultPlace;
  /** The system's name of the fault below (`EIO`), which decides whether another attempt makes sense. */
  readonly errno?: string | null;
}

/** In the worker: do the work, and make data of its fault. */
export async function replyOf<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { value: await work() };
  } catch (thrown) {
    const { code, what, place } = toLeitmotionError(thrown);
    return { fault: { code, what, place, errno: errnoOf(thrown) } };
  }
}
