/** A plugin that cannot be used, and why. */
import path from "node:path";

export interface BrokenPlugin {
  /** What it calls itself; null if it did not come so far. */
  readonly name: string | null;
  readonly file: string;
  readonly fault: string;
}

/** `loud (loud.mjs): the method process is missing` */
export function formatBroken({ name, file, fault }: BrokenPlugin): string {
  return `${name ?? "plugin"} (${path.basename(file)}): ${fault}`;
}
