/** What a finished run is summed up in: time, critical path, memory, errors. Pure arithmetic on measured stages. */

/** A stage as it ran. */
export interface RanStage {
  readonly name: string;
  /** Stages it waited for; names of stages that did not run are passed over. */
  readonly dependencies: readonly string[];
  readonly after: readonly string[];
  /** Seconds of work, >= 0; 0 for a stage that was skipped. */
  readonly durationSec: number;
}

export interface CriticalPath {
  /** First stage to last. */
  readonly stages: readonly string[];
  readonly durationSec: number;
}

/**
 * The chain of stages, each waiting for the one before, that takes longest: no number of cores makes the run
 * shorter than this.
 *
 *     end[s] = durationSec[s] + max(end[p] for p in dependencies[s] and after[s], else 0)
 *
 * Of chains equally long the one whose stages stand first in the list is taken. Without stages the path is empty.
 *
 * @param stages  in any order, without a cycle (the graph was checked before the run)
 */
export function criticalPath(stages: readonly RanStage[]): CriticalPath {
  const known = new Map<string, CriticalPath>();
  const pathTo = (stage: RanStage): CriticalPath => {
    const found = known.get(stage.name);
    if (found) return found;
    const before = stages.filter(({ name }) => waitsFor(stage, name)).map(pathTo);
    const longest = longestOf(before);
    const path = {
      stages: [...longest.stages, stage.name],
      durationSec: longest.durationSec + stage.durationSec,
    };
    known.set(stage.name, path);
    return path;
  };
  return longestOf(stages.map(pathTo));
}

function waitsFor({ dependencies, after }: RanStage, name: string): boolean {
  return dependencies.includes(name) || after.includes(name);
}

function longestOf(paths: readonly CriticalPath[]): CriticalPath {
  let longest: CriticalPath = { stages: [], durationSec: 0 };
  for (const path of paths) {
    if (path.durationSec > longest.durationSec || longest.stages.length === 0) longest = path;
  }
  return longest;
}

/** When a stage worked; both ends on one clock, seconds. */
export interface WorkSpan {
  readonly startSec: number;
  readonly endSec: number;
}

/**
 * `T_total = sum(T_stage) + T_overhead`, where `T_overhead` is the part of the run in which no stage worked. Stages
 * that ran side by side count in full, so `tTotalSec` may exceed the wall time; one after the other it equals it.
 *
 * @param spans            one per stage that ran, in any order; they may overlap
 * @param workDurationSec  wall time of the run
 * @source capabilities A21
 */
export function totalTime(
  spans: readonly WorkSpan[],
  workDurationSec: number,
): { tTotalSec: number; tOverheadSec: number } {
  const tStagesSec = spans.reduce((sum, { startSec, endSec }) => sum + (endSec - startSec), 0);
  const tOverheadSec = Math.max(0, workDurationSec - coveredSec(spans));
  return { tTotalSec: tStagesSec + tOverheadSec, tOverheadSec };
}

/** Length of the union of the spans. */
function coveredSec(spans: readonly WorkSpan[]): number {
  let covered = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { startSec, endSec } of [...spans].sort((a, b) => a.startSec - b.startSec)) {
    covered += Math.max(0, endSec - Math.max(startSec, reached));
    reached = Math.max(reached, endSec);
  }
  return covered;
}

/**
 * `M_peak = max(M_stage) + M_overhead`, where `M_stage` is what a stage needed on top of the overhead. Stages that run
 * side by side share one process: each is charged with what the process held while it ran.
 *
 * @param stagePeakByte  per stage, the most the process held while the stage ran; null where it was not measured
 * @param mOverheadByte  what the process held before the first stage
 * @source capabilities A22
 */
export function peakMemory(stagePeakByte: readonly (number | null)[], mOverheadByte: number): number {
  const stages = stagePeakByte.map((peak) => Math.max(0, (peak ?? 0) - mOverheadByte));
  return Math.max(0, ...stages) + mOverheadByte;
}

export interface StageOutcome {
  readonly totalItems: number;
  readonly failedItems: number;
  /** The stage broke off as a whole. */
  readonly failed: boolean;
}

/**
 * `E_final = 1 - product(1 - E_stage)`: how likely it is that an item which passed through every stage was lost in
 * one of them. `E_stage` is failed items / items; 1 for a stage that broke off, 0 for one without items.
 *
 * @returns 0 (nothing failed) to 1
 * @source capabilities A23
 */
export function finalError(stages: readonly StageOutcome[]): number {
  const kept = stages.map(({ totalItems, failedItems, failed }) => {
    if (failed) return 0;
    return totalItems === 0 ? 1 : 1 - Math.min(1, failedItems / totalItems);
  });
  return 1 - kept.reduce((product, share) => product * share, 1);
}
