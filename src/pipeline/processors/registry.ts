/** Stage: give every note its ID and time, and write the registry. The first stage that writes. */
import path from "node:path";
import { buildRecords } from "../../registry/buildRecords.js";
import { identifyPiece } from "../../registry/mintIds.js";
import type { BaseRegistry } from "../../registry/reconcile/reconcileNotes.js";
import type { NoteRecord, Registry } from "../../schema/registry.js";
import type { OutputFolder } from "../outputFolder.js";
import { NO_CONFIG, type Processor } from "../processor.js";
import { hasRegistry, REGISTRY_FILE, readRegistry } from "../readRegistry.js";
import type { RunLedger } from "../runLedger.js";

export const registry: Processor = {
  info: {
    name: "registry",
    version: "1.0.0",
    kind: "stage",
    description: "Give every note its universal ID and time, and write the registry.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["score", "performance", "unfolded", "alignment", "scorePerformance"],
    outputs: ["piece", "records", "soundingOf", "noteIds"],
  },
  async process({ options, bench, ledger, out, progress }) {
    const identity = identifyPiece(bench.get("score"), path.basename(options.scoreFile), options.pieceId);
    const performance = bench.get("performance");
    const built = buildRecords({
      unfolded: bench.get("unfolded"),
      piece: identity,
      performance,
      alignment: bench.get("alignment"),
      scorePerformance: bench.get("scorePerformance"),
      tieRefinement: options.tieRefinement,
      base: readBase(out.dir),
    });
    const { piece } = built.reconciliation;
    out.open();
    ledger.report.piece = piece;
    countNotes(ledger, built.records, performance?.notes.length ?? 0);
    progress.expect(built.records.length);
    writeRegistry(out, piece, built.records);
    out.writeDocument("tied_notes.v1", "manifests/tied-notes.json", built.tiedNotes);
    bench.put("piece", piece);
    bench.put("records", built.records);
    bench.put("soundingOf", built.soundingOf);
    bench.put("noteIds", built.noteIds);
    progress.advance(built.records.length);
    ledger.save();
  },
};

/** The registry that an earlier run left in this folder: its notes keep their IDs. */
function readBase(dir: string): BaseRegistry | null {
  if (!hasRegistry(dir)) return null;
  const { notes, piece } = readRegistry(dir);
  return { records: notes, piece };
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
