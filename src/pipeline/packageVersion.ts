/** Versions of packages, our own and those we stand on. */
import { createRequire } from "node:module";

/** Version of a package.json, asked of Node's own module loader. */
export function packageVersion(specifier: string): string {
  return (createRequire(import.meta.url)(specifier) as { version: string }).version;
}
