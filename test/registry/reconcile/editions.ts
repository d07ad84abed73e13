/** Two editions of a score: the old one registered, the new one reconciled with it. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
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
import type { WrittenChoice } from "../../../src/score/unfoldedScore.js";
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
  { repeats = "written" as WrittenChoice, piece = PIECE, base = null as BaseRegistry | null } = {},
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
  { repeats = "written" as WrittenChoice, piece = PIECE } = {},
): Reconciliation {
  return reconcileNotes(base, unfoldScore(score, { repeats }), null, [], piece);
}

/** The same score with its notes put into document order and numbered anew. */
export function renumber(score: Score, notes: readonly NotatedNote[]): Score {
  return { ...score, notes: notes.map((note, index) => ({ ...note, index })) };
}

/** The score with a mark on each note that survives edits: reconciling must not look at it. */
export function tagged(score: Score): Score {
  return { ...score, notes: score.notes.map((note) => ({ ...note, xmlId: `n${note.index}` })) };
}

/** Every marked note of the new score has the ID that the same mark had in the old one's first run. */
export function expectIds(before: Score, after: Score, found: Reconciliation): void {
  const first = idsByMark(before, reconcile(null, before).noteIds);
  const second = idsByMark(after, found.noteIds);
  const survivors = [...second.keys()].filter((mark) => first.has(mark));
  expect(survivors.length).toBeGreaterThan(0);
  expect(survivors.map((mark) => [mark, second.get(mark)])).toEqual(
    survivors.map((mark) => [mark, first.get(mark)]),
  );
}

function idsByMark(score: Score, ids: readonly string[]): Map<string, string> {
  const { notes } = unfoldScore(score, { repeats: "written" });
  const marked = notes.filter((n) => n.note.xmlId !== null);
  return new Map(marked.map((n) => [`${n.note.xmlId} pass ${n.pass}`, ids[n.index]]));
}
