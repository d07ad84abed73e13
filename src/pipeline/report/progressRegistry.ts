/** The progress registry: how far each note is in each stage, as the living manifests and run.json say. */
import type { AudioEntry, AudioManifest } from "../../schema/audio.js";
import type { Camel } from "../../schema/codec.js";
import type { LivingFileDocument } from "../../schema/livingFile.js";
import type { ProgressDocument, ProgressStep, ProgressTotals } from "../../schema/progress.js";
import type { NoteRecord, Registry } from "../../schema/registry.js";
import type { RunReport } from "../../schema/run.js";
import type { SymbolicManifest } from "../../schema/symbolic.js";

type LivingFile = Camel<LivingFileDocument>;
type RunStage = RunReport["stages"][number];

/** The documents of an output folder; null for those that are not there (yet). */
export interface ProgressSources {
  readonly run: RunReport;
  readonly registry: Registry | null;
  readonly symbolic: SymbolicManifest | null;
  readonly audio: AudioManifest | null;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** The processors that make files of single notes, and which. */
const NOTE_PROCESSORS = new Set(["symbolic", "audio", "keyframes"]);

/** Steps of a run that is still going are read off its manifests, so the answer is as old as they are: seconds. */
export function progressRegistry(sources: ProgressSources): ProgressDocument {
  const { run, registry, nowMs } = sources;
  const stages = run.stages.filter(({ processor }) => NOTE_PROCESSORS.has(processor));
  const filesOf = fileFinder(sources);
  const faults = new Map(run.failedNotes.map((note) => [`${note.stage} ${note.universalId}`, note]));
  const universalIds: Record<string, Record<string, ProgressStep>> = {};
  for (const note of registry?.notes ?? []) {
    const steps: Record<string, ProgressStep> = {};
    for (const stage of stages) {
      const fault = faults.get(`${stage.name} ${note.universalId}`) ?? null;
      steps[stage.name] = stepOf(stage, filesOf(stage.processor, note), fault);
    }
    universalIds[note.universalId] = steps;
  }
  return {
    schema_id: "progress.v1",
    version: "1.0.0",
    report_metadata: {
      generated_at: new Date(nowMs).toISOString(),
      run_status: run.status,
      total_universal_ids: Object.keys(universalIds).length,
      expected_stages: stages.map(({ name }) => name),
    },
    overall_progress: overallProgress(run, Object.values(universalIds).flatMap(Object.values), nowMs),
    universal_ids: universalIds,
  };
}

/**
 * Files that a processor makes for a note: foretold and found alike; none where it has nothing to make, null where its
 * manifest has not been written yet.
 */
function fileFinder({ symbolic, audio }: ProgressSources) {
  const drawn = new Map(symbolic?.entries.map((entry) => [entry.noteheadId, entry.svg]));
  const sounds = new Map(audio?.entries.map((entry) => [entry.universalId, entry.files]));
  return (processor: string, note: NoteRecord): LivingFile[] | null => {
    if (processor === "symbolic") {
      const svg = note.noteheadId === null ? undefined : drawn.get(note.noteheadId);
      return symbolic && (svg ? [svg] : []);
    }
    const files: AudioEntry["files"] | undefined = sounds.get(note.universalId);
    if (!audio || !files) return audio && [];
    return processor === "audio" ? [files.wav, files.midi] : [files.keyframes];
  };
}

function stepOf(
  stage: RunStage,
  files: readonly LivingFile[] | null,
  fault: { readonly code: string; readonly message: string } | null,
): ProgressStep {
  const made = files?.filter((file) => file.fileExists && file.path !== null) ?? [];
  const lost = files?.find((file) => file.status === "failed" && file.errorCode !== null);
  const error = fault ?? (lost && { code: lost.errorCode!, message: lost.errorMessage ?? "" });
  return {
    status: statusOf(stage, files),
    timestamp: made.reduce<string | null>((newest, { createdAt }) => laterOf(newest, createdAt), null),
    files_created: made.map(({ path }) => path!),
    last_error: error ? { code: error.code, message: error.message } : null,
  };
}

/** What was not begun shares the fate of its stage. */
function statusOf(stage: RunStage, files: readonly LivingFile[] | null): ProgressStep["status"] {
  const untouched = stage.status === "skipped" || stage.status === "failed" ? stage.status : "pending";
  if (files === null) return untouched;
  const is = (status: LivingFile["status"]) => (file: LivingFile) => file.status === status;
  if (files.some(is("failed"))) return "failed";
  if (files.every(is("skipped"))) return "skipped";
  if (files.every((file) => file.status === "done" || file.status === "skipped")) return "completed";
  if (untouched === "pending" && files.some((file) => file.status === "done" || file.status === "rendering"))
    return "running";
  return untouched;
}

/** ISO times compare as text. */
function laterOf(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function overallProgress(
  run: RunReport,
  steps: readonly ProgressStep[],
  nowMs: number,
): ProgressDocument["overall_progress"] {
  const wanted = steps.filter(({ status }) => status !== "skipped");
  const completed = wanted.filter(({ status }) => status === "completed").length;
  const failed = wanted.filter(({ status }) => status === "failed").length;
  const elapsedSec = elapsed(run, nowMs);
  const left = wanted.length - completed - failed;
  const isOver = run.status !== "running";
  const known = completed + failed > 0;
  return {
    total: wanted.length,
    completed,
    failed,
    completion_percentage: wanted.length === 0 ? 100 : Math.floor((completed / wanted.length) * 1000) / 10,
    elapsed_time_seconds: elapsedSec,
    estimated_remaining_seconds: isOver
      ? 0
      : known
        ? Math.round((elapsedSec * left * 10) / (completed + failed)) / 10
        : null,
    stages: run.stages.map((stage) => stageTotals(run, stage)),
    active: run.stages.filter(({ status }) => status === "running").map(({ name }) => name),
  };
}

/** Seconds from the start to the end, or to now. */
function elapsed({ startedAt, finishedAt, measuredAt }: RunReport, nowMs: number): number {
  if (measuredAt && finishedAt !== null) return measuredAt.workDurationSec;
  const endMs = finishedAt === null ? nowMs : Date.parse(finishedAt);
  return Math.max(0, (endMs - Date.parse(startedAt)) / 1000);
}

function stageTotals(
  run: RunReport,
  { name, status, totalItems, completedItems, failedItems }: RunStage,
): ProgressTotals {
  const measure = run.measuredAt?.stages.find((stage) => stage.name === name);
  return {
    name,
    status,
    total_items: totalItems,
    completed_items: completedItems,
    failed_items: failedItems,
    elapsed_time_seconds: measure?.durationSec ?? null,
    current_operation: status === "running" ? `${completedItems} of ${totalItems} items` : null,
  };
}
