/** Two editions of a score: the old one registered, the new one reconciled with it. */
import { readFileSync } from "node:fs";
import type { NotatedNote, Score } from "../../../src/core/score.js";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { buildRecords } from "../../../src/registry/buildRecords.js";
import {
  type BaseRegistry,
  type Reconciliation,
  reconcileNotes,
} from "../../../src/registry/reconcile/reconcileNotes.js";
import type { Registry } from "../../../src/schema/registry.js";
import { performScore } from "../../../src/score/performScore.js";
import type { RepeatChoice, UnfoldedNote } from "../../../src/score/unfoldedScore.js";
import { unfoldScore } from "../../../src/score/unfoldScore.js";

export const PIECE: Registry["piece"] = {
  pieceId: "0d1c3a56-7d3f-5f0e-9c39-0a6a4f8d7b10",
  title: "Test",
  composer: "",
  movement: "",
};

export function fixture(name: string): Score {
  const file = `fixtures/${name}/score.musicxml`;
  return readMusicXml(readFileSync(file), { fileName: file });
}

/** What a first run into an empty folder registers; or a later one, on the base of an earlier. */
export function register(
  score: Score,
  { repeats = "written" as RepeatChoice, piece = PIECE, base = null as BaseRegistry | null } = {},
): BaseRegistry {
  const unfolded = unfoldScore(score, { repeats });
  const { records, reconciliation } = buildRecords({
    unfolded,
    piece,
    base,
    performance: null,
    alignment: null,
    scorePerformance: performScore(unfolded),
  });
  return { records, piece: reconciliation.piece };
}

export function reconcile(
  base: BaseRegistry | null,
  score: Score,
  { repeats = "written" as RepeatChoice, piece = PIECE } = {},
): Reconciliation {
  return reconcileNotes(base, unfoldScore(score, { repeats }), null, [], piece);
}

/** The ID that a run gave a note, by the note's place in its score. */
export function idsByNote(
  score: Score,
  ids: readonly string[],
  repeats: RepeatChoice = "written",
): Map<string, string> {
  const { notes } = unfoldScore(score, { repeats });
  return new Map(notes.map((n: UnfoldedNote) => [`${n.note.index} pass ${n.pass}`, ids[n.index]]));
}

/** The same score with its notes put into document order and numbered anew. */
export function renumber(score: Score, notes: readonly NotatedNote[]): Score {
  return { ...score, notes: notes.map((note, index) => ({ ...note, index })) };
}
