/**
 * Modules loaded when they are first needed, at once and without a promise. A package that a short run can do without
 * costs it more to load than the run takes; `import` would load it in any case, `import()` make all callers wait.
 */
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);

/**
 * @param specifier  a package, or the absolute path of a file (.json, .cjs)
 * @returns          its exports: `loadModule<typeof Ajv>("ajv")`; the same object each time
 * @throws Error     with code MODULE_NOT_FOUND if there is none
 */
export function loadModule<T>(specifier: string): T {
  return load(specifier) as T;
}

/** Absolute path of the file that a specifier stands for, without loading it. */
export function modulePath(specifier: string): string {
  return load.resolve(specifier);
}
