/** symbolic.json: predictions that become facts, drawn by this run or found from an earlier one. */

import path from "node:path";
import { formatPitchForFile } from "../../core/pitch.js";
import type { Score } from "../../core/score.js";
import { round3 } from "../../formats/svg/svgTree.js";
import { noteheadFileName } from "../../render/svg/symbolicNames.js";
import { fromDocument } from "../../schema/codec.js";
import { predictFile } from "../../schema/livingFile.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { SymbolicEntry, SymbolicManifest } from "../../schema/symbolic.js";
import type { EarlierRuns } from "../earlier/earlierRuns.js";
import { keptName } from "../earlier/keptNames.js";
import { fulfil, type LivingFile, newMetadata } from "../output/livingManifest.js";
import type { FileFact } from "../output/outputFolder.js";
import { engraverLines } from "./symbolicFindings.js";
import type { SymbolicOutcome } from "./symbolicTask.js";

/** A record per drawing: that of the note's first pass, in the order of the registry. */
export function noteheads(records: readonly NoteRecord[]): NoteRecord[] {
  return records.filter((record) => record.noteheadId === record.universalId);
}

export function predictDrawings(
  heads: readonly NoteRecord[],
  layout: "page" | "scroll",
  earlier: Pick<EarlierRuns, "nameOf">,
): SymbolicManifest {
  return {
    schemaId: "symbolic.v1",
    version: "1.0.0",
    engraver: "",
    layout,
    engravingKey: null,
    engraverWarnings: [],
    notDrawn: [],
    entries: heads.map((head) => ({
      noteheadId: head.universalId,
      partId: head.score!.partId,
      part: head.score!.partName,
      pitch: formatPitchForFile(head.score!.pitch),
      measure: head.score!.measure,
      place: null,
      groups: [],
      svg: fromDocument(predictFile(keptName(earlier, "svg", head, noteheadFileName(head)))),
    })),
    pages: [],
    layers: [],
    parts: [],
    Metadata: newMetadata(),
  };
}

/** Every file that the document names. */
export function listDrawings({ entries, pages, layers, parts }: SymbolicManifest): LivingFile[] {
  const sheets = pages.flatMap(({ svg, bed }) => [svg, bed]);
  return [...entries, ...layers, ...parts].map(({ svg }) => svg).concat(sheets);
}

/** The document of an earlier run whose engraver was given the same, if all its drawings are there unchanged. */
export function findDrawings(
  { symbolicDocuments, files }: Pick<EarlierRuns, "symbolicDocuments" | "files">,
  engravingKey: string,
): SymbolicManifest | null {
  const isThere = ({ status, path: file, artifactKey }: LivingFile) =>
    status === "skipped" || (file !== null && artifactKey !== null && files.find(file, artifactKey) !== null);
  for (const document of symbolicDocuments()) {
    if (document.engraving_key !== engravingKey) continue;
    const found = fromDocument(document);
    if (listDrawings(found).every(isThere)) return found;
  }
  return null;
}

/** What was drawn before stands for what would be drawn now; names of parts are those of the score. */
export function takeOverDrawings(document: SymbolicManifest, found: SymbolicManifest, score: Score): void {
  const drawn = new Map(found.entries.map((entry) => [entry.noteheadId, entry]));
  for (const entry of document.entries) {
    const { place, groups, svg } = drawn.get(entry.noteheadId)!;
    Object.assign(entry, { place, groups, svg });
  }
  const { engraver, engravingKey, engraverWarnings, pageDoubts, notDrawn, pages, layers } = found;
  Object.assign(document, { engraver, engravingKey, engraverWarnings, notDrawn, pages, layers });
  if (pageDoubts) document.pageDoubts = pageDoubts;
  document.parts = found.parts.map((part) => ({ ...part, part: partName(score, part.partId) }));
}

/** Predictions become facts. */
export function recordDrawings(
  document: SymbolicManifest,
  outcome: SymbolicOutcome,
  options: {
    readonly key: string;
    readonly score: Score;
    readonly keepDate: (fact: FileFact) => FileFact;
  },
): void {
  const { key, score, keepDate } = options;
  const found = (fact: FileFact) => foundFile(keepDate(fact));
  const drawn = new Map(outcome.notes.map((note) => [note.noteheadId, note]));
  for (const entry of document.entries) {
    const note = drawn.get(entry.noteheadId);
    if (note) recordNote(entry, note, keepDate(note.file));
    else skip(entry.svg);
  }
  document.engraver = outcome.engraver;
  document.engravingKey = key;
  document.engraverWarnings = engraverLines(outcome.warnings);
  if (outcome.doubts) document.pageDoubts = [...outcome.doubts];
  document.notDrawn = [...outcome.notDrawn];
  document.pages = outcome.pages.map(({ svg, bed, given, ...page }) => ({
    ...page,
    ...given,
    svg: found(svg),
    bed: found(bed),
  }));
  document.layers = outcome.layers.map(({ svg, ...layer }) => ({ ...layer, svg: found(svg) }));
  document.parts = outcome.parts.map(({ svg, page, partId }) => ({
    page,
    partId,
    part: partName(score, partId),
    svg: found(svg),
  }));
}

function skip(file: LivingFile): void {
  file.status = "skipped";
  file.errorMessage = "Not drawn: hidden, left out by the engraver, or not found on the page";
}

function partName({ parts }: Score, partId: string): string {
  return parts.find((part) => part.id === partId)?.name ?? partId;
}

function recordNote(entry: SymbolicEntry, note: SymbolicOutcome["notes"][number], fact: FileFact): void {
  const { page, system, x, y, box, crop, anchorX, anchorY, element, finding } = note;
  entry.place = {
    page,
    system,
    x,
    y,
    box: [...box],
    crop: [...crop],
    anchorX,
    anchorY,
    element,
    ...finding,
  };
  entry.groups = [...note.groups];
  fulfil(entry.svg, fact);
}

function foundFile(fact: FileFact): LivingFile {
  const file = fromDocument(predictFile(path.posix.basename(fact.path)));
  fulfil(file, fact);
  return file;
}

/**
 * The page block of every record, also of later passes of the same drawing. What was engraved here carries our IDs: it is
 * proved.
 */
export function placeRecords(
  records: readonly NoteRecord[],
  { entries, engraver: program }: Pick<SymbolicManifest, "entries" | "engraver">,
): void {
  const drawn = new Map(entries.map((entry) => [entry.noteheadId, entry.place]));
  for (const note of records) {
    const place = note.noteheadId === null ? null : drawn.get(note.noteheadId);
    if (!place) continue;
    const { page, system, x, y, box, crop, anchorX, anchorY, element } = place;
    const { method = "engraved", certainty = "proved" } = place;
    const anchor: [number, number] = [round3(crop[0] + anchorX), round3(crop[1] + anchorY)];
    note.page = { page, system, x, y, box: [...box], anchor, element, program, method, certainty };
  }
}
