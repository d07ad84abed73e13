/** Settings of the JavaScript engine for commands that last a second or two. */
import { setFlagsFromString } from "node:v8";

/** These have loops that are worth compiling. */
const LONG = ["build", "batch", "demo", "page"];

/** @param command  first word of the command line */
export function isShort(command = ""): boolean {
  return !LONG.includes(command);
}

/**
 * Optimise only what is really hot. By default the engine spends more time on compiling the loops of one alignment than
 * the loops take; a long one still gets there. Figures: bench/alignment/README.md.
 */
export function compileSparingly(): void {
  setFlagsFromString("--interrupt-budget=4000000");
}
