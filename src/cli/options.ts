/** Command-line text to option values; wrong values are refused by name. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";

/** One of a list of words. @throws LeitmotionError OPTION_INVALID naming the option and the choices */
export function oneOf<T extends string>(option: string, choices: readonly T[], text: string): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw new LeitmotionError("OPTION_INVALID", `--${option} ${text}: use ${choices.join(", ")}`);
  return found;
}

/** One of a list of numbers. @throws LeitmotionError OPTION_INVALID */
export function oneOfNumbers<T extends number>(
  option: string,
  choices: readonly T[],
  text: string | number,
): T {
  const found = choices.find((choice) => choice === Number(text));
  if (found === undefined)
    throw new LeitmotionError("OPTION_INVALID", `--${option} ${text}: use ${choices.join(", ")}`);
  return found;
}

/** A whole number of 1 or more; `auto` gives the machine's cores. */
export function parseWorkers(text: string): number {
  if (text === "auto") return Math.max(1, availableParallelism());
  const workers = Number(text);
  if (!Number.isInteger(workers) || workers < 1 || workers > 256) {
    throw new LeitmotionError(
      "OPTION_INVALID",
      `--workers ${text}: use a whole number from 1 to 256, or auto`,
    );
  }
  return workers;
}

/** `note=1000000` and the like over the defaults. @throws LeitmotionError OPTION_INVALID */
export function parseLimits(settings: readonly string[]): Limits {
  const limits: { -readonly [K in keyof Limits]: number } = { ...DEFAULT_LIMITS };
  for (const setting of settings) {
    const [, name, text] = /^(\w+)=([\d.e+]+)$/i.exec(setting) ?? ["", "", ""];
    const value = Number(text);
    if (!Object.hasOwn(limits, name) || !(value > 0) || !Number.isFinite(value)) {
      const names = Object.keys(limits).join(", ");
      throw new LeitmotionError(
        "OPTION_INVALID",
        `--limit ${setting}: use NAME=NUMBER, NAME one of ${names}`,
      );
    }
    limits[name as keyof Limits] = value;
  }
  return limits;
}

/** Commander's collector for options that may stand several times. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

/** Folders of plugins, as `LEITMOTION_PLUGIN_PATHS` lists them with the system's separator (`:` or `;`). */
export function pluginPaths(environment: NodeJS.ProcessEnv): string[] {
  return (environment.LEITMOTION_PLUGIN_PATHS ?? "").split(path.delimiter).filter(Boolean);
}
