import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toNumber } from "../../src/core/fraction.js";
import type { Score } from "../../src/core/score.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { backward, buildScore, ending, withNote } from "./scoreBuilder.js";

/** `C4@0+2(2)`: pitch, onset, length in quarters, number of members. */
function heard(score: Score): string {
  return unfoldScore(score, { repeats: "written" })
    .sounding.map((s) => {
      const { step, octave } = s.members[0].note.pitch;
      return `${step}${octave}@${toNumber(s.onsetQuarter)}+${toNumber(s.durationQuarter)}(${s.members.length})`;
    })
    .join(" ");
}

describe("joinTies", () => {
  it.each([
    { why: "three notes over two barlines", measures: ["C4:4~", "~C4:4~", "~C4:1"], heard: "C4@0+9(3)" },
    { why: "a stop without a start is an onset", measures: ["~C4:4"], heard: "C4@0+4(1)" },
    {
      why: "a start that is not continued is a plain note",
      measures: ["C4:2~ C4:2"],
      heard: "C4@0+2(1) C4@2+2(1)",
    },
    { why: "different pitches are not joined", measures: ["C4:2~ ~D4:2"], heard: "C4@0+2(1) D4@2+2(1)" },
    { why: "no leap over a rest", measures: ["C4:1~ r:1 ~C4:2"], heard: "C4@0+1(1) C4@2+2(1)" },
    {
      why: "only the tied note of a chord",
      measures: ["[C4~ E4]:2 [~C4 E4]:2"],
      heard: "C4@0+4(2) E4@0+2(1) E4@2+2(1)",
    },
    { why: "a grace note tied on both sides", measures: ["r:1 (~C4~) ~C4:2"], heard: "C4@1+2(2)" },
    { why: "a grace note tied to its main note", measures: ["(C4~) ~C4:2"], heard: "C4@0+2(2)" },
  ])("$why", ({ measures, heard: expected }) => {
    expect(heard(buildScore({ measures: measures.map((notes) => ({ notes })) }))).toBe(expected);
  });

  it("joins across voices", () => {
    expect(heard(buildScore({ measures: [{ notes: ["C4:2~ D4:2", "r:2 ~C4:2"] }] }))).toBe(
      "C4@0+4(2) D4@2+2(1)",
    );
  });

  it("stays in its voice where two voices tie the same pitch", () => {
    const score = buildScore({ measures: [{ notes: ["C4:2~", "C4:2~"] }, { notes: ["~C4:1", "~C4:3"] }] });
    const chains = unfoldScore(score, { repeats: "written" }).sounding;
    expect(chains.map((s) => s.members.map((m) => m.note.voice).join(""))).toEqual(["11", "22"]);
    expect(chains.map((s) => toNumber(s.durationQuarter))).toEqual([3, 5]);
  });

  it("prefers the same staff to another staff", () => {
    const plain = buildScore({ measures: [{ notes: ["C4:2~ ~C4:2", "r:2 ~C4:1"] }] });
    const score = withNote(withNote(plain, 1, { staff: 2 }), 0, { staff: 1 });
    const chains = unfoldScore(score, { repeats: "written" }).sounding;
    expect(chains[0].members.map((m) => m.note.index)).toEqual([0, 2]);
  });

  it("does not join parts", () => {
    const score = buildScore({ parts: [[{ notes: "C4:2~ r:2" }], [{ notes: "r:2 ~C4:2" }]] });
    expect(heard(score)).toBe("C4@0+2(1) C4@2+2(1)");
  });

  it("reaches from the end of a repeated section into each ending", () => {
    const score = buildScore({
      measures: [{ notes: "C4:4~" }, { notes: "~C4:2 D4:2" }, { notes: "~C4:1 E4:3" }],
      structure: [...ending([1], 1, 1), backward(1), ...ending([2], 2, 2)],
    });
    expect(heard(score)).toBe("C4@0+6(2) D4@6+2(1) C4@8+5(2) E4@13+3(1)");
  });

  it("knows nothing of let-ring", () => {
    const score = withNote(buildScore({ measures: [{ notes: "C4:2 ~C4:2" }] }), 0, { letRing: true });
    expect(heard(score)).toBe("C4@0+2(1) C4@2+2(1)");
  });

  it("puts every note in exactly one sounding note, whose length is the sum of its members'", () => {
    const token = fc
      .record({
        pitch: fc.constantFrom("C4", "D4", "r"),
        stop: fc.boolean(),
        start: fc.boolean(),
        length: fc.constantFrom("1", "1/2", "1/3"),
      })
      .map((t) =>
        t.pitch === "r" ? `r:${t.length}` : `${t.stop ? "~" : ""}${t.pitch}:${t.length}${t.start ? "~" : ""}`,
      );
    const voice = fc.array(token, { minLength: 1, maxLength: 8 }).map((tokens) => tokens.join(" "));
    fc.assert(
      fc.property(voice, voice, fc.boolean(), (one, two, again) => {
        const score = buildScore({
          measures: [{ notes: [one, two] }, { notes: [two, one] }],
          structure: again ? [backward(1)] : [],
        });
        const { notes, sounding } = unfoldScore(score, { repeats: "written" });
        const members = sounding.flatMap((s) => s.members.map((m) => m.index));
        expect(members.toSorted((a, b) => a - b)).toEqual(notes.map((n) => n.index));
        for (const s of sounding) {
          expect(new Set(s.members.map((m) => m.note.soundingMidi)).size).toBe(1);
          const last = s.members.at(-1)!;
          const end = toNumber(last.onsetQuarter) + toNumber(last.note.durationQuarter);
          expect(toNumber(s.onsetQuarter) + toNumber(s.durationQuarter)).toBeCloseTo(end, 12);
        }
      }),
    );
  });
});
