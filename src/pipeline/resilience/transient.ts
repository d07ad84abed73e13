/** Which faults may be gone at the next attempt. A fault of the data never is, and neither is a full disk. */
import { type FaultCode, LeitmotionError } from "../../core/error.js";

const TRANSIENT_CODES: ReadonlySet<FaultCode> = new Set(["WORKER_DIED", "STAGE_TIMEOUT"]);
/** Errors of the system that come and go. */
const TRANSIENT_ERRNOS: ReadonlySet<string> = new Set(["EIO", "EBUSY", "EAGAIN", "EMFILE", "ETIMEDOUT"]);

/**
 * True if trying again makes sense: a dead worker, a timeout, a passing fault of the system, or an error that says of
 * itself `transient: true` (for plugins).
 */
export function isTransient(thrown: unknown): boolean {
  if (saysTransient(thrown)) return true;
  if (thrown instanceof LeitmotionError && TRANSIENT_CODES.has(thrown.code)) return true;
  return TRANSIENT_ERRNOS.has(errnoOf(thrown) ?? "");
}

/** The system's name of the fault (`EIO`), looked for along the causes; null without one. */
export function errnoOf(thrown: unknown): string | null {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    const code: unknown = (at as NodeJS.ErrnoException).code;
    if (!(at instanceof LeitmotionError) && typeof code === "string" && /^E[A-Z0-9]+$/.test(code))
      return code;
  }
  return null;
}

/** The mark is looked for along the causes: an error of a plugin is wrapped on its way up. */
function saysTransient(thrown: unknown): boolean {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    if ((at as { transient?: unknown }).transient === true) return true;
  }
  return false;
}
