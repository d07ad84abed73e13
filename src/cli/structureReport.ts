/** leitmotion inspect DIR --structure: the way through the score that was played. */
import { LeitmotionError } from "../core/error.js";
import { readRunReport } from "../pipeline/report/readProgress.js";
import { toDocument } from "../schema/codec.js";
import type { RunReport } from "../schema/run.js";

type Structure = NonNullable<RunReport["structure"]>;

const REPEATS: Readonly<Record<Structure["repeats"], string>> = {
  written: "written (all signs obeyed)",
  none: "none (every section once, with its last ending)",
  performed: "performed (neither as written nor all left out: the way the performance took)",
};

/** @throws LeitmotionError RESULT_NOT_FOUND, also where no way is known yet; SCHEMA_INVALID, FILE_UNREADABLE */
export function structureReport(dir: string, { json }: { json: boolean }): string {
  const { structure } = readRunReport(dir);
  if (!structure)
    throw new LeitmotionError("RESULT_NOT_FOUND", "The run here has followed no score", { path: dir });
  return json ? `${JSON.stringify(toDocument(structure), null, 2)}\n` : structureText(structure);
}

export function structureText({ repeats, measures, leftOut, transposedSemitones }: Structure): string {
  const lines = [
    `played    ${formatMeasures(measures)}`,
    `left out  ${formatMeasures(leftOut)}`,
    `key       ${keyShift(transposedSemitones)}`,
    `repeats   ${REPEATS[repeats]}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Printed numbers in the order given; whole numbers that count on stand as `1-16`, any other (`X1`, `12a`) alone. */
export function formatMeasures(numbers: readonly string[]): string {
  const runs: { first: string; last: string }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && countsOn(run.last, number)) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(", ") || "nothing";
}

function countsOn(number: string, next: string): boolean {
  return /^\d+$/.test(number) && /^\d+$/.test(next) && Number(next) === Number(number) + 1;
}

function keyShift(semitones: number): string {
  if (semitones === 0) return "as written";
  const size = Math.abs(semitones);
  return `${size} semitone${size === 1 ? "" : "s"} ${semitones > 0 ? "higher" : "lower"} than written`;
}
