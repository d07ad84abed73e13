/** The graph of a pipeline, checked before anything runs: every fault is named. */
import { LeitmotionError } from "../../core/error.js";
import type { PipelineDocument } from "../../schema/pipeline.js";
import type { Processor } from "../engine/processor.js";
import { orderByDependencies } from "./dependencyOrder.js";

export type Stage = PipelineDocument["pipeline"]["stages"][number];

/** Slots that are filled before the first stage. */
const GIVEN_SLOTS: ReadonlySet<string> = new Set(["inputs", "earlier"]);

/**
 * Refuse a graph that cannot run: names given twice, unknown stages and processors, fallbacks that are none, circles.
 *
 * @param whyUnknown  the processors there are: null for a known name, else what is wrong with it
 * @throws LeitmotionError PIPELINE_INVALID listing every fault
 */
export function checkGraph(stages: readonly Stage[], whyUnknown: (processor: string) => string | null): void {
  const names = new Set(stages.map((stage) => stage.name));
  const faults = [
    ...twice(stages).map((name) => `Stage ${name} stands twice`),
    ...stages.flatMap((stage) => [
      ...processorFaults(stage, whyUnknown),
      ...[...stage.dependencies, ...stage.after]
        .filter((name) => !names.has(name))
        .map((name) => `Stage ${stage.name} depends on the unknown stage ${name}`),
    ]),
  ];
  if (faults.length === 0) {
    const { circles } = orderByDependencies(stages, waitsFor);
    faults.push(...circles.map((names) => `Stages wait for each other in a circle: ${names.join(" → ")}`));
  }
  if (faults.length > 0) throw new LeitmotionError("PIPELINE_INVALID", faults.join("; "));
}

function processorFaults(stage: Stage, whyUnknown: (processor: string) => string | null): string[] {
  const { strategy, fallback_processor: fallback } = stage.error_handling;
  const faults: string[] = [];
  const check = (processor: string, as: string) => {
    const why = whyUnknown(processor);
    if (why !== null) faults.push(`Stage ${stage.name} names the unknown ${as} ${processor}${why}`);
  };
  check(stage.processor, "processor");
  if (fallback !== undefined) check(fallback, "fallback processor");
  if (strategy === "fallback" && fallback === undefined)
    faults.push(`Stage ${stage.name} has the strategy fallback and no fallback_processor`);
  return faults;
}

function twice(stages: readonly Stage[]): string[] {
  const names = stages.map((stage) => stage.name);
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
}

/** Every stage that one waits for, well ended or not. */
export function waitsFor({ dependencies, after }: Stage): readonly string[] {
  return [...dependencies, ...after];
}

/**
 * Refuse stages that read a slot which no stage before them fills.
 *
 * @param stages      those that will run, their graph checked
 * @param processors  of all these stages
 * @throws LeitmotionError PIPELINE_INVALID listing every fault
 */
export function checkSlots(stages: readonly Stage[], processors: ReadonlyMap<string, Processor>): void {
  const before = slotsBefore(stages, processors);
  const faults = stages.flatMap((stage) =>
    processors
      .get(stage.processor)!
      .capabilities.inputs.filter((slot) => !GIVEN_SLOTS.has(slot) && !before.get(stage.name)!.has(slot))
      .map((slot) => `no stage before (stage ${stage.name}) provides "${slot}"`),
  );
  if (faults.length === 0) return;
  throw new LeitmotionError("PIPELINE_INVALID", faults.join("; ").replace(/^n/, "N"));
}

/** What the stages that each one waits for, directly or not, have filled. */
function slotsBefore(
  stages: readonly Stage[],
  processors: ReadonlyMap<string, Processor>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>();
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  for (const stage of orderByDependencies(stages, waitsFor).ordered) {
    const slots = new Set<string>();
    for (const name of waitsFor(stage)) {
      const other = byName.get(name);
      if (!other) continue;
      for (const slot of before.get(name)!) slots.add(slot);
      for (const slot of processors.get(other.processor)!.capabilities.outputs) slots.add(slot);
    }
    before.set(stage.name, slots);
  }
  return before;
}
