/** Stage: draw the score and cut it into one picture per notehead, layers, parts and pages. */
import path from "node:path";
import { toLeitmotionError } from "../../core/error.js";
import { formatPitch, formatPitchForFile } from "../../core/pitch.js";
import type { Score } from "../../core/score.js";
import { writeNoteIds } from "../../formats/musicxml/writeNoteIds.js";
import { syncFolder } from "../../io/writeFileAtomic.js";
import { svgIdOf } from "../../render/svg/engrave.js";
import { pageSetupOf } from "../../render/svg/pageSetup.js";
import { measureIdOf } from "../../render/svg/setStaffKeys.js";
import { staffKeys } from "../../render/svg/staffKeys.js";
import { noteheadFileName, partStems } from "../../render/svg/symbolicNames.js";
import { fromDocument } from "../../schema/codec.js";
import { predictFile } from "../../schema/livingFile.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { SymbolicEntry, SymbolicManifest } from "../../schema/symbolic.js";
import { fulfil, LivingManifest, newMetadata } from "../livingManifest.js";
import type { FileFact } from "../outputFolder.js";
import { NO_CONFIG, type Processor, type StageContext } from "../processor.js";
import { askWorker } from "../reply.js";
import type { SymbolicOutcome, SymbolicTask } from "../symbolicTask.js";
import type { Workbench } from "../workbench.js";
import { openPool } from "../workerPool.js";
import { writeRegistry } from "./registry.js";

const FILE = "manifests/symbolic.json";
/** A fault of the score can make the engraver complain about every note. */
const MAX_ENGRAVER_WARNINGS = 20;

export const symbolic: Processor = {
  info: {
    name: "symbolic",
    version: "1.0.0",
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
    const { bench, options, out, progress, signal, ledger } = context;
    const heads = noteheads(bench.get("records"));
    progress.expect(heads.length);
    const document = predictDocument(heads, options.layout);
    const manifest = new LivingManifest(out, "symbolic.v1", FILE, document);
    manifest.complete();
    if (heads.length === 0) return;
    const pool = openPool({ worker: "symbolicWorker", threads: 1 });
    try {
      const outcome = await askWorker<SymbolicOutcome>(
        pool,
        context.dependency("engraver"),
        taskOf(context, heads),
        signal,
      );
      record(document, outcome, bench.get("score"));
      placeRecords(bench.get("records"), outcome);
      reportPages(context, heads, outcome);
      reportWarnings(context, outcome.warnings);
      ledger.report.versions.verovio = outcome.engraver;
    } catch (thrown) {
      const error = toLeitmotionError(thrown);
      const isOfScore = error.code === "ENGRAVING_FAILED";
      throw isOfScore ? error.at({ file: path.basename(options.scoreFile) }) : error;
    } finally {
      await pool.destroy();
    }
    if (document.entries.some((entry) => entry.place)) {
      for (const folder of ["notes", "pages", "layers", "parts"]) syncFolder(out.resolve(`svg/${folder}`));
    }
    writeRegistry(out, bench.get("piece"), bench.get("records"));
    manifest.complete();
    progress.advance(heads.length);
  },
};

/** A record per drawing: that of the note's first pass, in the order of the registry. */
function noteheads(records: readonly NoteRecord[]): NoteRecord[] {
  return records.filter((record) => record.noteheadId === record.universalId);
}

function predictDocument(heads: readonly NoteRecord[], layout: "page" | "scroll"): SymbolicManifest {
  return {
    schemaId: "symbolic.v1",
    version: "1.0.0",
    engraver: "",
    layout,
    entries: heads.map((head) => ({
      noteheadId: head.universalId,
      partId: head.score!.partId,
      part: head.score!.partName,
      pitch: formatPitchForFile(head.score!.pitch),
      measure: head.score!.measure,
      place: null,
      groups: [],
      svg: fromDocument(predictFile(noteheadFileName(head))),
    })),
    pages: [],
    layers: [],
    parts: [],
    Metadata: newMetadata(),
  };
}

function taskOf({ bench, options, out }: StageContext, heads: readonly NoteRecord[]): SymbolicTask {
  const score = bench.get("score");
  const keys = staffKeys(score);
  return {
    outDir: out.dir,
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
      notes: heads.map((head) => ({ noteheadId: head.universalId, partId: head.score!.partId })),
      parts: score.parts.map((part) => ({ partId: part.id, staffCount: part.staffCount })),
    },
    noteFiles: new Map(heads.map((head) => [head.universalId, `svg/notes/${noteheadFileName(head)}`])),
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

/** Predictions become facts. */
function record(document: SymbolicManifest, outcome: SymbolicOutcome, score: Score): void {
  const drawn = new Map(outcome.notes.map((note) => [note.noteheadId, note]));
  for (const entry of document.entries) {
    const note = drawn.get(entry.noteheadId);
    if (note) recordNote(entry, note);
    else
      Object.assign(entry.svg, {
        status: "skipped",
        errorMessage: "Not drawn: hidden, or left out by the engraver",
      });
  }
  const nameOf = new Map(score.parts.map((part) => [part.id, part.name]));
  document.engraver = outcome.engraver;
  document.pages = outcome.pages.map(({ svg, bed, ...page }) => ({
    ...page,
    svg: found(svg),
    bed: found(bed),
  }));
  document.layers = outcome.layers.map(({ svg, ...layer }) => ({ ...layer, svg: found(svg) }));
  document.parts = outcome.parts.map(({ svg, page, partId }) => ({
    page,
    partId,
    part: nameOf.get(partId) ?? partId,
    svg: found(svg),
  }));
}

function recordNote(entry: SymbolicEntry, note: SymbolicOutcome["notes"][number]): void {
  const { page, system, x, y, box, crop, element } = note;
  entry.place = {
    page,
    system,
    x,
    y,
    box: [...box],
    crop: [...crop],
    anchorX: round3(x - crop[0]),
    anchorY: round3(y - crop[1]),
    element,
  };
  entry.groups = [...note.groups];
  fulfil(entry.svg, note.file);
}

function found(fact: FileFact) {
  const file = fromDocument(predictFile(path.posix.basename(fact.path)));
  fulfil(file, fact);
  return file;
}

/** The page block of every record, also of later passes of the same drawing. Our own IDs are in it: proved. */
function placeRecords(records: NoteRecord[], outcome: SymbolicOutcome): void {
  const drawn = new Map(outcome.notes.map((note) => [note.noteheadId, note]));
  for (const note of records) {
    const place = note.noteheadId === null ? undefined : drawn.get(note.noteheadId);
    if (!place) continue;
    const { page, system, x, y, box, element } = place;
    note.page = { page, system, x, y, box: [...box], element, certainty: "proved" };
  }
}

/** Heads found and expected, page by page; a printed head that is not drawn counts where its measure stands. */
function reportPages(
  { bench, ledger }: StageContext,
  heads: readonly NoteRecord[],
  outcome: SymbolicOutcome,
): void {
  const lost = new Set(outcome.notDrawn);
  const headless = headlessNotes(bench);
  const expected = new Map<number, number>();
  const count = (page: number) => expected.set(page, (expected.get(page) ?? 0) + 1);
  let page = 1;
  for (const head of [...heads].sort((a, b) => a.score!.measureIndex - b.score!.measureIndex)) {
    if (head.page) page = head.page.page;
    const isExpected = head.score!.printed && !headless.has(head.universalId);
    if (head.page || isExpected) count(page);
    if (!head.page && isExpected && lost.has(head.universalId)) {
      const { partName, measure, pitch } = head.score!;
      const what = `${formatPitch(pitch)} in measure ${measure} of ${partName} is not drawn by the engraver`;
      ledger.warn("symbolic", "HEAD_NOT_DRAWN", what);
    }
  }
  const foundOn = (number: number) => outcome.notes.filter((note) => note.page === number).length;
  ledger.report.pages = outcome.pages.map(({ page: number, svg }) => ({
    page: number,
    file: svg.path,
    headsExpected: expected.get(number) ?? 0,
    headsFound: foundOn(number),
    certainty: "proved",
  }));
}

/** Noteheads that the score itself wants left out (`notehead` none): only their stems are drawn. */
function headlessNotes(bench: Workbench): Set<string> {
  const noteIds = bench.get("noteIds");
  const headless = bench.get("unfolded").notes.filter(({ note }) => note.notehead === "none");
  return new Set(headless.map(({ index }) => noteIds[index]));
}

/** What the engraver says; lines that differ in IDs and numbers only count as one. */
function reportWarnings({ ledger }: StageContext, warnings: readonly string[]): void {
  const kinds = new Map<string, string[]>();
  for (const warning of warnings) {
    const kind = warning.replace(/'[^']*'|\d+/g, "");
    const lines = kinds.get(kind);
    if (lines === undefined) kinds.set(kind, [warning]);
    else lines.push(warning);
  }
  for (const [first, ...others] of [...kinds.values()].slice(0, MAX_ENGRAVER_WARNINGS)) {
    const more = others.length > 0 ? ` (and ${others.length} more such lines)` : "";
    ledger.warn("symbolic", "ENGRAVER", first + more);
  }
}

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
