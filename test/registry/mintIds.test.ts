import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isUuid, uuidV5 } from "../../src/core/uuid.js";
import {
  identifyPiece,
  LEITMOTION_NAMESPACE,
  mintMidiOnlyIds,
  mintNoteIds,
} from "../../src/registry/mintIds.js";
import { shortenIds } from "../../src/registry/shortIds.js";
import { melody, samplePerformance, sampleScore, sampleUnfolded } from "../align/sampleMusic.js";
import { TRIO_NOTES } from "./sampleTrio.js";

const PIECE = uuidV5(LEITMOTION_NAMESPACE, "test");

describe("identifyPiece", () => {
  const score = sampleScore(melody([60]), { title: "Waltz" });
  const untitled = sampleScore(melody([60]), { title: " " });

  it("is made of title and composer, whatever the file is called", () => {
    expect(identifyPiece(score, "a.xml")).toEqual(identifyPiece(score, "b.xml"));
  });

  it("falls back to the file's name where the score names nothing", () => {
    expect(identifyPiece(untitled, "a.xml").pieceId).not.toBe(identifyPiece(untitled, "b.xml").pieceId);
  });

  it("lets a given ID win", () => {
    expect(identifyPiece(score, "a.xml", "op-7").pieceId).toBe(
      identifyPiece(untitled, "b.xml", "op-7").pieceId,
    );
    expect(identifyPiece(score, "a.xml", "op-7").pieceId).not.toBe(identifyPiece(score, "a.xml").pieceId);
  });
});

describe("mintNoteIds", () => {
  it("makes the name of part, measure, pass, staff, voice, onset, pitch, grace and ordinal", () => {
    const [id] = mintNoteIds(sampleUnfolded([{ at: "9/2", midi: 61 }]), PIECE);
    expect(id).toBe(uuidV5(PIECE, JSON.stringify(["note", "P1", 1, 1, 1, "1", "1/2", "C1/4", "", 0])));
    expect(isUuid(id)).toBe(true);
  });

  it("gives the same IDs again, and others to another piece", () => {
    const ids = mintNoteIds(sampleUnfolded(TRIO_NOTES), PIECE);
    expect(mintNoteIds(sampleUnfolded(TRIO_NOTES), PIECE)).toEqual(ids);
    expect(new Set(ids).size).toBe(9);
    const other = mintNoteIds(sampleUnfolded(TRIO_NOTES), uuidV5(LEITMOTION_NAMESPACE, "other"));
    expect(ids.filter((id) => other.includes(id))).toEqual([]);
  });

  it("keeps every ID when notes are added elsewhere", () => {
    const before = mintNoteIds(sampleUnfolded(TRIO_NOTES), PIECE);
    const after = mintNoteIds(sampleUnfolded([...TRIO_NOTES, { at: 0, midi: 40, part: 1 }]), PIECE);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it("tells notes apart that agree in everything", () => {
    const ids = mintNoteIds(
      sampleUnfolded([
        { at: 0, midi: 60 },
        { at: 0, midi: 60 },
      ]),
      PIECE,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it("tells performed notes apart that agree in everything", () => {
    const performance = samplePerformance([
      { tick: 0, midi: 60 },
      { tick: 0, midi: 60 },
    ]);
    expect(new Set(mintMidiOnlyIds(performance, [0, 1], PIECE)).size).toBe(2);
  });
});

describe("shortenIds", () => {
  const ids = fc.uniqueArray(
    fc.stringMatching(/^[0-3]{6}$/).map((hex) => `${hex}00-0000-5000-8000-000000000000`),
    { maxLength: 60 },
  );

  it("gives prefixes of at least four digits that begin no other ID", () => {
    fc.assert(
      fc.property(ids, (list) => {
        const short = shortenIds(list);
        for (const id of list) {
          const prefix = short.get(id) as string;
          expect(prefix.length).toBeGreaterThanOrEqual(4);
          expect(list.filter((other) => other.startsWith(prefix))).toEqual([id]);
          const shorter = prefix.slice(0, -1);
          if (prefix.length > 4)
            expect(list.filter((other) => other.startsWith(shorter)).length).toBeGreaterThan(1);
        }
      }),
    );
  });

  it("keeps what was given before, and never gives it to another note", () => {
    fc.assert(
      fc.property(ids, fc.nat(), (list, cut) => {
        const earlier = list.slice(0, cut % (list.length + 1));
        const previous = shortenIds(earlier);
        const short = shortenIds(list, previous);
        for (const id of earlier) expect(short.get(id)).toBe(previous.get(id));
        expect(new Set(short.values()).size).toBe(list.length);
      }),
    );
  });
});
