/**
 * Stage: draw the score, or find its notes on the user's pages, and cut it into one picture per notehead, layers, parts
 * and pages, unless all are there.
 */
import path from "node:path";
import { toLeitmotionError } from "../../core/error.js";
import { writeNoteIds } from "../../formats/musicxml/writeNoteIds.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import type { EngraveInput } from "../../render/svg/engrave.js";
import { pageSetupOf } from "../../render/svg/pageSetup.js";
import { measureIdOf } from "../../render/svg/setStaffKeys.js";
import { staffKeys } from "../../render/svg/staffKeys.js";
import { svgIdOf } from "../../render/svg/svgIds.js";
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
import type { Drawing, SymbolicOutcome, SymbolicTask, UserPagesInput } from "../drawings/symbolicTask.js";
import { FOLDERS, SYMBOLIC_FILE } from "../earlier/manifestFiles.js";
import { NO_CONFIG, type Processor, type StageContext } from "../engine/processor.js";
import type { Workbench } from "../engine/workbench.js";
import { LivingManifest } from "../output/livingManifest.js";
import { inputsOf, namedInputs } from "../runInputs.js";
import { askWorker } from "../workers/askWorker.js";
import { openPool } from "../workers/workerPool.js";
import { writeRegistry } from "./registry.js";

export const symbolic: Processor = {
  info: {
    name: "symbolic",
    version: SYMBOLIC_VERSION,
    kind: "stage",
    description: "Engrave the score, or read the user's pages, and cut noteheads, layers, parts and pages.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["inputs", "scoreBytes", "score", "unfolded", "records", "piece", "noteIds"],
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
    placeRecords(records, document);
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

function drawingOf(context: StageContext, entries: readonly SymbolicEntry[]): Drawing {
  const { bench } = context;
  const score = bench.get("score");
  const hasPages = inputsOf(bench.get("inputs"), "page").length > 0;
  return {
    source: hasPages ? { userPages: userPagesOf(context) } : { engrave: engraveInputOf(context) },
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

function engraveInputOf({ bench, options }: StageContext): EngraveInput {
  const score = bench.get("score");
  const keys = staffKeys(score);
  const headIds = headIdsByNote(bench);
  const svgIdOfNote = (noteIndex: number) => {
    const id = headIds[noteIndex];
    return id === null ? `unheard-${noteIndex}` : svgIdOf(id);
  };
  return {
    musicXml: writeNoteIds(
      bench.get("scoreBytes"),
      { fileName: path.basename(options.scoreFile), limits: options.limits },
      svgIdOfNote,
      keys.length > 0 ? measureIdOf : undefined,
    ),
    layout: options.layout,
    pageSetup: pageSetupOf(score.layout),
    staffKeys: keys,
  };
}

function userPagesOf({ bench, options }: StageContext): UserPagesInput {
  return {
    pages: namedInputs(bench.get("inputs"), "page"),
    musicFonts: namedInputs(bench.get("inputs"), "music-font"),
    score: bench.get("score"),
    found: bench.has("pageFindings") ? bench.get("pageFindings") : null,
    headIds: headIdsByNote(bench),
    limits: options.limits,
  };
}

/** ID of each note's head by note index; notes that are never heard have none of ours. */
function headIdsByNote(bench: Workbench): (string | null)[] {
  const noteIds = bench.get("noteIds");
  const headIds: (string | null)[] = bench.get("score").notes.map(() => null);
  for (const { index, note, pass } of bench.get("unfolded").notes) {
    if (pass === 1) headIds[note.index] = noteIds[index];
  }
  return headIds;
}
