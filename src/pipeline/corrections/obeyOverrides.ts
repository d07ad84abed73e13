/** The corrections of overrides.yaml, put into what the match has found. */
import path from "node:path";
import type { Alignment } from "../../align/alignNotes.js";
import { applyOverrides } from "../../align/applyOverrides.js";
import { CorrectionDesk } from "../../registry/corrections/correctionDesk.js";
import { resolveLinks } from "../../registry/corrections/resolveLinks.js";
import { NO_MOVES, resolveMoves } from "../../registry/corrections/resolveMoves.js";
import { identifyPiece, mintMidiOnlyIds } from "../../registry/mintIds.js";
import { type BaseRegistry, reconcileNotes } from "../../registry/reconcile/reconcileNotes.js";
import { fromDocument } from "../../schema/codec.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { CorrectionOutcome, RunReport } from "../../schema/run.js";
import type { EarlierRuns } from "../earlier/earlierRuns.js";
import type { StageContext } from "../engine/processor.js";
import type { Workbench } from "../engine/workbench.js";
import type { RunLedger } from "../report/runLedger.js";
import { MISNAMED_OVERRIDES_FILE, OVERRIDES_FILE } from "./overridesFile.js";

/**
 * Correct alignment and clock, and say which notes are moved. What cannot be followed is warned of; run.json lists every
 * correction with what became of it.
 *
 * @throws LeitmotionError OVERRIDES_INVALID if two corrections contradict each other
 */
export function obeyOverrides(context: StageContext): void {
  const { bench, ledger } = context;
  const { corrections, hasMisnamedOverrides } = bench.get("inputs");
  bench.put("moves", NO_MOVES);
  if (hasMisnamedOverrides) {
    const message = `Corrections are read from ${OVERRIDES_FILE} only: rename this file`;
    ledger.warn(MISNAMED_OVERRIDES_FILE, "OVERRIDES_MISNAMED", message);
  }
  if (corrections.length === 0) return;
  const alignment = bench.get("alignment");
  const desk = openDesk(context, alignment);
  const links = resolveLinks(corrections, alignment, desk);
  const performance = bench.get("performance");
  if (alignment && performance) {
    const corrected = applyOverrides(alignment, links, bench.get("unfolded"), performance);
    bench.put("alignment", corrected);
    bench.put("clock", corrected.clock);
  }
  bench.put("moves", resolveMoves(corrections, bench.get("alignment")?.midiOnly ?? [], desk));
  ledger.report.corrections = desk.outcomes.sort((a, b) => a.line - b.line);
  desk.warnings.sort((a, b) => a.line - b.line);
  for (const { line, code, message } of desk.warnings) warn(ledger, line, code, message);
}

/** Which times a note was given in the end, against what was asked: a member of a tie chain has neighbours. */
export function checkMoves(records: readonly NoteRecord[], ledger: RunLedger): void {
  const moves = (ledger.report.corrections ?? []).filter(({ kind, obeyed }) => kind === "move" && obeyed);
  const wanted = new Set(moves.map((move) => move.universalId));
  const recordOf = new Map(records.filter((r) => wanted.has(r.universalId)).map((r) => [r.universalId, r]));
  for (const move of moves) {
    const timing = recordOf.get(move.universalId ?? "")?.timing;
    if (!timing || isAsAsked(move, timing)) continue;
    move.obeyed = false;
    const span = `from ${timing.startSec.toFixed(3)} to ${timing.endSec.toFixed(3)} s`;
    const message = `move ${move.note} ${move.asked}: the note cannot be there; it sounds ${span}`;
    warn(ledger, move.line, "OVERRIDE_NOT_OBEYED", message);
  }
}

function isAsAsked({ startSec, endSec }: CorrectionOutcome, timing: NoteRecord["timing"]): boolean {
  return (startSec ?? timing.startSec) === timing.startSec && (endSec ?? timing.endSec) === timing.endSec;
}

function warn(ledger: RunLedger, line: number, code: string, message: string): void {
  ledger.warn(`${OVERRIDES_FILE}, line ${line}`, code, message);
}

function openDesk({ bench, options, ledger }: StageContext, alignment: Alignment | null): CorrectionDesk {
  const { registry, run } = bench.get("earlier");
  const unfolded = bench.get("unfolded");
  const performance = bench.get("performance");
  const base: BaseRegistry | null = registry && { records: registry.notes, piece: registry.piece };
  const identity = identifyPiece(bench.get("score"), path.basename(options.scoreFile), options.pieceId);
  // Written notes have the same IDs whatever is linked to them.
  const { noteIds, piece, samePiece } = reconcileNotes(base, unfolded, null, [], identity);
  return new CorrectionDesk({
    unfolded,
    noteIds,
    performance,
    mintPerformedIds: () =>
      performance
        ? mintMidiOnlyIds(
            performance,
            performance.notes.map((note) => note.index),
            piece.pieceId,
          )
        : [],
    onsetOf: onsetsOf(bench, alignment),
    base: samePiece ? base : null,
    former: samePiece && run?.corrections ? fromDocument(run.corrections) : [],
    timesKept: hasSameTimes(run, ledger.report),
  });
}

function onsetsOf(
  bench: Workbench,
  alignment: Alignment | null,
): (soundingIndex: number) => number | undefined {
  const performance = bench.get("performance");
  if (!alignment || !performance) {
    const sounds = bench.get("scorePerformance")?.sounds ?? [];
    return (index) => sounds[index]?.onsetSec;
  }
  const onsets = new Map(
    alignment.links.map((link) => [link.soundingIndex, performance.notes[link.noteIndex].onsetSec]),
  );
  return (index) => onsets.get(index);
}

/** A MIDI file decides the times; without one the score does. */
function hasSameTimes(run: EarlierRuns["run"], report: Pick<RunReport, "inputs">): boolean {
  const hashOf = (inputs: readonly { role: string; sha256: string }[], role: string) =>
    inputs.find((input) => input.role === role)?.sha256;
  if (!run) return true;
  const midi = hashOf(report.inputs, "midi");
  if (midi !== hashOf(run.inputs, "midi")) return false;
  return midi !== undefined || hashOf(report.inputs, "score") === hashOf(run.inputs, "score");
}
