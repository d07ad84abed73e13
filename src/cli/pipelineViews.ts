/** What there is to see of pipelines: their list, their faults, their graph, and where the time of a run went. */
import path from "node:path";
import { EXIT, FAULTS, type FaultCode, LeitmotionError, toLeitmotionError } from "../core/error.js";
import { writeFileAtomic } from "../io/writeFileAtomic.js";
import { PROCESSOR_NAMES } from "../pipeline/engine/processors.js";
import { checkGraph } from "../pipeline/graph/checkGraph.js";
import { type LoadedPipeline, loadPipeline } from "../pipeline/graph/loadPipeline.js";
import { ownPipelineNames } from "../pipeline/graph/ownPipelines.js";
import { readPipelineDocument } from "../pipeline/graph/pipelineFile.js";
import { unknownSettings } from "../pipeline/graph/stageConfig.js";
import { formatBroken } from "../pipeline/plugins/brokenPlugin.js";
import { readRunReport } from "../pipeline/report/readProgress.js";
import { formatMermaid } from "../render/pipelineGraph/graphMermaid.js";
import { formatGraphSvg } from "../render/pipelineGraph/graphSvg.js";
import { buildPipelineGraph } from "../render/pipelineGraph/pipelineGraph.js";
import { profileHtml } from "../render/profile/profileHtml.js";
import { pluginPaths } from "./options.js";
import { formatTable } from "./table.js";

interface OwnPipeline {
  readonly name: string;
  readonly version: string;
  readonly stages: number;
  readonly description: string;
}

export function ownPipelines(): OwnPipeline[] {
  return ownPipelineNames().map((name) => {
    const { version, stages, description = "" } = readPipelineDocument(name).pipeline;
    return { name, version, stages: stages.length, description };
  });
}

export function pipelineTable(): string {
  const rows = ownPipelines().map((own) => [own.name, own.version, String(own.stages), own.description]);
  return formatTable(["name", "version", "stages", "description"], rows);
}

export interface ValidateFlags {
  readonly strict?: boolean;
  readonly plugins?: string;
}

/** @returns the exit code; faults of the pipeline and of plugins are lines on stderr */
export async function validatePipeline(
  name: string,
  { strict = false, plugins: pluginFile }: ValidateFlags,
): Promise<number> {
  try {
    const paths = pluginPaths(process.env);
    const loaded = await loadPipeline({ pipeline: name, pluginFile, pluginPaths: paths, strict: false });
    const broken = loaded.broken.map(formatBroken);
    const faults = strict
      ? [...broken.map((each) => `broken plugin ${each}`), ...settingFaults(name, loaded)]
      : [];
    if (faults.length > 0) return sayFaults(name, faults, "PIPELINE_INVALID");
    for (const each of broken) process.stderr.write(`warning: broken plugin ${each}\n`);
    const { name: title, version } = loaded.document.pipeline;
    process.stdout.write(`${title} ${version}: ${loaded.stages.length} stages, no fault\n`);
    return EXIT.done;
  } catch (thrown) {
    const { code, what, place } = toLeitmotionError(thrown);
    if (code !== "PIPELINE_INVALID" && code !== "PLUGIN_INVALID") throw thrown;
    return sayFaults(place.file ?? name, splitFaults(what), code);
  }
}

function sayFaults(file: string, faults: readonly string[], code: FaultCode): number {
  for (const fault of faults) process.stderr.write(`${path.basename(file)}: ${fault} [${code}]\n`);
  return FAULTS[code].exit;
}

/** Faults of one file come joined by semicolons; so do those of one broken plugin, which stay together. */
function splitFaults(what: string): string[] {
  const faults: string[] = [];
  for (const part of what.replace(/\s*[\r\n]+\s*/g, " ").split("; ")) {
    const last = faults.length - 1;
    if (faults[last]?.includes("a plugin that is broken:") && !/^Stages? /.test(part))
      faults[last] += `; ${part}`;
    else faults.push(part);
  }
  return faults;
}

/** Settings as the file has them: those that were read are filled with defaults. */
function settingFaults(name: string, { stages, processors }: LoadedPipeline): string[] {
  const given = new Map(
    readPipelineDocument(name).pipeline.stages.map((stage) => [stage.name, stage.config]),
  );
  return stages.flatMap((stage) =>
    unknownSettings(processors.get(stage.processor)!.configSchema, given.get(stage.name) ?? {}).map(
      (setting) => `Stage ${stage.name}, config: ${stage.processor} knows no setting ${setting}`,
    ),
  );
}

/** Plugins need not be there: what is not built in is drawn as one. */
export function drawGraph(name: string, format: "mermaid" | "svg"): string {
  const document = readPipelineDocument(name);
  try {
    checkGraph(document.pipeline.stages, () => null);
  } catch (thrown) {
    throw toLeitmotionError(thrown, { file: path.basename(name) });
  }
  const graph = buildPipelineGraph(document, (processor) => !PROCESSOR_NAMES.has(processor));
  return format === "svg" ? formatGraphSvg(graph) : formatMermaid(graph);
}

/** @throws LeitmotionError RESULT_NOT_FOUND if there is no run, or it is not over */
export function profileOf(dir: string): string {
  const report = readRunReport(dir);
  if (report.measuredAt && report.finishedAt !== null) return profileHtml(report, report.measuredAt);
  throw new LeitmotionError("RESULT_NOT_FOUND", "The run has not ended, so nothing is measured", {
    path: dir,
  });
}

/** The output folder holds what a run made, and nothing else. */
export function assertOutside(file: string, dir: string): void {
  const inside = path.relative(path.resolve(dir), path.resolve(file));
  if (inside.startsWith("..") || path.isAbsolute(inside)) return;
  const what = `--out ${file}: it lies inside the output folder ${dir}; choose another place`;
  throw new LeitmotionError("OPTION_INVALID", what);
}

export function writeOut(text: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  writeFileAtomic(path.resolve(file), text);
  process.stdout.write(`${file}\n`);
}
