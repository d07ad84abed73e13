/** What a child process said on stderr, read back into a fault. */
import { FAULTS, type FaultCode } from "../core/error.js";

export interface ChildFault {
  readonly code: string;
  readonly message: string;
}

const FAULT_LINE = /^(.+?)\s*\[([A-Z][A-Z0-9_]*)\]$/;
/** batch.json is a list, not a log: a longer message is cut. */
const LONGEST_MESSAGE = 500;

/**
 * The fault that a process ended with: the last line that ends in a code.
 *
 * @param folders  absolute paths that messages are to be relative to, longest first
 * @returns        code, and the message without its hint; null if there is no such line
 */
export function lastFault(stderrLines: readonly string[], folders: readonly string[]): ChildFault | null {
  const line = stderrLines.findLast((text) => FAULT_LINE.test(text));
  if (line === undefined) return null;
  const [, text, code] = FAULT_LINE.exec(line)!;
  return { code, message: tidy(withoutHint(text, code), folders) };
}

/** One printable line without the paths of this machine. */
export function tidy(text: string, folders: readonly string[]): string {
  let plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  for (const folder of folders) {
    for (const separator of ["/", "\\"]) plain = plain.replaceAll(`${folder}${separator}`, "");
    plain = plain.replaceAll(folder, ".");
  }
  return plain.length > LONGEST_MESSAGE ? `${plain.slice(0, LONGEST_MESSAGE - 1)}…` : plain;
}

function withoutHint(text: string, code: string): string {
  if (!Object.hasOwn(FAULTS, code)) return text;
  const end = `. ${FAULTS[code as FaultCode].hint}`;
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}
