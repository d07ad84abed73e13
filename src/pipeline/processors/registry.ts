/** Stage: give every note its ID and time, and write the registry. The first stage that writes. */
import path from "node:path";
import { failpoint } from "../../io/failpoint.js";
import { buildRecords } from "../../registry/buildRecords.js";
import { identifyPiece } from "../../registry/mintIds.js";
import type { BaseRegistry, Reconciliation } from "../../registry/reconcile/reconcileNotes.js";
import type { NoteRecord, Registry } from "../../schema/registry.js";
import { checkMoves } from "../corrections/obeyOverrides.js";
import type { EarlierRuns } from "../earlier/earlierRuns.js";
import { REGISTRY_FILE } from "../earlier/readRegistry.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";
import type { OutputFolder } from "../output/outputFolder.js";
import type { RunLedger } from "../report/runLedger.js";

export const registry: Processor = {
  info: {
    name: "registry",
    version: "1.1.0",
    kind: "stage",
    description: "Give every note its universal ID and time, and write the registry.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["score", "performance", "unfolded", "alignment", "scorePerformance", "moves"],
    outputs: ["piece", "records", "soundingOf", "noteIds"],
  },
  async process({ options, bench, ledger, out, progress }) {
    const earlier = bench.get("earlier");
    const identity = identifyPiece(bench.get("score"), path.basename(options.scoreFile), options.pieceId);
    const performance = bench.get("performance");
    const built = buildRecords({
      unfolded: bench.get("unfolded"),
      piece: identity,
      performance,
      alignment: bench.get("alignment"),
      scorePerformance: bench.get("scorePerformance"),
      tieRefinement: options.tieRefinement,
      base: baseOf(earlier),
      moves: bench.get("moves"),
    });
    const { piece } = built.reconciliation;
    if (!ledger.report.stages.some((stage) => stage.processor === "symbolic"))
      keepPages(built.records, earlier, ledger);
    out.open();
    ledger.report.piece = piece;
    reportIdentity(built.reconciliation, earlier, ledger);
    checkMoves(built.records, ledger);
    countNotes(ledger, built.records, performance?.notes.length ?? 0);
    progress.expect(built.records.length);
    ledger.save();
    failpoint("RUN_AFTER_OPEN");
    writeRegistry(out, piece, built.records);
    out.writeDocument("tied_notes.v1", "manifests/tied-notes.json", built.tiedNotes);
    bench.put("piece", piece);
    bench.put("records", built.records);
    bench.put("soundingOf", built.soundingOf);
    bench.put("noteIds", built.noteIds);
    progress.advance(built.records.length);
  },
};

/** The registry of the finished run before: its notes keep their IDs. */
function baseOf({ registry }: EarlierRuns): BaseRegistry | null {
  return registry && { records: registry.notes, piece: registry.piece };
}

/** A run that draws nothing leaves the drawings of the same score where they are. */
function keepPages(records: readonly NoteRecord[], { run, registry }: EarlierRuns, ledger: RunLedger): void {
  const scoreOf = (inputs: readonly { role: string; sha256: string }[]) =>
    inputs.find((input) => input.role === "score")?.sha256;
  if (!run || !registry || scoreOf(run.inputs) !== scoreOf(ledger.report.inputs)) return;
  const pages = new Map(registry.notes.map((note) => [note.universalId, note.page]));
  for (const record of records) record.page = pages.get(record.universalId) ?? null;
}

function reportIdentity(found: Reconciliation, { base, registry }: EarlierRuns, ledger: RunLedger): void {
  const { counts, changes, samePiece } = found;
  const isOther = registry !== null && registry.notes.length > 0 && !samePiece;
  ledger.report.identity = {
    base: base?.number ?? null,
    samePiece: !isOther,
    ...counts,
    changes: [...changes],
  };
  if (isOther) {
    const what =
      "The folder held another piece: none of its notes is in this score, and their files are set aside";
    ledger.warn("registry", "OTHER_PIECE", what);
  }
}

/** Write the registry; once more after each stage that learns something about the notes. */
export function writeRegistry(
  out: OutputFolder,
  piece: Registry["piece"],
  notes: readonly NoteRecord[],
): void {
  out.writeDocument("registry.v1", REGISTRY_FILE, {
    schemaId: "registry.v1",
    version: "1.0.0",
    piece,
    notes,
  });
}

function countNotes(ledger: RunLedger, records: readonly NoteRecord[], performedNotes: number): void {
  const by = (status: NoteRecord["match"]["status"]) => records.filter((r) => r.match.status === status);
  const matched = by("matched");
  const confidenceSum = matched.reduce((sum, record) => sum + record.match.confidence, 0);
  ledger.report.totals = {
    noteheads: records.filter((record) => record.score !== null).length,
    soundingNotes: records.filter((record) => record.score !== null && record.match.status !== "tied").length,
    performedNotes,
    matched: matched.length,
    tied: by("tied").length,
    scoreOnly: by("score_only").length,
    midiOnly: by("midi_only").length,
    meanMatchConfidence:
      matched.length === 0 ? null : Math.round((1e4 * confidenceSum) / matched.length) / 1e4,
    failedNotes: 0,
  };
}
