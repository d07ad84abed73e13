/** Stage: draw the score and cut it into one picture per notehead, layers, parts and pages, unless all are there. */
import path from "node:path";
import { toLeitmotionError } from "../../core/error.js";
import { writeNoteIds } from "../../formats/musicxml/writeNoteIds.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import { svgIdOf } from "../../render/svg/engrave.js";
import { pageSetupOf } from "../../render/svg/pageSetup.js";
import { measureIdOf } from "../../render/svg/setStaffKeys.js";
import { staffKeys } from "../../render/svg/staffKeys.js";
import { partStems } from "../../render/svg/symbolicNames.js";
import type { SymbolicEntry, SymbolicManifest } from "../../schema/symbolic.js";
import { engravingKey, SYMBOLIC_VERSION } from "../drawings/engravingKey.js";
import {
  findDrawings,
  listDrawings,
  noteheads,
  placeRecords,
  predictDrawings,
  recordDrawings,
  takeOverDrawings,
} from "../drawings/symbolicDocument.js";
import { reportPages, reportWarnings } from "../drawings/symbolicFindings.js";
import type { Drawing, SymbolicOutcome, SymbolicTask } from "../drawings/symbolicTask.js";
import { FOLDERS, SYMBOLIC_FILE } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import type { Workbench } from "../engine/workbench.js";
import { LivingManifest } from "../output/livingManifest.js";
import { askWorker } from "../workers/askWorker.js";
import { openPool } from "../workers/workerPool.js";
import { writeRegistry } from "./registry.js";

export const symbolic: Processor = {
  info: {
    name: "symbolic",
    version: SYMBOLIC_VERSION,
    kind: "stage",
    description: "Engrave the score and cut it into noteheads, layers, parts and pages.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["scoreBytes", "score", "unfolded", "records", "piece", "noteIds"],
    outputs: [],
    external: ["engraver"],
  },
  async process(context) {
    const { bench, options, out, progress, ledger, stage } = context;
    const records = bench.get("records");
    const heads = noteheads(records);
    progress.expect(heads.length);
    const document = predictDrawings(heads, options.layout, bench.get("earlier"));
    const manifest = new LivingManifest(out, "symbolic.v1", SYMBOLIC_FILE, document);
    if (heads.length === 0) return manifest.complete();
    const drawing = drawingOf(context, document.entries);
    const key = engravingKey(drawing);
    const found = findDrawings(bench.get("earlier"), key);
    if (found) {
      takeOverDrawings(document, found, bench.get("score"));
      manifest.skip();
    } else {
      manifest.complete();
      await draw(context, document, { ...drawing, engravingKey: key });
    }
    placeRecords(records, document.entries);
    reportPages(context, heads, document);
    reportWarnings(context, document);
    writeRegistry(out, bench.get("piece"), records);
    manifest.complete();
    const count = listDrawings(document).length;
    ledger.stageFiles(stage, found ? { reused: count } : { made: count });
    for (const { noteheadId } of document.entries) ledger.noteCompleted(stage, noteheadId, found !== null);
    progress.advance(heads.length);
  },
};

async function draw(
  context: StageContext,
  document: SymbolicManifest,
  drawing: Omit<SymbolicTask, "outDir" | "compare">,
): Promise<void> {
  const { bench, options, out, signal } = context;
  const { files, listed } = bench.get("earlier");
  const task: SymbolicTask = { ...drawing, outDir: out.dir, compare: listed.length > 0 };
  const pool = openPool({ worker: "symbolicWorker", threads: 1 });
  try {
    const outcome = await askWorker<SymbolicOutcome>(pool, context.dependency("engraver"), task, signal);
    const score = bench.get("score");
    recordDrawings(document, outcome, {
      key: drawing.engravingKey,
      score,
      keepDate: (f) => files.keepDate(f),
    });
  } catch (thrown) {
    const error = toLeitmotionError(thrown);
    const isOfScore = error.code === "ENGRAVING_FAILED";
    throw isOfScore ? error.at({ file: path.basename(options.scoreFile) }) : error;
  } finally {
    await pool.destroy();
  }
  if (document.entries.every((entry) => entry.place === null)) return;
  for (const kind of ["svg", "page", "layer", "partSvg"] as const) syncFolder(out.resolve(FOLDERS[kind]));
}

function drawingOf({ bench, options }: StageContext, entries: readonly SymbolicEntry[]): Drawing {
  const score = bench.get("score");
  const keys = staffKeys(score);
  return {
    engrave: {
      musicXml: writeNoteIds(
        bench.get("scoreBytes"),
        { fileName: path.basename(options.scoreFile), limits: options.limits },
        svgIdsByNote(bench),
        keys.length > 0 ? measureIdOf : undefined,
      ),
      layout: options.layout,
      pageSetup: pageSetupOf(score.layout),
      staffKeys: keys,
    },
    cut: {
      notes: entries.map(({ noteheadId, partId }) => ({ noteheadId, partId })),
      parts: score.parts.map((part) => ({ partId: part.id, staffCount: part.staffCount })),
    },
    noteFiles: new Map(
      entries.map(({ noteheadId, svg }) => [noteheadId, `${FOLDERS.svg}/${svg.predictedFilename}`]),
    ),
    partStems: partStems(score.parts),
  };
}

/** What every note of the score is called in the drawing; notes that are never heard have no ID of ours. */
function svgIdsByNote(bench: Workbench): (noteIndex: number) => string {
  const noteIds = bench.get("noteIds");
  const firstIds = new Map<number, string>();
  for (const { index, note, pass } of bench.get("unfolded").notes) {
    if (pass === 1) firstIds.set(note.index, noteIds[index]);
  }
  return (noteIndex) => {
    const id = firstIds.get(noteIndex);
    return id === undefined ? `unheard-${noteIndex}` : svgIdOf(id);
  };
}
